import { type SqlBool, sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf } from '../../db/keyset.ts'
import type { Review, ReviewFacts, ReviewQuery } from './review.schemas.ts'
import { PUBLIC, reviewFacts, reviewJson } from './review.select.ts'

export function reviewListing (query: ReviewQuery, commitment?: string): Listing<Review> {
  return {
    from: sql`review r join commitment c on c.id = r.commitment join action_plan p on p.id = c.plan`,
    id: sql`r.id`,
    idType: 'uuid',
    sorts: {
      reviewedOn: { expression: sql`r.reviewed_on`, cast: 'date' },
      '-reviewedOn': { expression: sql`r.reviewed_on`, cast: 'date', descending: true }
    },
    filters: [
      PUBLIC,
      ...(commitment === undefined ? [] : [sql<SqlBool>`r.commitment = ${commitment}`]),
      ...anyOf(sql`p.member`, query.member),
      ...anyOf(sql`c.plan`, query.plan),
      ...anyOf(sql`r.organisation`, query.organisation),
      ...anyOf(sql`r.kind`, query.kind),
      ...anyOf(sql`r.completion`, query.completion),
      ...anyOf(sql`r.endorsement`, query.endorsement)
    ],
    body: reviewJson
  }
}

export const findReview = (db: Db, id: string) => readShape(db, reviewJson(sql`${id}::uuid`))

/** A review under lock, with its facts. Only for one that is known to exist: no review is ever deleted. */
export async function lockReview (tx: Tx, id: string): Promise<{ revision: number, facts: ReviewFacts }> {
  await sql`select from review where id = ${id}::uuid for update`.execute(tx)
  const { rows } = await sql<{ revision: number, facts: ReviewFacts }>`
    select revision, ${reviewFacts(sql`review.id`)} as facts from review where id = ${id}::uuid`.execute(tx)
  return rows[0] as { revision: number, facts: ReviewFacts }
}

export async function isUpdateOf (tx: Tx, progressUpdate: string, commitment: string): Promise<boolean> {
  const row = await tx.selectFrom('progress_update').select('id').where('id', '=', progressUpdate).where('commitment', '=', commitment).executeTakeFirst()
  return row !== undefined
}

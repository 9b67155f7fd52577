import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { saveRows } from '../../db/bulk.ts'
import type { Db, Tx } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf } from '../../db/keyset.ts'
import type { Review, ReviewFacts, ReviewQuery } from './review.schemas.ts'
import { PUBLIC, type Voice, reviewFacts, reviewJson, spokenBy, visibleTo, wire } from './review.select.ts'

/** `mine` is whose own reviews to list, drafts too; without it the public ones of all. */
export function reviewListing (query: ReviewQuery, commitment?: string, mine: Voice | null = null): Listing<Review> {
  return {
    from: sql`review r join commitment c on c.id = r.commitment join action_plan p on p.id = c.plan`,
    id: sql`r.id`,
    idType: 'uuid',
    sorts: {
      reviewedOn: { expression: sql`r.reviewed_on`, cast: 'date' },
      '-reviewedOn': { expression: sql`r.reviewed_on`, cast: 'date', descending: true }
    },
    filters: [
      visibleTo(mine),
      ...(mine === null ? [] : [spokenBy(mine)]),
      ...(commitment === undefined ? [] : [sql<SqlBool>`r.commitment = ${commitment}`]),
      ...anyOf(sql`p.member`, query.member),
      ...anyOf(sql`c.plan`, query.plan),
      ...anyOf(sql`r.organisation`, query.organisation),
      ...anyOf(sql`r.kind`, query.kind),
      ...anyOf(sql`r.completion`, query.completion),
      ...anyOf(sql`r.endorsement`, query.endorsement)
    ],
    body: id => reviewJson(id, mine)
  }
}

export const findReview = (db: Db, id: string, reader: Voice | null) => readShape(db, reviewJson(sql`${id}::uuid`, reader))

/** Whose commitment a public review is about; undefined when there is no such review. */
export async function findReviewPlace (db: Db, id: string): Promise<{ plan: string, member: string } | undefined> {
  return await db.selectFrom('review as r').innerJoin('commitment as c', 'c.id', 'r.commitment').innerJoin('action_plan as p', 'p.id', 'c.plan')
    .select(['c.plan', 'p.member']).where('r.id', '=', id).where(PUBLIC).executeTakeFirst()
}

/** A review that the reader may see, under lock, as it is read and as it is stored. */
export async function lockReview (tx: Tx, id: string, reader: Voice | null): Promise<{ review: Review, facts: ReviewFacts } | undefined> {
  await sql`select from review where id = ${id}::uuid for update`.execute(tx)
  const { rows } = await sql<{ review: Review | null, facts: ReviewFacts }>`
    select ${reviewJson(sql`locked.id`, reader)} as review, ${reviewFacts(sql`locked.id`)} as facts from review locked where locked.id = ${id}::uuid`.execute(tx)
  const [{ review = null, facts } = {}] = rows as Partial<typeof rows[number]>[]
  return review === null ? undefined : { review, facts: facts as ReviewFacts }
}

/** A review as its row, but for the revision. */
const rowOf = (review: ReviewFacts) => ({
  id: review.id,
  commitment: review.commitment,
  organisation: review.organisation,
  alias: review.alias,
  kind: review.kind,
  completion: review.completion,
  endorsement: review.endorsement,
  progress_update: review.progressUpdate,
  did_it_open_government: review.didItOpenGovernment,
  reviewed_on: review.reviewedOn,
  language: review.language,
  narrative: review.narrative,
  evidence: review.evidence,
  state: review.state
})

/**
 * Writes a review as it shall stand, new or changed. A draft or a submission leaves its revision as it is, so that the record
 * begins with what was published.
 */
export function saveReview (tx: Tx, review: ReviewFacts, unrecorded = false): Promise<void> {
  return saveRows(tx, 'review', [rowOf(review)], unrecorded ? ['revision'] : [])
}

/**
 * Writes a new review in one statement, together with `beside`, an `insert ... select` of what belongs to it. The locks
 * come in the order of every writer: the progress update that it names, the commitment where `refreshed` asks for its
 * status, and what references hold.
 * @returns the review as its author reads it; undefined if the commitment has no such progress update, and then nothing
 * is written
 */
export async function insertReview (
  db: Db,
  review: ReviewFacts,
  { beside, refreshed }: { beside?: RawBuilder<unknown>, refreshed: boolean }
): Promise<Review | undefined> {
  const { progressUpdate, commitment } = review
  const { rows } = await sql<{ review: Review }>`
    with ${progressUpdate === null
      ? sql``
      : sql`named as materialized (select id from progress_update where id = ${progressUpdate}::uuid and commitment = ${commitment}::uuid for key share),`}
    r as (
      insert into review select * from jsonb_populate_record(null::review, ${JSON.stringify({ ...rowOf(review), revision: 1 })}::jsonb)
      ${progressUpdate === null ? sql`` : sql`where exists (select from named)`} returning *
    )${beside === undefined ? sql`` : sql`, beside as (${beside} where exists (select from r))`}
    select ${wire} as review${refreshed ? sql`, refresh_review_status(array[r.commitment])` : sql``} from r`.execute(db)
  return rows[0]?.review
}

/** Removes a draft, of which nothing else speaks. */
export async function removeReview (tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('review').where('id', '=', id).execute()
}

export async function isUpdateOf (tx: Tx, progressUpdate: string, commitment: string): Promise<boolean> {
  const row = await tx.selectFrom('progress_update').select('id').where('id', '=', progressUpdate).where('commitment', '=', commitment).executeTakeFirst()
  return row !== undefined
}

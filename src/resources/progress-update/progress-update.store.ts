import { type SqlBool, sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { ProgressUpdate, ProgressUpdateFacts, ProgressUpdateQuery } from './progress-update.schemas.ts'
import { progressUpdateFacts, progressUpdateJson } from './progress-update.select.ts'

export function progressUpdateListing (query: ProgressUpdateQuery, commitment?: string): Listing<ProgressUpdate> {
  return {
    from: sql`progress_update u join commitment c on c.id = u.commitment join action_plan p on p.id = c.plan`,
    id: sql`u.id`,
    idType: 'uuid',
    sorts: {
      reportedOn: { expression: sql`u.reported_on`, cast: 'date' },
      '-reportedOn': { expression: sql`u.reported_on`, cast: 'date', descending: true },
      updatedAt: { expression: sql`u.updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`u.updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: [
      ...(commitment === undefined ? [] : [sql<SqlBool>`u.commitment = ${commitment}`]),
      ...anyOf(sql`p.member`, query.member),
      ...anyOf(sql`c.plan`, query.plan),
      ...anyOf(sql`u.institution`, query.institution),
      ...anyOf(sql`u.period`, query.period),
      ...anyOf(sql`u.completion`, query.completion),
      ...anyOf(sql`u.milestone`, query.milestone, 'uuid'),
      ...byExternalRef('progress-update', sql`u.id`, query.externalRef)
    ],
    body: progressUpdateJson
  }
}

export const findProgressUpdate = (db: Db, id: string) => readShape(db, progressUpdateJson(sql`${id}::uuid`))

/** A progress update under lock, with its facts. Only for one that is known to exist: none is ever deleted. */
export async function lockProgressUpdate (tx: Tx, id: string): Promise<{ revision: number, facts: ProgressUpdateFacts }> {
  await sql`select from progress_update where id = ${id}::uuid for update`.execute(tx)
  const { rows } = await sql<{ revision: number, facts: ProgressUpdateFacts }>`
    select revision, ${progressUpdateFacts(sql`progress_update.id`)} as facts from progress_update where id = ${id}::uuid`.execute(tx)
  return rows[0] as { revision: number, facts: ProgressUpdateFacts }
}

/** Which of milestone and indicator do not exist, or belong elsewhere. */
export async function findMissingReferences (tx: Tx, { commitment, milestone, indicator }: ProgressUpdateFacts): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select 'milestone' as name where ${milestone}::uuid is not null
      and not exists (select from milestone where id = ${milestone}::uuid and commitment = ${commitment}::uuid)
    union all select 'indicator' where ${indicator}::uuid is not null
      and not exists (select from indicator where id = ${indicator}::uuid and milestone = ${milestone}::uuid)`.execute(tx)
  return rows.map(({ name }) => name)
}

/** Whose progress update it is; undefined when there is none. */
export async function findProgressUpdatePlace (db: Db, id: string): Promise<{ plan: string, member: string } | undefined> {
  return await db.selectFrom('progress_update as u').innerJoin('commitment as c', 'c.id', 'u.commitment').innerJoin('action_plan as p', 'p.id', 'c.plan')
    .select(['c.plan', 'p.member']).where('u.id', '=', id).executeTakeFirst()
}

import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { commitmentIdOf } from '../commitment/commitment.select.ts'
import { MOST_CHARACTERS, MOST_REVISIONS } from './diff.schemas.ts'
import type { MaybeErased } from './diff.view.ts'

export interface RecordedRange {
  id: string
  code: string | null
  newest: number
  /** Each entity's in their order; null where they are too many or too long. */
  revisions: MaybeErased[] | null
}

/**
 * The revisions of a commitment between two, and those of its milestones in the days between: from the last one before the
 * first day, or else from the milestone's first, since a day does not tell what came first in it.
 */
export async function findRange (db: Db, reference: string, from: number, to: number | undefined): Promise<RecordedRange | undefined> {
  const { rows } = await sql<RecordedRange>`
    with promised as (select c.id, c.code, c.revision as newest, coalesce(${to ?? null}::integer, c.revision) as until from commitment c where c.id = ${commitmentIdOf(reference)}),
    own as (
      select r.* from promised join revision r on r.entity_type = 'commitment' and r.entity_id = promised.id::text
      where r.revision between ${from}::integer and promised.until
    ),
    days as (
      select min(own.on_date) filter (where own.revision = ${from}::integer) as first_day,
        case when promised.until = promised.newest then 'infinity' else max(own.on_date) filter (where own.revision = promised.until) end as last_day
      from promised join own on true group by promised.until, promised.newest
    ),
    steps as (
      select r.* from promised join milestone m on m.commitment = promised.id
      join revision r on r.entity_type = 'milestone' and r.entity_id = m.id::text
      cross join days
      where r.on_date <= days.last_day and r.revision >= coalesce((
        select max(earlier.revision) from revision earlier
        where earlier.entity_type = 'milestone' and earlier.entity_id = m.id::text and earlier.on_date < days.first_day), 1)
    ),
    both_kinds as (select * from own union all select * from steps)
    select id, code, newest, case when (select count(*) <= ${MOST_REVISIONS}::integer and coalesce(sum(length(body)), 0) <= ${MOST_CHARACTERS}::integer from both_kinds) then (
      select coalesce(json_agg(json_build_object('type', entity_type, 'id', entity_id, 'revision', revision, 'on', on_date,
        'by', json_build_object('role', actor_role, 'institution', actor_institution, 'alias', actor_alias), 'facts', body::json)
        order by entity_type, entity_id, revision), '[]')
      from both_kinds) end as revisions
    from promised`.execute(db)
  return rows[0]
}

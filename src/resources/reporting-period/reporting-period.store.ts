import { sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { progressUpdateFacts } from '../progress-update/progress-update.select.ts'
import type { ProgressUpdateFacts } from '../progress-update/progress-update.schemas.ts'
import type { PlanParts } from './reporting-period.rules.ts'
import type { PeriodUpdates } from './reporting-period.schemas.ts'

export interface StoredPeriod {
  updates: ProgressUpdateFacts[]
  /** `id revision` of each: the revision part is a hash over them. */
  revisions: string[]
}

/** All progress updates of a plan in one period, in the order of its commitments and milestones. */
export async function readPeriod (db: Db, plan: string, period: string): Promise<StoredPeriod> {
  const { rows } = await sql<StoredPeriod>`
    select coalesce(json_agg(${progressUpdateFacts(sql`said.id`)} order by c.position, c.id, m.position nulls first, m.id, said.indicator nulls first, said.institution), '[]') as updates,
      coalesce(json_agg(said.id || ' ' || said.revision order by said.id), '[]') as revisions
    from progress_update said join commitment c on c.id = said.commitment left join milestone m on m.id = said.milestone
    where c.plan = ${plan} and said.period = ${period}`.execute(db)
  return rows[0] as StoredPeriod
}

/** The same under lock, so that nobody changes one meanwhile. */
export async function lockPeriod (tx: Tx, plan: string, period: string): Promise<StoredPeriod> {
  await sql`select from progress_update where period = ${period} and commitment in (select id from commitment where plan = ${plan}) order by id for update`.execute(tx)
  return await readPeriod(tx, plan, period)
}

/** What a list of progress updates may name. */
export async function readParts (tx: Tx, plan: string, { progressUpdates }: PeriodUpdates): Promise<PlanParts> {
  const refs = progressUpdates.flatMap(({ externalRefs }) => externalRefs ?? [])
  const { rows } = await sql<PlanParts>`
    select (select coalesce(json_agg(json_build_object('id', c.id, 'code', c.code, 'milestones', (
        select coalesce(json_agg(json_build_object('id', m.id, 'indicators', (
          select coalesce(json_agg(id), '[]') from indicator where milestone = m.id))), '[]')
        from milestone m where m.commitment = c.id)) order by c.position, c.id), '[]') from commitment c where c.plan = ${plan}) as commitments,
      (select coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'member', member) order by id), '[]') from institution where id = any (${progressUpdates.map(({ institution }) => institution)}::text[])) as institutions,
      (select coalesce(json_object_agg(source || ':' || external_id, entity_id), '{}') from external_ref
        where entity_type = 'progress-update' and (source, external_id) in (
          select source, id from jsonb_to_recordset(${JSON.stringify(refs)}::jsonb) as r (source text, id text))) as held`.execute(tx)
  return rows[0] as PlanParts
}

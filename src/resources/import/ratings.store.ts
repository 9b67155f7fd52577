import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../db/database.ts'
import { assessmentFacts } from '../assessment/assessment.select.ts'
import type { AssessmentFacts } from '../assessment/assessment.schemas.ts'
import { reportFacts } from '../report/report.select.ts'
import type { ReportFacts } from '../report/report.schemas.ts'

export interface StoredRatings {
  /** External id of a source -> id of the commitment. */
  commitments: Record<string, string>
  reports: ReportFacts[]
  assessments: AssessmentFacts[]
  /** Ids of the reports that an import made. */
  imported: string[]
  /** `<type> <external id>` of what is asked for and somebody has already, anywhere -> who. */
  held: Record<string, string>
}

const allOf = (facts: (id: RawBuilder<unknown>) => RawBuilder<unknown>, from: RawBuilder<unknown>) =>
  sql`(select coalesce(json_agg(${facts(sql`e.id`)}), '[]') from ${from})`

/** What the tracker knows of a plan's reports and assessments, and who has these external ids, in one statement. */
export async function readRatings (tx: Tx, plan: string, source: string, refs: string[]): Promise<StoredRatings> {
  const { rows } = await sql<StoredRatings>`
    select (select coalesce(json_object_agg(x.external_id, x.entity_id), '{}') from external_ref x
        join commitment c on c.id = x.entity_id::uuid and c.plan = ${plan} where x.entity_type = 'commitment' and x.source = ${source}) as commitments,
      ${allOf(reportFacts, sql`report e where e.plan = ${plan}`)} as reports,
      ${allOf(assessmentFacts, sql`assessment e join report r on r.id = e.report where r.plan = ${plan}`)} as assessments,
      (select coalesce(json_agg(e.id), '[]') from report e join revision v on v.entity_type = 'report' and v.entity_id = e.id::text and v.revision = 1
        where e.plan = ${plan} and v.actor_role = 'registrar') as imported,
      (select coalesce(json_object_agg(entity_type || ' ' || external_id, entity_id), '{}') from external_ref
        where entity_type in ('report', 'assessment') and source = ${source} and external_id = any (${refs}::text[])) as held`.execute(tx)
  return rows[0] as StoredRatings
}

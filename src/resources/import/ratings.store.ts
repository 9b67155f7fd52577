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
}

const allOf = (facts: (id: RawBuilder<unknown>) => RawBuilder<unknown>, from: RawBuilder<unknown>) =>
  sql`(select coalesce(json_agg(${facts(sql`e.id`)}), '[]') from ${from})`

/** What the tracker knows of a plan's reports and assessments, in one statement. */
export async function readRatings (tx: Tx, plan: string, source: string): Promise<StoredRatings> {
  const { rows } = await sql<StoredRatings>`
    select (select coalesce(json_object_agg(x.external_id, x.entity_id), '{}') from external_ref x
        join commitment c on c.id = x.entity_id::uuid and c.plan = ${plan} where x.entity_type = 'commitment' and x.source = ${source}) as commitments,
      ${allOf(reportFacts, sql`report e where e.plan = ${plan}`)} as reports,
      ${allOf(assessmentFacts, sql`assessment e join report r on r.id = e.report where r.plan = ${plan}`)} as assessments`.execute(tx)
  return rows[0] as StoredRatings
}

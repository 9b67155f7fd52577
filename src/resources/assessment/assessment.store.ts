import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { ActionPlan } from '../action-plan/action-plan.schemas.ts'
import { actionPlanJson } from '../action-plan/action-plan.select.ts'
import type { ReportFacts } from '../report/report.schemas.ts'
import { reportFacts, reportSorts } from '../report/report.select.ts'
import type { Assessment, AssessmentQuery } from './assessment.schemas.ts'
import { assessmentJson } from './assessment.select.ts'

export function assessmentListing (query: AssessmentQuery, commitment?: string): Listing<Assessment> {
  return {
    from: sql`assessment a join report r on r.id = a.report join action_plan p on p.id = r.plan`,
    id: sql`a.id`,
    idType: 'uuid',
    sorts: reportSorts(sql`a.updated_at`),
    filters: [
      ...(commitment === undefined ? [] : [sql<SqlBool>`a.commitment = ${commitment}`]),
      ...anyOf(sql`p.member`, query.member),
      ...anyOf(sql`r.plan`, query.plan),
      ...anyOf(sql`a.report`, query.report, 'uuid'),
      ...anyOf(sql`(a.indicators #>> '{completion,value}')`, query.completion),
      ...(query.starred === undefined ? [] : [sql<SqlBool>`a.starred = ${query.starred}`]),
      ...(query.starMismatch === undefined ? [] : [query.starMismatch ? sql<SqlBool>`a.starred <> a.computed_star` : sql<SqlBool>`coalesce(a.starred = a.computed_star, true)`]),
      ...byExternalRef('assessment', sql`a.id`, query.externalRef)
    ],
    body: assessmentJson
  }
}

export const findAssessment = (db: Db, id: string) => readShape(db, assessmentJson(sql`${id}::uuid`))

/** What decides which indicators an assessment may carry, and which star rule was in force. */
export interface RatedOccasion {
  report: Pick<ReportFacts, 'type' | 'publishedOn' | 'publishedPrecision'>
  cycleYear: number
  era: string | null
}

/** Undefined when the report is not about the plan of the commitment. */
export async function findOccasion (db: Db, commitment: string, report: string): Promise<RatedOccasion | undefined> {
  const { rows } = await sql<{ report: ReportFacts, plan: ActionPlan }>`
    select ${reportFacts(sql`e.id`)} as report, ${actionPlanJson(sql`e.plan`)} as plan
    from report e join commitment promised on promised.plan = e.plan where e.id = ${report}::uuid and promised.id = ${commitment}::uuid`.execute(db)
  const [found] = rows
  return found === undefined ? undefined : { report: found.report, cycleYear: found.plan.cycleYear, era: found.plan.era }
}

/** Where an assessment belongs; undefined when there is none. */
export async function findAssessmentPlan (db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('assessment as a').innerJoin('report as r', 'r.id', 'a.report').select('r.plan').where('a.id', '=', id).executeTakeFirst()
  return row?.plan
}

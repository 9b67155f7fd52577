import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf } from '../../db/keyset.ts'
import { reportSorts } from '../report/report.select.ts'
import type { ProcessAssessment, ProcessAssessmentQuery } from './process-assessment.schemas.ts'
import { processAssessmentJson, processAssessmentOf } from './process-assessment.select.ts'

export function processAssessmentListing (query: ProcessAssessmentQuery): Listing<ProcessAssessment> {
  return {
    from: sql`process_assessment a join report r on r.id = a.report join action_plan p on p.id = r.plan`,
    id: sql`a.id`,
    idType: 'uuid',
    sorts: reportSorts(sql`a.updated_at`),
    filters: [
      ...anyOf(sql`p.member`, query.member),
      ...anyOf(sql`r.plan`, query.plan),
      ...(query.actedContraryToProcess === undefined ? [] : [sql<SqlBool>`a.acted_contrary_to_process = ${query.actedContraryToProcess}`])
    ],
    body: processAssessmentJson
  }
}

export const findProcessAssessment = (db: Db, id: string) => readShape(db, processAssessmentJson(sql`${id}::uuid`))

export const findProcessAssessmentOf = (db: Db, report: string) => readShape(db, processAssessmentOf(sql`${report}::uuid`))

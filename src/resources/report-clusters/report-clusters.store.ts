import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf } from '../../db/keyset.ts'
import { reportSorts } from '../report/report.select.ts'
import type { ReportClusters, ReportClustersQuery } from './report-clusters.schemas.ts'
import { clustersOf, reportClustersJson } from './report-clusters.select.ts'

/** The text is that of a partial index. */
const PROMISING = sql<SqlBool>`a.clusters @> '[{"promising": true}]'`

export function reportClustersListing (query: ReportClustersQuery): Listing<ReportClusters> {
  return {
    from: sql`report_clusters a join report r on r.id = a.report join action_plan p on p.id = r.plan`,
    id: sql`a.id`,
    idType: 'uuid',
    sorts: reportSorts(sql`a.updated_at`),
    filters: [
      ...anyOf(sql`p.member`, query.member),
      ...anyOf(sql`r.plan`, query.plan),
      ...(query.promising === undefined ? [] : [query.promising ? PROMISING : sql<SqlBool>`not ${PROMISING}`])
    ],
    body: reportClustersJson
  }
}

export const findReportClusters = (db: Db, id: string) => readShape(db, reportClustersJson(sql`${id}::uuid`))

export const findClustersOf = (db: Db, report: string) => readShape(db, clustersOf(sql`${report}::uuid`))

/** Names of a plan's commitments, lower case, with their ids: the id itself, and the OGP code where there is one. */
export async function findNames (db: Db, plan: string): Promise<Map<string, string>> {
  const commitments = await db.selectFrom('commitment').select(['id', 'code']).where('plan', '=', plan).execute()
  return new Map(commitments.flatMap(({ id, code }) => code === null ? [[id, id]] : [[id, id], [code.toLowerCase(), id]]))
}

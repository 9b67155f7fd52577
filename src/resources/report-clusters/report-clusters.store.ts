import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf } from '../../db/keyset.ts'
import type { ReportClusters, ReportClustersQuery } from './report-clusters.schemas.ts'
import { clustersOf, reportClustersJson } from './report-clusters.select.ts'

/** The text is that of a partial index. */
const PROMISING = sql<SqlBool>`a.clusters @> '[{"promising": true}]'`

export function reportClustersListing (query: ReportClustersQuery): Listing<ReportClusters> {
  return {
    from: sql`report_clusters a join report r on r.id = a.report join action_plan p on p.id = r.plan`,
    id: sql`a.id`,
    idType: 'uuid',
    sorts: {
      publishedOn: { expression: sql`coalesce(r.published_on, 'infinity')`, cast: 'date' },
      '-publishedOn': { expression: sql`coalesce(r.published_on, '-infinity')`, cast: 'date', descending: true },
      updatedAt: { expression: sql`a.updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`a.updated_at`, cast: 'timestamptz', descending: true }
    },
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

/** The ids of a plan's commitments by what names them, an id or an OGP code in any case; those of other plans are not in it. */
export async function findNamed (db: Db, plan: string, references: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ reference: string, id: string }>`
    select named.reference, c.id from unnest(${references}::text[]) as named (reference)
    join commitment c on c.plan = ${plan} and (c.code = upper(named.reference) or c.id::text = lower(named.reference))`.execute(db)
  return new Map(rows.map(({ reference, id }) => [reference, id]))
}

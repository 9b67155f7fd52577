import { type RawBuilder, sql } from 'kysely'
import { instant } from '../../db/json.ts'
import type { ClusterMark, ReportClusters, ReportClustersFacts } from './report-clusters.schemas.ts'

const facts = sql`'id', marked.id, 'report', marked.report, 'plan', (select plan from report where id = marked.report),
  'clusters', marked.clusters`

const wire = sql`json_build_object(${facts}, 'revision', marked.revision, 'updatedAt', ${instant(sql`marked.updated_at`)})`

export const reportClustersFacts = (id: RawBuilder<unknown>) =>
  sql<ReportClustersFacts | null>`(select json_build_object(${facts}) from report_clusters marked where marked.id = ${id})`

export const reportClustersJson = (id: RawBuilder<unknown>) =>
  sql<ReportClusters>`(select ${wire} from report_clusters marked where marked.id = ${id})`

export const clustersOf = (report: RawBuilder<unknown>) =>
  sql<ReportClusters | null>`(select ${wire} from report_clusters marked where marked.report = ${report})`

const holds = (commitment: RawBuilder<unknown>) => sql`listed.cluster -> 'commitments' @> to_jsonb(${commitment}::text)`

const mark = sql`'name', listed.cluster -> 'name', 'promising', listed.cluster -> 'promising'`

/** The cluster that a report puts a commitment in; null where it does not. */
export const clusterOf = (report: RawBuilder<unknown>, commitment: RawBuilder<unknown>) => sql<ClusterMark | null>`(
  select json_build_object(${mark}) from report_clusters marked cross join lateral jsonb_array_elements(marked.clusters) as listed (cluster)
  where marked.report = ${report} and ${holds(commitment)})`

/** The clusters that the IRM's reports about a plan put a commitment in, newest report first. */
export const clustersAround = (plan: RawBuilder<unknown>, commitment: RawBuilder<unknown>) => sql<(ClusterMark & { report: string })[]>`(
  select coalesce(json_agg(json_build_object('report', source.id, ${mark}) order by source.published_on desc nulls last, source.id desc), '[]')
  from report source join report_clusters marked on marked.report = source.id
  cross join lateral jsonb_array_elements(marked.clusters) as listed (cluster)
  where source.plan = ${plan} and source.author_kind = 'irm' and ${holds(commitment)})`

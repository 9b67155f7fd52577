import type { Generated } from 'kysely'
import type { Json } from '../../db/types.ts'
import type { Cluster } from './report-clusters.schemas.ts'

export interface ReportClustersTable {
  id: string
  report: string
  clusters: Json<Cluster[]>
  revision: Generated<number>
  updated_at: string
}

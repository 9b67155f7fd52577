import type { Generated } from 'kysely'
import type { JsonOrNull } from '../../db/types.ts'
import type { ImportReport } from './import.schemas.ts'

export interface ImportTable {
  id: string
  source: string
  state: string
  file_sha256: string
  started_on: string
  rows_total: number
  rows_done: Generated<number>
  beat_at: string
  report: JsonOrNull<ImportReport>
  failure: string | null
}

export interface ImportDecisionTable {
  import: string
  position: number
  row: number
  column_name: string | null
  value: string | null
  rule: string
  action: string
}

import type { Generated } from 'kysely'
import type { Json, JsonOrNull } from '../../db/types.ts'
import type { ImportReport } from './import.schemas.ts'
import type { ImportRow, TableReport } from './table/table.schemas.ts'

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
  dry_run: Generated<boolean>
  plans: Generated<string[]>
  digest: string | null
  table_report: JsonOrNull<TableReport>
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

export interface ImportRowTable {
  import: string
  position: number
  sheet: string | null
  row: number | null
  op: string
  type: string | null
  plan: string | null
  entity: string | null
  code: string | null
  fields: Json<ImportRow['fields']>
  errors: Json<ImportRow['errors']>
}

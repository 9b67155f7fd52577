import type { Generated } from 'kysely'
import type { Json } from '../../../db/types.ts'
import type { ImportMapping } from './mapping.schemas.ts'

export interface ImportMappingTable {
  id: string
  member: string
  language: string | null
  dates: string | null
  columns: Json<ImportMapping['columns']>
  revision: Generated<number>
  updated_at: string
}

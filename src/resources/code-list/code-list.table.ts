import type { Generated } from 'kysely'
import type { Evidence } from '../../schema/common.ts'
import type { Json, JsonOrNull, Texts } from '../../db/types.ts'
import type { Code } from './code-list.schemas.ts'

export interface CodeListTable {
  id: string
  title: Json<Texts>
  description: JsonOrNull<Texts>
  ordered: boolean
  source: JsonOrNull<Evidence>
  codes: Json<Code[]>
  revision: Generated<number>
  updated_at: string
}

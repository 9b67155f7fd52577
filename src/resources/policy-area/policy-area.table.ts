import type { Generated } from 'kysely'
import type { Json, JsonOrNull, Texts } from '../../db/types.ts'

export interface PolicyAreaTable {
  id: string
  name: Json<Texts>
  description: JsonOrNull<Texts>
  kind: string
  taxonomy: string
  broader: string | null
  revision: Generated<number>
  updated_at: string
}

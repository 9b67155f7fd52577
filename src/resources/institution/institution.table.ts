import type { Generated } from 'kysely'
import type { Json, JsonOrNull, Texts } from '../../db/types.ts'

export interface InstitutionTable {
  id: string
  name: Json<Texts>
  short_name: JsonOrNull<Texts>
  kind: string | null
  member: string | null
  url: string | null
  revision: Generated<number>
  updated_at: string
}

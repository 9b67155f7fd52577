import type { Generated } from 'kysely'
import type { Json, Texts } from '../../db/types.ts'
import type { StatusEvent } from './member.schemas.ts'

export interface MemberTable {
  id: string
  name: Json<Texts>
  kind: string
  country_iso2: string | null
  region: string | null
  parent: string | null
  member_since: string | null
  status: string
  status_events: Json<StatusEvent[]>
  code_prefixes: string[]
  revision: Generated<number>
  updated_at: string
}

import type { Generated } from 'kysely'
import type { Evidence } from '../../schema/common.ts'
import type { Json, JsonOrNull, Texts } from '../../db/types.ts'

/** No instant: what a reviewer writes is dated by the day alone. */
export interface ReviewTable {
  id: string
  commitment: string
  organisation: string | null
  alias: string | null
  kind: string
  completion: string | null
  endorsement: string | null
  progress_update: string | null
  did_it_open_government: JsonOrNull<Texts>
  reviewed_on: string
  language: string | null
  narrative: JsonOrNull<Texts>
  evidence: Json<Evidence[]>
  state: string
  revision: Generated<number>
}

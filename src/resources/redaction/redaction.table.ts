import type { Generated } from 'kysely'
import type { Json, JsonOrNull, Texts } from '../../db/types.ts'

/** Moderators by the ids of their keys; no instant. */
export interface RedactionTable {
  id: string
  target_type: string
  target_id: string
  /** That one revision, or these fields; the whole entity where both are null. */
  target_revision: number | null
  target_fields: string[] | null
  ground: string
  statement: Json<Texts>
  state: string
  on_date: string
  /** Revisions without body and salt since. */
  erased: Generated<number[]>
  proposed_by: string
  approved_by: string | null
  appeal_state: string | null
  appealed_on: string | null
  /** Kept until the appeal is decided. */
  appeal_reasons: JsonOrNull<Texts>
  appeal_decided_on: string | null
  appeal_statement: JsonOrNull<Texts>
  revision: Generated<number>
}

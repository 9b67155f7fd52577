import type { Generated } from 'kysely'
import type { JsonOrNull } from '../db/types.ts'

export interface RevisionTable {
  entity_type: string
  entity_id: string
  revision: number
  op: string
  on_date: string
  actor_role: string
  actor_institution: string | null
  actor_alias: string | null
  /** Null, and the salt with it, once a redaction erased it. */
  body: string | null
  salt: Uint8Array | null
  body_hash: Uint8Array
  previous: Uint8Array | null
  log_index: number | null
  /** Columns of the row that its facts do not hold, as they stood (src/db/as-of.ts). */
  beside: JsonOrNull<Record<string, unknown>>
  /** Grows with every revision that is written. */
  recorded: Generated<number>
}

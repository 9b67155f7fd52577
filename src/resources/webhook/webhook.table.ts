import type { Generated } from 'kysely'

export interface WebhookTable {
  id: string
  /** Id of the key that made it. */
  owner: string
  sealed: Uint8Array
  signature: string
  types: string[]
  members: string[]
  plans: string[]
  commitments: string[]
  state: Generated<string>
  reason: string | null
  position: number
  failing_since: string | null
  leased_until: Generated<string>
  created_on: string
  revision: Generated<number>
  /** Why an administrator disabled it. */
  statement: Generated<string | null>
  /** Test messages since `tests_since`. */
  tests: Generated<number>
  tests_since: Generated<string>
}

export interface WebhookDeliveryTable {
  id: string
  webhook: string
  queued: Generated<number>
  log_index: number | null
  state: Generated<string>
  attempts: Generated<number>
  run_at: string
  attempted_at: string | null
  status: number | null
  error: string | null
}

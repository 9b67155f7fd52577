import type { Generated } from 'kysely'

/** Written by triggers on `commitment_status` alone. */
export interface CompletionCountTable {
  id: Generated<number>
  member: string
  /** Empty in the rows that count by policy area. */
  plan: string
  /** Empty in the rows that count by plan, and for commitments without a policy area. */
  policy_area: string
  voice: string
  total: number
  not_started: number
  limited: number
  substantial: number
  complete: number
  withdrawn: number
  unclear: number
  no_evidence_available: number
  no_data: number
  not_reviewed: number
  not_applicable: number
  not_rated: number
  not_spoken: number
  commitment_withdrawn: number
}

import type { Generated, GeneratedAlways } from 'kysely'
import type { Json, JsonOrNull, Texts } from '../../db/types.ts'

export interface CommitmentTable {
  id: string
  plan: string
  position: number
  code: string | null
  number: string | null
  title: Json<Texts>
  short_title: JsonOrNull<Texts>
  description: JsonOrNull<Texts>
  problem: JsonOrNull<Texts>
  causes: JsonOrNull<Texts>
  status_quo: JsonOrNull<Texts>
  proposed_solution: JsonOrNull<Texts>
  expected_results: JsonOrNull<Texts>
  language: string | null
  translations: Json<Texts>
  ogp_values: string[]
  grand_challenges: string[]
  sdgs: number[]
  budget: JsonOrNull<unknown>
  cluster: string | null
  starts_on: string | null
  starts_precision: Generated<string>
  starts_text: string | null
  ends_on: string | null
  ends_precision: Generated<string>
  ends_text: string | null
  lifecycle: string
  lifecycle_reason: string | null
  revision: Generated<number>
  updated_at: string
}

export interface CommitmentPolicyAreaTable {
  commitment: string
  policy_area: string
}

export interface CommitmentStakeholderTable {
  commitment: string
  institution: string
  role: string
  position: number
}

/** Written by `refresh_commitment_status` alone. */
export interface CommitmentStatusTable {
  commitment: string
  code: string | null
  title: string
  plan: string
  member: string
  region: string | null
  cycle_year: number
  lifecycle: string
  updated_at: string
  policy_areas: string[]
  ogp_values: string[]
  institutions: string[]
  government_completion: string | null
  civil_society_completions: string[]
  irm_completion: string | null
  starred: boolean | null
  diverges: boolean
  divergence_steps: number
  next_due_on: string | null
  last_reported_on: string | null
  government: JsonOrNull<unknown>
  civil_society: JsonOrNull<unknown>
  irm: JsonOrNull<unknown>
  divergence: Json<unknown>
  search: string
}

/** The assembled document of a commitment, written by `assembleBatch` alone. `body` lacks its closing brace. */
export interface CommitmentDocumentTable {
  commitment: string
  shape: string
  revision: number
  body: string
  milestones: string
  progress_updates: string
  reviews: string
  assessments: string
}

/** Marks commitments whose document is older than their facts. Triggers write it (migration 0026). */
export interface StaleDocumentTable {
  id: GeneratedAlways<number>
  commitment: string
}

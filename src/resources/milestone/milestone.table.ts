import type { Generated } from 'kysely'
import type { Json, JsonOrNull, Texts } from '../../db/types.ts'

export interface MilestoneTable {
  id: string
  commitment: string
  position: number
  number: string | null
  title: Json<Texts>
  expected_output: JsonOrNull<Texts>
  starts_on: string | null
  starts_precision: Generated<string>
  starts_text: string | null
  due_on: string | null
  due_precision: Generated<string>
  due_text: string | null
  weight: number | null
  lifecycle: string
  revision: Generated<number>
  updated_at: string
}

export interface MilestoneStakeholderTable {
  milestone: string
  institution: string
  role: string
  position: number
}

export interface IndicatorTable {
  id: string
  milestone: string
  position: number
  number: string | null
  title: Json<Texts>
  target: JsonOrNull<Texts>
  due_on: string | null
  due_precision: Generated<string>
  due_text: string | null
}

/** Written by `refresh_milestone_status` alone. */
export interface MilestoneStatusTable {
  milestone: string
  commitment: string
  plan: string
  member: string
  cycle_year: number
  lifecycle: string
  position: number
  updated_at: string
  completion: string | null
  due_on: string | null
  open_due_on: string | null
}

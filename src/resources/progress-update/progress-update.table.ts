import type { Generated } from 'kysely'
import type { Evidence } from '../../schema/common.ts'
import type { Json, JsonOrNull, Texts } from '../../db/types.ts'

export interface ProgressUpdateTable {
  id: string
  commitment: string
  milestone: string | null
  indicator: string | null
  institution: string
  period: string
  reported_on: string
  completion: string | null
  percent: number | null
  schedule: string | null
  narrative: JsonOrNull<Texts>
  challenges: JsonOrNull<Texts>
  rescheduled_to: string | null
  evidence: Json<Evidence[]>
  revision: Generated<number>
  updated_at: string
}

import type { Generated } from 'kysely'
import type { Json } from '../../db/types.ts'
import type { Indicators } from './assessment.schemas.ts'

export interface AssessmentTable {
  id: string
  commitment: string
  report: string
  indicators: Json<Indicators>
  starred: boolean | null
  computed_star: boolean | null
  star_rule: number | null
  promising: boolean | null
  out_of_era: string[]
  revision: Generated<number>
  updated_at: string
}

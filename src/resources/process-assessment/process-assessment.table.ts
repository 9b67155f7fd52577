import type { Generated } from 'kysely'
import type { Json } from '../../db/types.ts'
import type { Trigger } from './process-assessment.schemas.ts'

export interface ProcessAssessmentTable {
  id: string
  report: string
  participation_in_development: string | null
  participation_in_implementation: string | null
  minimum_requirements: Json<Record<string, string>>
  acted_contrary_to_process: boolean | null
  triggers: Json<Trigger[]>
  revision: Generated<number>
  updated_at: string
}

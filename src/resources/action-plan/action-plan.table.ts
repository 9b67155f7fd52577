import type { Generated } from 'kysely'
import type { Json, JsonOrNull, Texts } from '../../db/types.ts'

export interface ActionPlanTable {
  id: string
  member: string
  number: number
  title: Json<Texts>
  description: JsonOrNull<Texts>
  language: string | null
  translations: Json<Texts>
  cycle_year: number
  submitted_on: string | null
  submitted_precision: Generated<string>
  submitted_text: string | null
  starts_on: string | null
  starts_precision: Generated<string>
  starts_text: string | null
  ends_on: string | null
  ends_precision: Generated<string>
  ends_text: string | null
  original_ends_on: string | null
  original_ends_precision: Generated<string>
  original_ends_text: string | null
  term_years: number | null
  lifecycle: string
  era_override: string | null
  participation_in_development: string | null
  participation_in_implementation: string | null
  development_openness: string | null
  url: string | null
  published_counts: JsonOrNull<Record<string, unknown>>
  revision: Generated<number>
  updated_at: string
}

import type { Generated } from 'kysely'
import type { JsonOrNull, Texts } from '../../db/types.ts'

export interface ReportTable {
  id: string
  plan: string
  type: string
  author_kind: string
  stage: string
  title: JsonOrNull<Texts>
  language: string | null
  published_on: string | null
  published_precision: Generated<string>
  published_text: string | null
  url: string | null
  published_counts: JsonOrNull<Record<string, unknown>>
  revision: Generated<number>
  updated_at: string
}

import type { ActionPlanDocument } from '../../src/resources/action-plan/action-plan.schemas.ts'
import type { LangText } from '../../src/schema/scalars.ts'
import type { DATE_PRECISIONS } from '../../src/schema/vocabulary.ts'

/** What a tracker calls its columns and how it writes periods, deadlines and codes (docs/national-tracker.md). Patterns are regular expressions that fit a whole cell, in any case. */
export interface Mapping {
  /** The plan as plan documents have it. */
  plan: ActionPlanDocument & { member: string }
  /** Under which the codes of the table become external references; another one for each plan. */
  source: string
  /** Of a workbook; its first sheet otherwise. */
  sheet?: string
  /** Header -> place of its cells; null leaves the column out. */
  columns: Record<string, string | null>
  periods: { pattern: string, period: string, reportedOn: string }[]
  /** Where none fits, the deadline is its words alone. */
  deadlines?: { pattern: string, on?: string, precision: typeof DATE_PRECISIONS[number] }[]
  /** Of the places completion, schedule and challenges: code in the table -> ours, or for challenges its words. */
  values?: Record<string, Record<string, string | LangText>>
  /** Titles of what the table names by a code alone. */
  names?: Record<string, LangText>
  /** Between several institutions or challenges in a cell; a comma otherwise. */
  separator?: string
}

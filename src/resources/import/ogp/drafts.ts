import type { ExternalRef } from '../../../schema/common.ts'
import type { Indicators } from '../../assessment/assessment.schemas.ts'
import type { MemberFacts } from '../../member/member.schemas.ts'
import type { PlanDocument } from '../../plan-document/plan-document.schemas.ts'
import type { PolicyAreaFacts } from '../../policy-area/policy-area.schemas.ts'
import type { ReportFacts } from '../../report/report.schemas.ts'
import type { Field } from './columns.ts'

/** What reading the sheet gives: drafts that name each other by external ids, and every choice that was made on the way. */

export interface Decision {
  /** As a spreadsheet shows it: the first line of the file is 1. */
  row: number
  column: string | null
  value: string | null
  rule: string
  action: string
}

export type StarRule = 1 | 2 | 3

export interface ReportDraft extends Omit<ReportFacts, 'id'> {}

export interface AssessmentDraft {
  /** External id of the commitment. */
  commitmentRef: string
  /** External id of the report. */
  reportRef: string
  indicators: Indicators
  starred: boolean | null
  starRule: StarRule | null
  /** Every star that the row states: one assessment may be judged by the rule of its year and by a later one. */
  stars: { rule: StarRule, starred: boolean }[]
  externalRefs: ExternalRef[]
  row: number
}

export interface OgpPlan {
  document: PlanDocument
  reports: ReportDraft[]
  assessments: AssessmentDraft[]
  rows: number
}

export interface OgpSheet {
  headerRow: number
  rows: number
  mappedColumns: { column: string, field: string }[]
  unknownColumns: string[]
  members: MemberFacts[]
  policyAreas: PolicyAreaFacts[]
  plans: OgpPlan[]
  decisions: Decision[]
}

/** Why a draft is not what a person could send: the validators of request bodies. Null where it is. */
export type Checks = Record<'member' | 'plan' | 'institution' | 'commitment' | 'report' | 'indicators', (draft: object) => string | null>

/** Writes a decision down; the field's column is named as the file names it. */
export type Note = (row: number, field: Field | null, value: string | null, rule: string, action: string) => void

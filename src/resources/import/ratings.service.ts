import type { Tx } from '../../db/database.ts'
import type { WriteContext } from '../../log/record.ts'
import type { AssessmentFacts } from '../assessment/assessment.schemas.ts'
import { saveAssessments } from '../assessment/assessment.service.ts'
import type { ActionPlan } from '../action-plan/action-plan.schemas.ts'
import { findActionPlan } from '../action-plan/action-plan.store.ts'
import { findCodes } from '../code-list/code-list.store.ts'
import { type FactRules, type Facts, differences, mergeFacts } from '../plan-document/merge.rules.ts'
import type { ReportFacts } from '../report/report.schemas.ts'
import { saveReports } from '../report/report.service.ts'
import type { AssessmentDraft, OgpPlan } from './ogp/drafts.ts'
import { SOURCE } from './ogp/identity.ts'
import { readRatings } from './ratings.store.ts'

type Fate = 'create' | 'update' | 'unchanged'

const REPORT: FactRules = { texts: ['title'], sets: [], dates: ['published'] }
const ASSESSMENT: FactRules = { texts: [], sets: [], dates: [] }

/**
 * Writes a plan's reports and assessments as published, those that are new or changed.
 * @returns what became of each, and the commitments whose status changed with them
 */
export async function applyRatings (tx: Tx, newId: () => string, context: WriteContext, plan: OgpPlan): Promise<{ reports: Fate[], assessments: Fate[], commitments: string[] }> {
  const planId = plan.document.plan.id
  const known = await readRatings(tx, planId, SOURCE)
  const refOf = ({ externalRefs }: ReportFacts): string | undefined => externalRefs.find(({ source }) => source === SOURCE)?.id
  const knownReports = new Map(known.reports.map(report => [refOf(report), report]))
  const reports = plan.reports.map((draft) => {
    const ref = draft.externalRefs[0]?.id as string
    return { ref, ...settle(REPORT, knownReports.get(ref), { ...draft, id: knownReports.get(ref)?.id ?? newId() }) }
  })
  await saveReports(tx, context, reports.filter(({ fate }) => fate !== 'unchanged').map(({ facts }) => facts as unknown as ReportFacts))

  const reportIds = new Map(reports.map(({ ref, facts }) => [ref, String(facts.id)]))
  const knownAssessments = new Map(known.assessments.map(assessment => [`${assessment.commitment} ${assessment.report}`, assessment]))
  const assessments = plan.assessments.flatMap((draft) => {
    const commitment = known.commitments[draft.commitmentRef]
    if (commitment === undefined) return []
    const report = reportIds.get(draft.reportRef) as string
    const before = knownAssessments.get(`${commitment} ${report}`)
    return [{ commitment, ...settle(ASSESSMENT, before, assessmentFacts(draft, before?.id ?? newId(), commitment, report)) }]
  })
  const changed = assessments.filter(({ fate }) => fate !== 'unchanged')
  const era = { eras: await findCodes(tx, 'eras'), code: (await findActionPlan(tx, planId) as ActionPlan).era }
  await saveAssessments(tx, context, era, changed.map(({ facts }) => facts as unknown as AssessmentFacts))
  return {
    reports: reports.map(({ fate }) => fate),
    assessments: assessments.map(({ fate }) => fate),
    commitments: changed.map(({ commitment }) => commitment)
  }
}

function settle (rules: FactRules, before: object | undefined, said: object): { facts: Facts, fate: Fate } {
  if (before === undefined) return { facts: said as Facts, fate: 'create' }
  const facts = mergeFacts(rules, before as Facts, said as Facts)
  return { facts, fate: differences(rules, before as Facts, facts).length === 0 ? 'unchanged' : 'update' }
}

function assessmentFacts ({ indicators, starred, starRule, externalRefs }: AssessmentDraft, id: string, commitment: string, report: string): AssessmentFacts {
  return { id, commitment, report, indicators, starred, starRule, promising: null, externalRefs }
}

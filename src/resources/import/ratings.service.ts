import type { Tx } from '../../db/database.ts'
import type { WriteContext } from '../../log/record.ts'
import type { AssessmentFacts } from '../assessment/assessment.schemas.ts'
import { saveAssessments } from '../assessment/assessment.service.ts'
import type { ActionPlan } from '../action-plan/action-plan.schemas.ts'
import { findActionPlan } from '../action-plan/action-plan.store.ts'
import { findCodes } from '../code-list/code-list.store.ts'
import type { ReportFacts } from '../report/report.schemas.ts'
import { saveReports } from '../report/report.service.ts'
import { writtenByOthers } from './import.store.ts'
import type { AssessmentDraft, Decision, OgpPlan } from './ogp/drafts.ts'
import { SOURCE } from './ogp/identity.rules.ts'
import { ASSESSMENT, type Fate, REPORT, candidatesFor, refOf, refused, settle } from './ratings.rules.ts'
import { readRatings } from './ratings.store.ts'

/**
 * Writes a plan's reports and assessments as published, those that are new or changed; what others wrote stays.
 * @returns what became of each, the commitments whose status changed with them, and what was left out or kept
 */
export async function applyRatings (tx: Tx, newId: () => string, context: WriteContext, plan: OgpPlan): Promise<{ reports: Fate[], assessments: Fate[], commitments: string[], decisions: Decision[] }> {
  const planId = plan.document.plan.id
  const known = await readRatings(tx, planId, SOURCE, [...plan.reports, ...plan.assessments].map(draft => refOf(draft) as string))
  const others = await writtenByOthers(tx, [...known.reports, ...known.assessments].map(({ id }) => id))
  const unsure: Decision[] = []
  const reports = plan.reports.flatMap((draft) => {
    const ref = refOf(draft) as string
    const [before, ...more] = candidatesFor(draft, plan, known)
    if (more.length > 0) {
      unsure.push(refused(0, ref, `It may be any of ${more.length + 1} reports of this type.`, 'all of it, with its assessments'))
      return []
    }
    return [{ ref, ...settle(REPORT, known.held, others, before, { ...draft, id: before?.id ?? newId() }, 0) }]
  })
  await saveReports(tx, context, reports.filter(({ fate }) => fate !== 'unchanged').map(({ facts }) => facts as unknown as ReportFacts))

  const reportIds = new Map(reports.map(({ ref, facts }) => [ref, String(facts.id)]))
  const knownAssessments = new Map(known.assessments.map(assessment => [`${assessment.commitment} ${assessment.report}`, assessment]))
  const assessments = plan.assessments.flatMap((draft) => {
    const commitment = known.commitments[draft.commitmentRef]
    const report = reportIds.get(draft.reportRef)
    if (commitment === undefined || report === undefined) return []
    const before = knownAssessments.get(`${commitment} ${report}`)
    return [{ commitment, ...settle(ASSESSMENT, known.held, others, before, assessmentFacts(draft, before?.id ?? newId(), commitment, report), draft.row) }]
  })
  const changed = assessments.filter(({ fate }) => fate !== 'unchanged')
  const era = { eras: await findCodes(tx, 'eras'), code: (await findActionPlan(tx, planId) as ActionPlan).era }
  await saveAssessments(tx, context, era, changed.map(({ facts }) => facts as unknown as AssessmentFacts))
  return {
    reports: reports.map(({ fate }) => fate),
    assessments: assessments.map(({ fate }) => fate),
    commitments: changed.map(({ commitment }) => commitment),
    decisions: [...unsure, ...[...reports, ...assessments].flatMap(({ decisions }) => decisions)]
  }
}

function assessmentFacts ({ indicators, starred, starRule, externalRefs }: AssessmentDraft, id: string, commitment: string, report: string): AssessmentFacts {
  return { id, commitment, report, indicators, starred, starRule, promising: null, externalRefs }
}

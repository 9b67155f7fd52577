import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { refreshStatus } from '../../db/status.ts'
import { lockName } from '../../db/transaction.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { Code } from '../code-list/code-list.schemas.ts'
import { findCodes } from '../code-list/code-list.store.ts'
import { lockReport } from '../report/report.service.ts'
import { assessmentFaults } from './assessment.rules.ts'
import type { Assessment, AssessmentFacts, AssessmentPatch, NewAssessment } from './assessment.schemas.ts'
import { assessmentFacts } from './assessment.select.ts'
import { type RatedOccasion, findAssessment, findOccasion } from './assessment.store.ts'
import { outOfEra } from './era.rules.ts'
import { type StarRule, computeStar, starRuleFor } from './star.rules.ts'

/**
 * Writes assessments as they shall stand, new or changed, each with its revision. The star is computed beside the published
 * one, and indicators that the plan's era does not have are named; neither is ever overwritten. The caller refreshes the
 * status of the commitments.
 */
export async function saveAssessments (tx: Tx, context: WriteContext, era: { eras: Code[], code: string | null }, assessments: AssessmentFacts[]): Promise<void> {
  if (assessments.length === 0) return
  await saveRows(tx, 'assessment', assessments.map(assessment => ({
    id: assessment.id,
    commitment: assessment.commitment,
    report: assessment.report,
    indicators: assessment.indicators,
    starred: assessment.starred,
    computed_star: assessment.starRule === null ? null : computeStar(assessment.indicators, assessment.starRule as StarRule),
    star_rule: assessment.starRule,
    promising: assessment.promising,
    out_of_era: outOfEra(era.eras, era.code, assessment.indicators),
    updated_at: context.at
  })))
  await replaceRefs(tx, 'assessment', assessments)
  await record(tx, context, 'assessment', 'assessment', assessmentFacts, assessments.map(({ id }) => id))
}

/** Adds what a report says of a commitment. The star rule is that of the report's time. */
export async function createAssessment (tx: Tx, context: WriteContext, id: string, commitment: string, said: NewAssessment): Promise<Assessment> {
  await lockReport(tx, said.report)
  const occasion = await findOccasion(tx, commitment, said.report)
  if (occasion === undefined) throw new ProblemError('unknown-reference', 'The plan of the commitment has no such report.', { errors: [{ pointer: '/report', detail: 'is not a report of this plan' }] })
  const starRule = starRuleFor({ ...occasion, ...occasion.report })
  return write(tx, context, { starred: null, promising: null, externalRefs: [], ...said, id, commitment, starRule }, occasion)
}

/** Changes one that is known to exist; `expected` decides whether the version that was read may be changed (412). */
export async function updateAssessment (tx: Tx, context: WriteContext, id: string, patch: AssessmentPatch, expected: (revision: number) => void): Promise<Assessment> {
  await lockName(tx, `assessment ${id}`)
  const { revision, updatedAt: _, computedStar: _star, outOfEra: _out, cluster: _cluster, ...facts } = await findAssessment(tx, id) as Assessment
  expected(revision)
  await lockReport(tx, facts.report)
  // An indicator is replaced whole: inside it null is a value, with its reason.
  const indicators = { ...facts.indicators, ...patch.indicators }
  return write(tx, context, { ...facts, ...patch, indicators }, await findOccasion(tx, facts.commitment, facts.report) as RatedOccasion)
}

async function write (tx: Tx, context: WriteContext, assessment: AssessmentFacts, occasion: RatedOccasion): Promise<Assessment> {
  const eras = await findCodes(tx, 'eras')
  const errors = assessmentFaults(assessment, occasion, eras, await findCodes(tx, 'marks'))
  const [first] = errors
  if (first !== undefined) throw new ProblemError(first.code, 'The assessment cannot stand as it is.', { errors })
  await saveAssessments(tx, context, { eras, code: occasion.era }, [assessment])
  await refreshStatus(tx, [assessment.commitment])
  return await findAssessment(tx, assessment.id) as Assessment
}

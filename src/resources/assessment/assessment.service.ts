import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { Code } from '../code-list/code-list.schemas.ts'
import type { AssessmentFacts } from './assessment.schemas.ts'
import { assessmentFacts } from './assessment.select.ts'
import { outOfEra } from './era.rules.ts'
import { type StarRule, computeStar } from './star.rules.ts'

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

import type { ErrorItem } from '../../errors.ts'
import type { AssessmentFacts } from '../assessment/assessment.schemas.ts'
import { assessmentFaults } from '../assessment/assessment.rules.ts'
import { mayMark, yearsOf } from '../assessment/era.rules.ts'
import type { Code } from '../code-list/code-list.schemas.ts'
import type { ProcessAssessmentFacts } from '../process-assessment/process-assessment.schemas.ts'
import { type Occasion, processFaults } from '../process-assessment/process-assessment.rules.ts'

/** What rests on a report, as far as rules go; null where it has none. */
export interface Carried {
  assessments: Pick<AssessmentFacts, 'id' | 'indicators' | 'starred' | 'promising'>[]
  process: Pick<ProcessAssessmentFacts, 'minimumRequirements' | 'actedContraryToProcess' | 'triggers'> | null
  clusters: { id: string } | null
}

/** The codes of the lists that say what a report may carry. */
export interface CarryingCodes { eras: Code[], marks: Code[], requirements: Code[], triggers: Code[] }

/** What nobody may write for a report like this one, of what it carries (domain.md, section 3). */
function faultsOf ({ assessments, process, clusters }: Carried, report: Occasion, { eras, marks, requirements, triggers }: CarryingCodes): string[] {
  const said = (what: string) => ({ pointer = '', detail }: ErrorItem): string => `${what}${pointer}: ${detail}`
  const years = yearsOf(report)
  return [
    ...assessments.flatMap(assessment => assessmentFaults(assessment, { report, cycleYear: report.cycleYear }, eras, marks).map(said(`assessment ${assessment.id}`))),
    ...(process === null ? [] : processFaults(process, report, requirements, triggers).map(said('process assessment'))),
    ...(clusters === null || mayMark(marks, 'promising', years, report.type) ? [] : [`clusters: a report of type ${report.type} does not mark clusters in ${years.join(' or ')}`])
  ]
}

/**
 * What a change of a report would make of the things it carries that nobody could write so. What was so before, as published
 * data may be, hinders no change: a report that broke a rule may go on breaking it.
 */
export function faultsOfChange (carried: Carried, before: Occasion, after: Occasion, codes: CarryingCodes): ErrorItem[] {
  const place = (fault: string): string => fault.slice(0, fault.indexOf(': '))
  const known = new Set(faultsOf(carried, before, codes).map(place))
  return faultsOf(carried, after, codes).filter(fault => !known.has(place(fault))).map(detail => ({ pointer: '', detail }))
}

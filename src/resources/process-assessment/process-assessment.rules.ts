import type { ErrorCode, ErrorItem } from '../../errors.ts'
import { inYears, yearsOf } from '../assessment/era.rules.ts'
import type { Code } from '../code-list/code-list.schemas.ts'
import type { ReportFacts } from '../report/report.schemas.ts'
import type { ProcessAssessmentFacts } from './process-assessment.schemas.ts'

export interface ProcessFault extends ErrorItem { code: ErrorCode }

/** The report that assesses the process, as far as rules go. */
export interface Occasion extends Pick<ReportFacts, 'type' | 'authorKind' | 'publishedOn'> { cycleYear: number }

/**
 * What a process assessment may not say. Any report may carry one, a co-creation brief before all others, but for the
 * government's own: nobody assesses themselves here. Requirements and triggers belong to years, as the code lists
 * `minimum-requirement` and `process-trigger` have them, whose codes are given.
 */
export function processFaults (said: Pick<ProcessAssessmentFacts, 'minimumRequirements' | 'actedContraryToProcess' | 'triggers'>, report: Occasion, requirements: Code[], triggers: Code[]): ProcessFault[] {
  const faults: ProcessFault[] = []
  if (report.authorKind === 'government' || report.type.startsWith('self_assessment')) {
    faults.push({ code: 'process-not-assessed', detail: `a report of type ${report.type} by ${report.authorKind} is the government's own` })
  }
  const years = yearsOf(report)
  const used = [
    ...Object.keys(said.minimumRequirements).map(code => ({ list: requirements, code, pointer: `/minimumRequirements/${code}` })),
    ...said.triggers.map(({ trigger: code }, index) => ({ list: triggers, code, pointer: `/triggers/${index}/trigger` }))
  ]
  faults.push(...used.filter(({ list, code }) => !inYears(list, code, years)).map(({ code, pointer }) => ({
    pointer, code: 'indicator-not-in-era' as const, detail: `${code} did not exist in ${years.join(' or ')}`
  })))
  if (said.triggers.length > 0 && said.actedContraryToProcess !== true) {
    faults.push({ pointer: '/triggers', code: 'trigger-without-finding', detail: 'are given but actedContraryToProcess is not true' })
  }
  return faults
}

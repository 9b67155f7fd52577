import type { ErrorCode, ErrorItem } from '../../errors.ts'
import type { Code } from '../code-list/code-list.schemas.ts'
import type { ReportFacts } from '../report/report.schemas.ts'
import type { AssessmentFacts, Indicators } from './assessment.schemas.ts'
import { indicatorsAllowed, mayMark, yearsOf } from './era.rules.ts'

export interface AssessmentFault extends ErrorItem { code: ErrorCode }

const MARKS = ['starred', 'promising'] as const

/** The plan that an assessment is about, as far as eras go. */
export interface Occasion {
  report: Pick<ReportFacts, 'type' | 'publishedOn'>
  cycleYear: number
}

/**
 * What a person may not write (domain.md, section 3): an indicator that neither the report's year nor the plan's cycle
 * year had in this type of report, nor a mark that they did not have, and any rating beside "not verifiable". Published data
 * that is imported may differ. `eras` and `marks` are the codes of these lists.
 */
export function assessmentFaults (assessment: Pick<AssessmentFacts, 'indicators' | 'starred' | 'promising'>, { report, cycleYear }: Occasion, eras: Code[], marks: Code[]): AssessmentFault[] {
  const { indicators } = assessment
  const years = yearsOf({ cycleYear, publishedOn: report.publishedOn })
  const allowed = new Set(years.flatMap(year => indicatorsAllowed(eras, year, report.type)))
  const given = (Object.keys(indicators) as (keyof Indicators)[]).filter(name => (indicators[name]?.value ?? null) !== null)
  const faults: AssessmentFault[] = [
    ...given.filter(name => !allowed.has(name)).map(name => ({ pointer: `/indicators/${name}`, name })),
    ...MARKS.filter(name => assessment[name] !== null && !mayMark(marks, name, years, report.type)).map(name => ({ pointer: `/${name}`, name }))
  ].map(({ pointer, name }) => ({
    pointer, code: 'indicator-not-in-era', detail: `a report of type ${report.type} does not carry ${name} in ${years.join(' or ')}`
  }))
  if (indicators.verifiable?.value === 'no') {
    faults.push(...given.filter(name => name !== 'verifiable').map(name => ({
      pointer: `/indicators/${name}`, code: 'not-verifiable' as const, detail: 'what is not verifiable has no further rating'
    })))
  }
  return faults
}

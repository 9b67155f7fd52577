import type { REPORT_TYPES } from '../../schema/vocabulary.ts'
import type { Code } from '../code-list/code-list.schemas.ts'
import type { IndicatorName, Indicators } from './assessment.schemas.ts'

type ReportType = typeof REPORT_TYPES[number]

/** Reports that rate nothing as the IRM does: a co-creation brief has no ratings, a self-assessment is the government's. */
const WITHOUT_RATINGS: readonly ReportType[] = ['co_creation_brief', 'self_assessment_midterm', 'self_assessment_end_of_term']

/** The years whose rules a report may follow: its own, and that of its plan's cycle. */
export function yearsOf ({ publishedOn, cycleYear }: { publishedOn: string | null, cycleYear: number }): number[] {
  return [cycleYear, ...(publishedOn === null ? [] : [Number(publishedOn.slice(0, 4))])]
}

/** Whether one of these years has the code. */
export function inYears (codes: Code[], code: string, years: number[]): boolean {
  return codes.some(one => one.code === code && years.some(year => includes(one, year)))
}

/** Whether a report of this type may mark something as starred or promising; `marks` are the codes of the list `marks`. */
export function mayMark (marks: Code[], mark: 'starred' | 'promising', years: number[], reportType: ReportType): boolean {
  return !WITHOUT_RATINGS.includes(reportType) && inYears(marks, mark, years)
}

/** The code of the era that a year belongs to, or null; `eras` are the codes of the list `eras`. */
export function eraForYear (eras: Code[], year: number): string | null {
  return eras.find((era) => includes(era, year))?.code ?? null
}

/** What an assessment in this type of report may carry, for the year whose rules govern it; nothing where no era is known. */
export function indicatorsAllowed (eras: Code[], year: number, reportType: ReportType): IndicatorName[] {
  if (WITHOUT_RATINGS.includes(reportType)) return []
  return indicatorsOf(eras, eraForYear(eras, year))
    .filter(({ reportTypes }) => reportTypes === null || reportTypes.includes(reportType))
    .map(({ indicator }) => indicator as IndicatorName)
}

/**
 * The indicators given a value that the plan's era does not have in any report, sorted. `era` is the plan's
 * `eraOverride`, else `eraForYear` of its cycle year; where it is null nothing can be said to lie outside.
 */
export function outOfEra (eras: Code[], era: string | null, indicators: Indicators): IndicatorName[] {
  if (era === null) return []
  const known = new Set(indicatorsOf(eras, era).map(({ indicator }) => indicator))
  return (Object.keys(indicators) as IndicatorName[])
    .filter((name) => (indicators[name]?.value ?? null) !== null && !known.has(name))
    .sort()
}

function includes ({ fromYear, untilYear }: Code, year: number): boolean {
  return (fromYear === null || fromYear <= year) && (untilYear === null || year <= untilYear)
}

function indicatorsOf (eras: Code[], era: string | null) {
  return eras.find(({ code }) => code === era)?.indicators ?? []
}

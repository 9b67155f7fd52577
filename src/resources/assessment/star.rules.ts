import type { DATE_PRECISIONS } from '../../schema/vocabulary.ts'
import type { IndicatorName, Indicators } from './assessment.schemas.ts'

/** The four rules by which the IRM gave a star (code list `star-rules`). */
export type StarRule = 1 | 2 | 3 | 4

/** Technology and innovation counts only beside one of these. */
const MAIN_VALUES: readonly string[] = ['access_to_information', 'civic_participation', 'public_accountability']

type Needed = Extract<IndicatorName, 'relevance' | 'completion' | 'potentialImpact' | 'specificity' | 'verifiable'>

const NEEDS: Record<StarRule, Needed[]> = {
  1: ['relevance', 'completion', 'potentialImpact'],
  2: ['relevance', 'completion', 'potentialImpact', 'specificity'],
  3: ['relevance', 'completion', 'potentialImpact', 'specificity'],
  4: ['relevance', 'completion', 'potentialImpact', 'verifiable']
}

const MEETS: Record<Needed, (value: string, rule: StarRule) => boolean> = {
  completion: (value) => value === 'substantial' || value === 'complete',
  potentialImpact: (value, rule) => value === 'transformative' || (rule <= 2 && value === 'moderate'),
  specificity: (value) => value === 'medium' || value === 'high',
  verifiable: (value) => value === 'yes',
  relevance: (value) => MAIN_VALUES.includes(value)
}

/**
 * The star as a rule gives it. Null when an indicator that the rule needs has no value: a star that cannot be
 * computed is not a star refused. `unclear`, `withdrawn` and `no_evidence_available` are values, and meet nothing.
 */
export function computeStar (indicators: Indicators, rule: StarRule): boolean | null {
  let star = true
  for (const name of NEEDS[rule]) {
    const value = indicators[name]?.value ?? null
    if (value === null) return null
    const met = Array.isArray(value)
      ? value.some((one) => MEETS[name](one, rule))
      : MEETS[name](value, rule)
    star = star && met
  }
  return star
}

export interface StarOccasion {
  /** When the report came out; null where it is not known. */
  publishedOn: string | null
  /** How precise that date is; taken as a day when absent. */
  publishedPrecision?: typeof DATE_PRECISIONS[number]
  cycleYear: number
  /** Era of the plan, overridden or by its cycle year; null where there is none. */
  era: string | null
}

/**
 * Which rule was in force for an assessment; null where stars did not exist (eras from 2020 on) or no era is known.
 *
 * The sources name two boundaries, June 2014 and a bar raised "next". OGP's data of 2016 settle the rest: every report
 * of 2014 stands in the column of the assessments before June 2014, every one of 2015 in "2015 only" (the current
 * formula is filled for four of those seventeen countries), and those of 2016 were published under the current formula.
 */
export function starRuleFor ({ publishedOn, publishedPrecision = 'day', cycleYear, era }: StarOccasion): StarRule | null {
  if (era === '2018-2019') return 4
  if (era !== '2011-2013' && era !== '2014-2017') return null
  if (publishedOn === null) return ruleByCycle(cycleYear)
  // A date that is only a year carries its last day, which would put the whole of 2014 after June.
  const on = publishedPrecision === 'year' ? publishedOn.slice(0, 4) : publishedOn
  if (on === '2014' || on < '2014-06-01') return 1
  return on < '2016' ? 2 : 3
}

/** In the same data a cycle's progress reports came out together: 2011-2012 by 2014, 2013 in 2015, 2014 in 2016. */
function ruleByCycle (cycleYear: number): StarRule {
  if (cycleYear <= 2012) return 1
  return cycleYear === 2013 ? 2 : 3
}

import Type, { type Static } from 'typebox'
import { codes, record, set } from '../../schema/scalars.ts'
import { INDICATORS, type IndicatorName } from '../assessment/assessment.schemas.ts'
import { VOICES, chosen, count, counts, group, groupBy, sampleDefinition, share, statistic } from './stats.schemas.ts'

/** The ranked part of the completion scale, from low to high (code list completion). */
export const RANKED = ['not_started', 'limited', 'substantial', 'complete'] as const

/** Values outside the order, the three kinds of missing value, and what was never said. */
export const UNRATED = ['withdrawn', 'unclear', 'no_evidence_available', 'no_data', 'not_reviewed', 'not_applicable', 'not_rated', 'not_spoken', 'commitment_withdrawn'] as const

/** Every outcome of a rating. */
export const OUTCOMES = [...RANKED, ...UNRATED] as const

export type CompletionQuery = Static<typeof CompletionQuery>
export const CompletionQuery = record({ ...chosen, groupBy })

const exampleRow = {
  cycleYear: 2019,
  voice: 'irm',
  total: 13,
  denominator: 4,
  counts: { not_started: 0, limited: 1, substantial: 2, complete: 1 },
  excluded: { withdrawn: 0, unclear: 0, no_evidence_available: 0, no_data: 0, not_reviewed: 1, not_applicable: 0, not_rated: 0, not_spoken: 8, commitment_withdrawn: 0 },
  completeShare: 0.25,
  highShare: 0.75
}

export const CompletionRow = record({
  ...group,
  voice: codes(VOICES),
  total: count('Ratings that could be: denominator and excluded together'),
  denominator: count('Ratings on the ordered scale'),
  counts: counts(RANKED, 'Ratings by value; together the denominator'),
  excluded: counts(UNRATED, 'What is not in the denominator, by the first reason that holds'),
  completeShare: share('complete / denominator'),
  highShare: share('(substantial + complete) / denominator')
}, { $id: 'CompletionRow', description: 'How one voice rates the completion of one group of commitments', examples: [exampleRow] })

export type CompletionStatistic = Static<typeof CompletionStatistic>
export const CompletionStatistic = statistic('CompletionStatistic', { commitments: count('Commitments that the filters choose') }, CompletionRow,
  'Completion by group and voice, each voice by itself', { ...sampleDefinition, commitments: 13, rows: [exampleRow] })

/** Indicators with one value each; relevance has several. */
export const SCALED = Object.keys(INDICATORS).filter(name => name !== 'relevance') as Exclude<IndicatorName, 'relevance'>[]

export type IndicatorQuery = Static<typeof IndicatorQuery>
export const IndicatorQuery = record({
  ...chosen,
  groupBy,
  indicator: set(codes(SCALED), 2, { minItems: 1, default: ['completion'], description: 'Which indicator of the IRM is counted; two, repeated, where they have one scale', style: 'form', explode: true })
})

/** Why an indicator has no value. */
export const UNVALUED = UNRATED.slice(3)

const exampleIndicatorRow = {
  era: '2018-2019',
  indicator: 'potentialImpact',
  total: 13,
  denominator: 12,
  counts: { minor: 8, transformative: 4 },
  excluded: { no_data: 0, not_reviewed: 0, not_applicable: 0, not_rated: 0, not_spoken: 1, commitment_withdrawn: 0 }
}

export const IndicatorRow = record({
  ...group,
  indicator: codes(SCALED),
  total: count('Commitments of the group'),
  denominator: count('Commitments with a value'),
  counts: Type.Unsafe<Record<string, number>>({ type: 'object', description: 'Commitments by value, of those that occur', maxProperties: 20, additionalProperties: { type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647 } }),
  excluded: counts(UNVALUED, 'What is not in the denominator, by the first reason that holds')
}, { $id: 'IndicatorRow', description: 'How the IRM rates one group of commitments by one indicator', examples: [exampleIndicatorRow] })

export type IndicatorStatistic = Static<typeof IndicatorStatistic>
export const IndicatorStatistic = statistic('IndicatorStatistic', { commitments: count('Commitments that the filters choose') }, IndicatorRow,
  'Values of an indicator of the IRM by group', { ...sampleDefinition, commitments: 13, rows: [exampleIndicatorRow] })

import type { Static } from 'typebox'
import { codes, record } from '../../schema/scalars.ts'
import { chosen, count, counts, group, groupBy, sampleDefinition, share, statistic } from './stats.schemas.ts'

export const STEPS = ['-3', '-2', '-1', '0', '1', '2', '3'] as const
export const UNCOMPARED = ['government_not_spoken', 'other_not_spoken', 'outside_scale', 'commitment_withdrawn'] as const

export type DivergenceQuery = Static<typeof DivergenceQuery>
export const DivergenceQuery = record({ ...chosen, groupBy })

const exampleRow = {
  cycleYear: 2019,
  voice: 'irm',
  total: 13,
  denominator: 4,
  steps: { '-3': 0, '-2': 0, '-1': 0, 0: 2, 1: 1, 2: 1, 3: 0 },
  apart: 1,
  apartShare: 0.25,
  governmentHigh: 3,
  otherHigh: 2,
  excluded: { government_not_spoken: 8, other_not_spoken: 1, outside_scale: 0, commitment_withdrawn: 0 }
}

export const DivergenceRow = record({
  ...group,
  voice: codes(['civilSociety', 'irm']),
  total: count('Comparisons that could be: denominator and excluded together'),
  denominator: count('Comparisons in which both stand on the ordered scale'),
  steps: counts(STEPS, 'Comparisons by steps: the government\'s place on the completion scale less that of the other voice; together the denominator'),
  apart: count('Comparisons of two steps or more, either way'),
  apartShare: share('apart / denominator'),
  governmentHigh: count('Comparisons in which the government says substantial or complete'),
  otherHigh: count('Comparisons in which the other voice does'),
  excluded: counts(UNCOMPARED, 'What is not in the denominator, by the first reason that holds')
}, { $id: 'DivergenceRow', description: 'What the government says of one group of commitments held against what another voice says', examples: [exampleRow] })

export type DivergenceStatistic = Static<typeof DivergenceStatistic>
export const DivergenceStatistic = statistic('DivergenceStatistic', {
  commitments: count('Commitments that the filters choose'),
  diverging: count('Of these, those whose status diverges: two steps or more to any other voice, or a latest review that contests the claim')
}, DivergenceRow, 'How far the government and each other voice are apart, by group', { ...sampleDefinition, commitments: 13, diverging: 2, rows: [exampleRow] })

import type { Static } from 'typebox'
import { nullable, record } from '../../schema/scalars.ts'
import { chosen, count, counts, sampleDefinition, statistic } from './stats.schemas.ts'
import { Month } from './timeline.schemas.ts'

export const KINDS = ['commitments', 'milestones'] as const

export type BurndownQuery = Static<typeof BurndownQuery>
export const BurndownQuery = record(chosen)

const exampleRow = { month: '2020-12', commitments: { remaining: 11, planned: 13 }, milestones: { remaining: 30, planned: 28 } }

const line = record({
  remaining: nullable(count('Not reported complete by the end of the month; null for months to come')),
  planned: count('What has no deadline, or one after the end of the month')
})

export const BurndownRow = record({ month: Month, commitments: line, milestones: line }, {
  $id: 'BurndownRow', description: 'What was left to do at the end of one month', examples: [exampleRow]
})

const perKind = (description: string) => counts(KINDS, description)

export type BurndownStatistic = Static<typeof BurndownStatistic>
export const BurndownStatistic = statistic('BurndownStatistic', {
  scope: perKind('What there is to do, of each kind'),
  excluded: record({ item_withdrawn: perKind('Withdrawn, or of a withdrawn commitment') }),
  undated: perKind('Of what there is to do, what has no deadline of its own')
}, BurndownRow, 'What is left to do, by month', {
  ...sampleDefinition, scope: { commitments: 13, milestones: 40 }, excluded: { item_withdrawn: { commitments: 0, milestones: 0 } }, undated: { commitments: 13, milestones: 2 }, rows: [exampleRow]
})

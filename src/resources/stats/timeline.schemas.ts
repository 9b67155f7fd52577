import Type, { type Static } from 'typebox'
import { record } from '../../schema/scalars.ts'
import { VOICES, chosen, count, counts, sampleDefinition, statistic } from './stats.schemas.ts'

export const UNTIMED = ['irm_undated'] as const

export const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', minLength: 7, maxLength: 7 })

export type TimelineQuery = Static<typeof TimelineQuery>
export const TimelineQuery = record(chosen)

const exampleRow = { month: '2020-12', created: 0, reported: 4, reviewed: 1, completed: { government: 1, civilSociety: 0, irm: 0 }, overdue: 2 }

export const TimelineRow = record({
  month: Month,
  created: count('Commitments whose first revision was recorded in this month'),
  reported: count('Progress updates reported in it, on commitments, milestones and indicators'),
  reviewed: count('Published reviews that organisations made in it'),
  completed: counts(VOICES, 'Commitments that a voice called complete for the first time in it; one that it takes back later stays'),
  overdue: count('Commitments overdue today whose missed deadline, the earliest, lay in it')
}, { $id: 'TimelineRow', description: 'What happened to the commitments in one month', examples: [exampleRow] })

export type TimelineStatistic = Static<typeof TimelineStatistic>
export const TimelineStatistic = statistic('TimelineStatistic', {
  commitments: count('Commitments that the filters choose'),
  excluded: counts(UNTIMED, 'What is in no month')
}, TimelineRow, 'What happened to commitments, by month; months in which nothing did are left out', { ...sampleDefinition, commitments: 13, excluded: { irm_undated: 0 }, rows: [exampleRow] })

import Type, { type Static } from 'typebox'
import { PLAN_LIFECYCLES } from '../../schema/vocabulary.ts'
import { DateOnly, Slug, list, nullable, record } from '../../schema/scalars.ts'
import { chosen, count, counts, sampleDefinition, statistic } from './stats.schemas.ts'

/** Plans that are not held to report, by their lifecycle, and those of which no date tells when. */
export const NOT_DUE = [...PLAN_LIFECYCLES.filter(lifecycle => lifecycle !== 'in_implementation'), 'undated'] as const

export type FreshnessQuery = Static<typeof FreshnessQuery>
export const FreshnessQuery = record(chosen)

const exampleRow = {
  plan: 'mexico-4', member: 'mexico', startsOn: '2019-12-10', endsOn: '2022-08-31', lastReportedOn: '2020-12-01', nextDueOn: '2021-06-01', overdue: true, reports: [{ half: '2020-H2', updates: 4 }]
}

export const FreshnessRow = record({
  plan: Slug,
  member: Slug,
  startsOn: nullable(DateOnly),
  endsOn: nullable(DateOnly),
  lastReportedOn: nullable(DateOnly),
  nextDueOn: { ...DateOnly, description: 'Six months after the last report or, where there is none, after the start of the plan' },
  overdue: Type.Boolean({ description: 'nextDueOn lies before today (UTC)' }),
  reports: list(record({ half: Type.String({ pattern: '^\\d{4}-H[12]$', maxLength: 7 }), updates: count() }), 200, { description: 'Half-years in which the government reported, with the number of progress updates; the latest 200' })
}, { $id: 'FreshnessRow', description: 'How one plan keeps the duty to report twice a year', examples: [exampleRow] })

export type FreshnessStatistic = Static<typeof FreshnessStatistic>
export const FreshnessStatistic = statistic('FreshnessStatistic', {
  plans: count('Plans of which the filters choose a commitment: due and excluded together'),
  due: count('Plans in implementation whose next report has a day'),
  overdue: count('Of these, those whose next report is overdue'),
  excluded: counts(NOT_DUE, 'Plans that are not held to it: by lifecycle, or undated: never reported, and no start is known')
}, FreshnessRow, 'The duty to report at least twice a year, by plan', {
  ...sampleDefinition, plans: 4, due: 1, overdue: 1, excluded: { co_created_not_adopted: 0, draft: 0, submitted: 0, closed: 3, superseded: 0, abandoned: 0, undated: 0 }, rows: [exampleRow]
})

import type { Deps } from '../../deps.ts'
import type { Db } from '../../db/database.ts'
import { ProblemError } from '../../errors.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { type KnownQuery, readKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { BurndownQuery, BurndownRow, BurndownStatistic } from './burndown.schemas.ts'
import { CompletionQuery, CompletionRow, CompletionStatistic, IndicatorQuery, IndicatorRow, IndicatorStatistic } from './completion.schemas.ts'
import { BURNDOWN, COMPLETION, DIVERGENCE, FRESHNESS, INDICATORS, TIMELINE } from './definitions.ts'
import { DivergenceQuery, DivergenceRow, DivergenceStatistic } from './divergence.schemas.ts'
import { FreshnessQuery, FreshnessRow, FreshnessStatistic } from './freshness.schemas.ts'
import { scalesOf } from './scale.rules.ts'
import { type Definition, MOST_ROWS, type Numbers } from './stats.schemas.ts'
import { countBurndown, countCompletion, countDivergence, countFreshness, countIndicators, countTimeline } from './stats.store.ts'
import { TimelineQuery, TimelineRow, TimelineStatistic } from './timeline.schemas.ts'

export const STATS_SCHEMAS = [CompletionRow, CompletionStatistic, IndicatorRow, IndicatorStatistic, DivergenceRow, DivergenceStatistic, FreshnessRow, FreshnessStatistic,
  TimelineRow, TimelineStatistic, BurndownRow, BurndownStatistic]

const FILTERS = 'Takes the filters of /v1/commitments.'

/** @throws ProblemError too-many-groups */
export function bounded (numbers: Numbers): Numbers {
  if (numbers.rows.length > MOST_ROWS) throw new ProblemError('too-many-groups', `This gives more than ${MOST_ROWS} rows.`)
  return numbers
}

/** Counts, and says how it counted. */
async function statistic<Q extends KnownQuery> (deps: Deps, definition: Definition, query: Q, count: (db: Db, query: Q, day: string) => Promise<Numbers>): Promise<object> {
  return { ...definition, ...bounded(await readKnown(deps, query, (db, day) => count(db, query, day))) }
}

export function statsRoutes (app: App, deps: Deps): void {
  app.get('/v1/stats/completion', {
    schema: operation({
      id: 'getCompletionStatistic',
      tag: 'Statistics',
      summary: 'Completion by group and voice',
      description: `How each voice rates completion, by one or two of member, region, plan, cycleYear, era, policyArea and value, each voice in rows of its own and none averaged. The denominator is what stands on the ordered scale (not_started, limited, substantial, complete); whatever does not is counted in \`excluded\` by reason: withdrawn commitments and ratings, values outside the order, the three kinds of missing value, and silence. ${FILTERS}`,
      query: CompletionQuery,
      answer: CompletionStatistic,
      conditional: true,
      problems: ['too-many-groups']
    })
  }, async (request, reply) => sendRepresentation(request, reply, await statistic(deps, COMPLETION, request.query, countCompletion)))

  app.get('/v1/stats/indicators', {
    schema: operation({
      id: 'getIndicatorStatistic',
      tag: 'Statistics',
      summary: 'Indicators of the IRM by group',
      description: `How many commitments have which value of an indicator in the IRM's latest report. Two indicators of one scale, completion and projectedCompletion, can be set side by side; indicators of different scales are refused, since no crosswalk between scales is registered. ${FILTERS}`,
      query: IndicatorQuery,
      answer: IndicatorStatistic,
      conditional: true,
      problems: ['too-many-groups', 'no-crosswalk']
    })
  }, async (request, reply) => {
    const scales = scalesOf(request.query.indicator)
    if (scales.length > 1) throw new ProblemError('no-crosswalk', `No crosswalk leads from the scale of ${scales.join(' to that of ')}.`, { errors: [{ parameter: 'indicator', detail: 'names indicators of different scales' }] })
    return sendRepresentation(request, reply, await statistic(deps, INDICATORS, request.query, countIndicators))
  })

  app.get('/v1/stats/divergence', {
    schema: operation({
      id: 'getDivergenceStatistic',
      tag: 'Statistics',
      summary: 'How far voices are apart, by group',
      description: `What the government says held against the IRM and against each organisation of civil society, in steps of the completion scale that all of them use. ${FILTERS}`,
      query: DivergenceQuery,
      answer: DivergenceStatistic,
      conditional: true,
      problems: ['too-many-groups']
    })
  }, async (request, reply) => sendRepresentation(request, reply, await statistic(deps, DIVERGENCE, request.query, countDivergence)))

  app.get('/v1/stats/freshness', {
    schema: operation({
      id: 'getFreshnessStatistic',
      tag: 'Statistics',
      summary: 'The duty to report twice a year, by plan',
      description: `When each plan in implementation was last reported on, when the next report is due, and in which half-years there were any. A plan is chosen by its commitments; its reports are those on all of them. ${FILTERS}`,
      query: FreshnessQuery,
      answer: FreshnessStatistic,
      conditional: true,
      problems: ['too-many-groups']
    })
  }, async (request, reply) => sendRepresentation(request, reply, await statistic(deps, FRESHNESS, request.query, countFreshness)))

  app.get('/v1/stats/timeline', {
    schema: operation({
      id: 'getTimelineStatistic',
      tag: 'Statistics',
      summary: 'What happened, by month',
      description: `Commitments created in this record, progress updates and reviews by the day that they name, commitments called complete for the first time by each voice, and what is overdue today by the month of its deadline. ${FILTERS}`,
      query: TimelineQuery,
      answer: TimelineStatistic,
      conditional: true,
      problems: ['too-many-groups']
    })
  }, async (request, reply) => sendRepresentation(request, reply, await statistic(deps, TIMELINE, request.query, countTimeline)))

  app.get('/v1/stats/burndown', {
    schema: operation({
      id: 'getBurndownStatistic',
      tag: 'Statistics',
      summary: 'What is left to do, by month',
      description: `Commitments and milestones that the government has not reported complete at the end of each month, beside what would be left if every deadline were kept. Made for one plan (\`plan=\`); without a filter it counts all. ${FILTERS}`,
      query: BurndownQuery,
      answer: BurndownStatistic,
      conditional: true,
      problems: ['too-many-groups']
    })
  }, async (request, reply) => sendRepresentation(request, reply, await statistic(deps, BURNDOWN, request.query, countBurndown)))
}

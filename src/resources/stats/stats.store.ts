import type { RawBuilder } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { LangText } from '../../schema/scalars.ts'
import type { BurndownQuery } from './burndown.schemas.ts'
import { burndownQuery } from './burndown.select.ts'
import type { ChartQuery } from './chart.schemas.ts'
import type { CompletionQuery, IndicatorQuery } from './completion.schemas.ts'
import { completionQuery, indicatorQuery } from './completion.select.ts'
import { isKept, keptCompletionQuery } from './completion-count.select.ts'
import { completionNumbers } from './completion.rows.ts'
import type { DivergenceQuery } from './divergence.schemas.ts'
import { divergenceQuery } from './divergence.select.ts'
import type { FreshnessQuery } from './freshness.schemas.ts'
import { freshnessQuery } from './freshness.select.ts'
import { milestonesQuery } from './milestones.select.ts'
import type { Numbers } from './stats.schemas.ts'
import type { TimelineQuery } from './timeline.schemas.ts'
import { timelineQuery } from './timeline.select.ts'

/** The numbers of each statistic, in one statement; `day` is what deadlines are held against. */

const counted = async <T = Numbers>(db: Db, query: RawBuilder<{ body: T }>): Promise<T> =>
  ((await query.execute(db)).rows[0] as { body: T }).body

/** From the kept counts where they answer the query, which takes a hundredth of the time with many commitments. */
export async function countCompletion (db: Db, query: CompletionQuery, day: string): Promise<Numbers> {
  const { rows } = await (isKept(query) ? keptCompletionQuery(query) : completionQuery(query, day)).execute(db)
  return completionNumbers(query, rows)
}

export const countIndicators = (db: Db, query: IndicatorQuery, day: string) => counted(db, indicatorQuery(query, day))
export const countDivergence = (db: Db, query: DivergenceQuery, day: string) => counted(db, divergenceQuery(query, day))
export const countFreshness = (db: Db, query: FreshnessQuery, day: string) => counted(db, freshnessQuery(query, day))
export const countTimeline = (db: Db, query: TimelineQuery, day: string) => counted(db, timelineQuery(query, day))
export const countBurndown = (db: Db, query: BurndownQuery, day: string) => counted(db, burndownQuery(query, day))

/** What a chart of milestones draws. */
export const listMilestones = (db: Db, query: ChartQuery, day: string) => counted(db, milestonesQuery(query, day))

/** What policy areas are called, by id. */
export async function findAreaNames (db: Db): Promise<Map<string, LangText>> {
  return new Map((await db.selectFrom('policy_area').select(['id', 'name']).execute()).map(({ id, name }) => [id, name]))
}

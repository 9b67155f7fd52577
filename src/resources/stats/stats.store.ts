import type { RawBuilder } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { BurndownQuery } from './burndown.schemas.ts'
import { burndownQuery } from './burndown.select.ts'
import type { CompletionQuery, IndicatorQuery } from './completion.schemas.ts'
import { completionQuery, indicatorQuery } from './completion.select.ts'
import type { DivergenceQuery } from './divergence.schemas.ts'
import { divergenceQuery } from './divergence.select.ts'
import type { FreshnessQuery } from './freshness.schemas.ts'
import { freshnessQuery } from './freshness.select.ts'
import type { Numbers } from './stats.schemas.ts'
import type { TimelineQuery } from './timeline.schemas.ts'
import { timelineQuery } from './timeline.select.ts'

/** The numbers of each statistic, in one statement; `day` is what deadlines are held against. */

const counted = async (db: Db, query: RawBuilder<{ body: Numbers }>): Promise<Numbers> =>
  ((await query.execute(db)).rows[0] as { body: Numbers }).body

export const countCompletion = (db: Db, query: CompletionQuery, day: string) => counted(db, completionQuery(query, day))
export const countIndicators = (db: Db, query: IndicatorQuery, day: string) => counted(db, indicatorQuery(query, day))
export const countDivergence = (db: Db, query: DivergenceQuery, day: string) => counted(db, divergenceQuery(query, day))
export const countFreshness = (db: Db, query: FreshnessQuery, day: string) => counted(db, freshnessQuery(query, day))
export const countTimeline = (db: Db, query: TimelineQuery, day: string) => counted(db, timelineQuery(query, day))
export const countBurndown = (db: Db, query: BurndownQuery, day: string) => counted(db, burndownQuery(query, day))

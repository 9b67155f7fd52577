import { type Rated, type Scale, areasChart, completionChart } from '../../charts/completion.tsx'
import { type Compared, divergenceChart } from '../../charts/divergence.tsx'
import { type Kept, freshnessChart } from '../../charts/freshness.tsx'
import { type StepLabels, milestonesChart } from '../../charts/milestones.tsx'
import type { Chart } from '../../charts/svg.tsx'
import { type Language, inLanguage } from '../../charts/words.ts'
import type { Db } from '../../db/database.ts'
import type { ChartQuery, DivergenceChartQuery } from './chart.schemas.ts'
import { RANKED } from './completion.schemas.ts'
import { bounded } from './stats.routes.ts'
import { countCompletion, countDivergence, countFreshness, findAreaNames, listMilestones } from './stats.store.ts'

/** Reads the numbers of what filters choose, and draws them: what `/v1/charts` and the pages show alike. */

export interface Asked<Q> { db: Db, query: Q, day: string, language: Language, labels: StepLabels }

export const scaleOf = ({ completion }: StepLabels): Scale => new Map(RANKED.map(code => [code, completion.get(code) as string]))
const ofIrm = <R extends object>(rows: R[]): R[] => rows.filter(row => (row as { voice?: string }).voice === 'irm')

export async function drawCompletion ({ db, query, day, language, labels }: Asked<ChartQuery>): Promise<Chart> {
  const { rows } = bounded(await countCompletion(db, { ...query, groupBy: ['cycleYear'] }, day))
  return completionChart(rows as Parameters<typeof completionChart>[0], scaleOf(labels), language)
}

export async function drawAreas ({ db, query, day, language, labels }: Asked<ChartQuery>): Promise<Chart> {
  const names = await findAreaNames(db)
  const { rows } = bounded(await countCompletion(db, { ...query, groupBy: ['policyArea'] }, day))
  const areas = ofIrm(rows) as (Rated & { policyArea: string | null })[]
  return areasChart(areas.map(row => ({ ...row, name: row.policyArea === null ? null : inLanguage(names.get(row.policyArea) as Record<string, string>, language) })), scaleOf(labels), language)
}

export async function drawFreshness ({ db, query, day, language }: Asked<ChartQuery>): Promise<Chart> {
  return freshnessChart(bounded(await countFreshness(db, query, day)).rows as Kept[], day, language)
}

/** @param most milestones that are drawn, 60 at most */
export async function drawMilestones ({ db, query, day, language, labels }: Asked<ChartQuery>, most = 60): Promise<Chart> {
  const { steps, total } = await listMilestones(db, query, day)
  return milestonesChart(steps.slice(0, most), total, labels, day, language)
}

export async function drawDivergence ({ db, query: { groupBy, ...query }, day, language }: Asked<DivergenceChartQuery>): Promise<Chart> {
  const dimension = groupBy as NonNullable<typeof groupBy>
  const { rows } = bounded(await countDivergence(db, { ...query, groupBy: [dimension] }, day))
  return divergenceChart((rows as (Compared & Record<string, unknown>)[]).map(row => ({ ...row, group: row[dimension] === null ? null : String(row[dimension]) })), language)
}

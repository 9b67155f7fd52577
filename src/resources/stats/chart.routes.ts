import { type Rated, type Scale, areasChart, completionChart } from '../../charts/completion.tsx'
import { type Compared, divergenceChart } from '../../charts/divergence.tsx'
import { type Kept, freshnessChart } from '../../charts/freshness.tsx'
import { milestonesChart } from '../../charts/milestones.tsx'
import type { Chart } from '../../charts/svg.tsx'
import { type Language, inLanguage } from '../../charts/words.ts'
import type { Db } from '../../db/database.ts'
import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { readKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { findCodes } from '../code-list/code-list.store.ts'
import { ChartQuery, ChartTable, DivergenceChartQuery } from './chart.schemas.ts'
import { RANKED } from './completion.schemas.ts'
import { bounded } from './stats.routes.ts'
import { countCompletion, countDivergence, countFreshness, findAreaNames, listMilestones } from './stats.store.ts'

const SVG = 'image/svg+xml'

type Codes = Map<string, string>
interface Asked<Q> { db: Db, query: Q, day: string, language: Language, completion: Codes, precision: Codes }

const scaleOf = (completion: Codes): Scale => new Map(RANKED.map(code => [code, completion.get(code) as string]))
const ofIrm = <R extends object>(rows: R[]): R[] => rows.filter(row => (row as { voice?: string }).voice === 'irm')

const DRAWN = {
  completion: async ({ db, query, day, language, completion }: Asked<ChartQuery>) =>
    completionChart(bounded(await countCompletion(db, { ...query, groupBy: ['cycleYear'] }, day)).rows as Parameters<typeof completionChart>[0], scaleOf(completion), language),
  'policy-areas': async ({ db, query, day, language, completion }: Asked<ChartQuery>) => {
    const names = await findAreaNames(db)
    const { rows } = bounded(await countCompletion(db, { ...query, groupBy: ['policyArea'] }, day))
    const areas = ofIrm(rows) as (Rated & { policyArea: string | null })[]
    return areasChart(areas.map(row => ({ ...row, name: row.policyArea === null ? null : inLanguage(names.get(row.policyArea) as Record<string, string>, language) })), scaleOf(completion), language)
  },
  freshness: async ({ db, query, day, language }: Asked<ChartQuery>) => freshnessChart(bounded(await countFreshness(db, query, day)).rows as Kept[], day, language),
  milestones: async ({ db, query, day, language, completion, precision }: Asked<ChartQuery>) => {
    const { steps, total } = await listMilestones(db, query, day)
    return milestonesChart(steps, total, { completion, precision }, day, language)
  }
} as const

async function divergence ({ db, query: { groupBy, ...query }, day, language }: Asked<DivergenceChartQuery>): Promise<Chart> {
  const dimension = groupBy as NonNullable<typeof groupBy>
  const { rows } = bounded(await countDivergence(db, { ...query, groupBy: [dimension] }, day))
  return divergenceChart((rows as (Compared & Record<string, unknown>)[]).map(row => ({ ...row, group: row[dimension] === null ? null : String(row[dimension]) })), language)
}

/** Pictures of the statistics, drawn here and embedded anywhere, each with the table behind it. */
export function chartRoutes (app: App, deps: Deps): void {
  const labels = async (list: string, language: Language): Promise<Codes> => new Map((await findCodes(deps.db, list)).map(({ code, label }) => [code, inLanguage(label, language)]))

  function chart<Q extends ChartQuery> (name: string, id: string, about: string, query: typeof ChartQuery | typeof DivergenceChartQuery, draw: (asked: Asked<Q>) => Promise<Chart>): void {
    const drawn = async (asked: Q): Promise<Chart> => {
      const language = asked.language as Language
      // Before the past is entered: labels are those of today.
      const [completion, precision] = [await labels('completion', language), await labels('date-precision', language)]
      return readKnown(deps, asked, (db, day) => draw({ db, query: asked, day, language, completion, precision }))
    }
    const described = { tag: 'Statistics', query, conditional: true, problems: ['too-many-groups'] as 'too-many-groups'[] }

    app.get(`/v1/charts/${name}.svg`, {
      config: { produces: [SVG] },
      schema: operation({ ...described, id: `${id}Chart`, summary: `Chart: ${about}`, description: `${about}, as SVG without scripts or styles, with title and description for those who do not see it; readable without colour. Takes the filters of /v1/commitments.`, answer: { [SVG]: { schema: { type: 'string', maxLength: 2147483647 } } } })
    }, async (request, reply) => sendRepresentation(request, reply, (await drawn(request.query as Q)).svg, undefined, `${SVG}; charset=utf-8`))

    app.get(`/v1/charts/${name}.json`, {
      schema: operation({ ...described, id: `${id}ChartTable`, summary: `The table behind the chart: ${about}`, description: 'What the chart of the same name draws, as text, and the rows that it has no room for. Takes the filters of /v1/commitments.', answer: ChartTable })
    }, async (request, reply) => {
      const { title, description, table } = await drawn(request.query as Q)
      return sendRepresentation(request, reply, { title, description, ...table })
    })
  }

  chart('completion', 'getCompletion', 'Completion by year and voice', ChartQuery, DRAWN.completion)
  chart('divergence', 'getDivergence', 'How often the government and another voice call completion high', DivergenceChartQuery, divergence)
  chart('milestones', 'getMilestones', 'Milestones from start to deadline, the first sixty', ChartQuery, DRAWN.milestones)
  chart('freshness', 'getFreshness', 'Half-years in which plans were reported on', ChartQuery, DRAWN.freshness)
  chart('policy-areas', 'getPolicyAreas', 'Commitments by policy area', ChartQuery, DRAWN['policy-areas'])
}

import type { StepLabels } from '../../charts/milestones.tsx'
import type { Chart } from '../../charts/svg.tsx'
import { type Language, inLanguage } from '../../charts/words.ts'
import type { Db } from '../../db/database.ts'
import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { readKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { findCodes } from '../code-list/code-list.store.ts'
import { type Asked, drawAreas, drawCompletion, drawDivergence, drawFreshness, drawMilestones } from './chart.drawing.ts'
import { ChartQuery, ChartTable, DivergenceChartQuery } from './chart.schemas.ts'

const SVG = 'image/svg+xml'

/** What codes are called today: labels have no past. */
export async function readChartLabels (db: Db, language: Language): Promise<StepLabels> {
  const labels = async (list: string) => new Map((await findCodes(db, list)).map(({ code, label }) => [code, inLanguage(label, language)]))
  return { completion: await labels('completion'), precision: await labels('date-precision') }
}

/** Pictures of the statistics, drawn here and embedded anywhere, each with the table behind it. */
export function chartRoutes (app: App, deps: Deps): void {
  function chart<Q extends ChartQuery> (name: string, id: string, about: string, query: typeof ChartQuery | typeof DivergenceChartQuery, draw: (asked: Asked<Q>) => Promise<Chart>): void {
    const drawn = async (asked: Q): Promise<Chart> => {
      const language = asked.language as Language
      // Before the past is entered: labels are those of today.
      const labels = await readChartLabels(deps.db, language)
      return readKnown(deps, asked, (db, day) => draw({ db, query: asked, day, language, labels }))
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

  chart('completion', 'getCompletion', 'Completion by year and voice', ChartQuery, drawCompletion)
  chart('divergence', 'getDivergence', 'How often the government and another voice call completion high', DivergenceChartQuery, drawDivergence)
  chart('milestones', 'getMilestones', 'Milestones from start to deadline, the first sixty', ChartQuery, drawMilestones)
  chart('freshness', 'getFreshness', 'Half-years in which plans were reported on', ChartQuery, drawFreshness)
  chart('policy-areas', 'getPolicyAreas', 'Commitments by policy area', ChartQuery, drawAreas)
}

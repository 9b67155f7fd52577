import Type, { type Static } from 'typebox'
import { LANGUAGES } from '../../charts/words.ts'
import { codes, list, record, text } from '../../schema/scalars.ts'
import { MOST_ROWS, chosen } from './stats.schemas.ts'

const charted = { ...chosen, language: Type.Optional(codes(LANGUAGES, { default: 'en', description: 'Language of title, labels and numbers\' names' })) }

export type ChartQuery = Static<typeof ChartQuery>
export const ChartQuery = record(charted)

export type DivergenceChartQuery = Static<typeof DivergenceChartQuery>
export const DivergenceChartQuery = record({
  ...charted,
  groupBy: Type.Optional(codes(['cycleYear', 'era', 'region', 'member', 'plan'], { default: 'cycleYear', description: 'What a dumbbell stands for' }))
})

export const ChartTable = record({
  title: text(200),
  description: text(1000),
  columns: list(text(200), 20),
  rows: list(list(Type.String({ maxLength: 60000 }), 20), MOST_ROWS)
}, {
  $id: 'ChartTable',
  description: 'The table behind a chart: what it draws, and the rows that it has no room for',
  examples: [{ title: 'Where voices diverge', description: '...', columns: ['Group', 'Voice', 'Comparisons'], rows: [['2019', 'IRM', '4']] }]
})

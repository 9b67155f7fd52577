import { scaleLinear } from 'd3-scale'
import { stack } from 'd3-shape'
import { type Chart, chart, filled, label, legend } from './svg.tsx'
import { type Language, wordsOf } from './words.ts'

/** What the completion scale calls its ranked codes, from low to high. */
export type Scale = Map<string, string>

export interface Rated { total: number, denominator: number, counts: Record<string, number> }
type Bar = Rated & { group: string, part: string }

const [LEFT, WIDTH, STEP] = [280, 520, 26]

/** Horizontal bars of counts by code, each with its number where it fits, and what stands outside the scale at the end. */
function bars (name: string, rows: Bar[], scale: Scale, outside: string, top: number) {
  const x = scaleLinear().domain([0, Math.max(...rows.map(({ total }) => total))]).rangeRound([0, WIDTH])
  const codes = [...scale.keys(), 'unsure']
  const layers = stack<Bar>().keys(codes).value(({ counts, total, denominator }, code) => code === 'unsure' ? total - denominator : counts[code] as number)(rows)
  return (
    <>
      {legend(name, [...scale, ['unsure', outside]], 16, top - 14)}
      {rows.map(({ group, part }, index) => (
        <g key={index} transform={`translate(0 ${top + index * STEP})`}>
          {rows[index - 1]?.group === group ? null : label(group, { x: 16, y: 15, 'font-weight': 'bold' }, part === '' ? 34 : 20)}
          {label(part, { x: LEFT - 8, y: 15, 'text-anchor': 'end' })}
          {layers.map((layer) => {
            const [from, to] = layer[index] as [number, number]
            const [start, width] = [LEFT + x(from), x(to) - x(from)]
            return to === from
              ? null
              : (
                <g key={layer.key}>
                  <rect x={start} width={width} height={STEP - 6} {...filled(name, layer.key)} />
                  {width < 22 ? null : <text x={start + width / 2} y='15' text-anchor='middle' font-weight='bold' stroke='#ffffff' stroke-width='3' paint-order='stroke'>{to - from}</text>}
                </g>
                )
          })}
        </g>
      ))}
    </>
  )
}

const cells = ({ total, denominator, counts }: Rated, scale: Scale): string[] => [...[...scale.keys()].map(code => String(counts[code])), String(total - denominator)]

type ByYear = Rated & { cycleYear: number, voice: 'government' | 'civilSociety' | 'irm' }

export function completionChart (rows: ByYear[], scale: Scale, language: Language): Chart {
  const words = wordsOf(language)
  const table = {
    columns: [words.year, words.voice, ...scale.values(), words.notCounted],
    rows: rows.map(row => [String(row.cycleYear), words[row.voice], ...cells(row, scale)])
  }
  const about = { name: 'completion', title: words.completionTitle, description: words.completionText, language }
  return chart(about, table, words, LEFT + WIDTH + 20, 90 + rows.length * STEP, () =>
    bars(about.name, rows.map(row => ({ ...row, group: String(row.cycleYear), part: words[row.voice] })), scale, words.notCounted, 74))
}

/** Areas at most: a picture is looked at as a whole. */
const MOST_AREAS = 40

/** Of the IRM's ratings; the areas with most commitments first. */
export function areasChart (rows: (Rated & { name: string | null })[], scale: Scale, language: Language): Chart {
  const words = wordsOf(language)
  const named = rows.map(row => ({ ...row, group: row.name ?? words.none, part: '' })).sort((a, b) => b.total - a.total || (a.group < b.group ? -1 : 1))
  const table = { columns: [words.area, words.commitments, ...scale.values(), words.notCounted], rows: named.map(row => [row.group, String(row.total), ...cells(row, scale)]) }
  const drawn = named.slice(0, MOST_AREAS)
  const about = { name: 'policy-areas', title: words.areasTitle, description: words.areasText, language }
  return chart(about, table, words, LEFT + WIDTH + 20, 110 + drawn.length * STEP, () => (
    <>
      {bars(about.name, drawn, scale, words.notCounted, 74)}
      {more(named.length - drawn.length, words.more, 94 + drawn.length * STEP)}
    </>
  ))
}

/** How many rows of the table are not drawn. */
export const more = (left: number, text: string, y: number) => left === 0 ? null : label(`+ ${left} ${text}`, { x: 16, y })

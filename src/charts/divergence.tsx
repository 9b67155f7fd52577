import { scaleLinear } from 'd3-scale'
import { more } from './completion.tsx'
import { type Chart, chart, label } from './svg.tsx'
import { type Language, wordsOf } from './words.ts'

export interface Compared { group: string | null, voice: 'civilSociety' | 'irm', denominator: number, apart: number, governmentHigh: number, otherHigh: number }

const [LEFT, WIDTH, STEP, TOP, MOST] = [280, 460, 28, 92, 60]

/** A dumbbell for each group and voice: a filled circle is the government, an open square the other voice. */
export function divergenceChart (rows: Compared[], language: Language): Chart {
  const words = wordsOf(language)
  const share = (part: number, whole: number): string => whole === 0 ? '-' : `${Math.round(part / whole * 100)} %`
  const name = (group: string | null): string => group ?? words.none
  const table = {
    columns: [words.group, words.voice, words.comparisons, words.highGovernment, words.highOther, words.twoSteps],
    rows: rows.map(row => [name(row.group), words[row.voice], String(row.denominator), share(row.governmentHigh, row.denominator), share(row.otherHigh, row.denominator), share(row.apart, row.denominator)])
  }
  const drawn = rows.slice(0, MOST)
  const x = scaleLinear().rangeRound([LEFT, LEFT + WIDTH])
  const about = { name: 'divergence', title: words.divergenceTitle, description: words.divergenceText, language }
  return chart(about, table, words, LEFT + WIDTH + 60, TOP + 24 + drawn.length * STEP, () => (
    <>
      <circle cx='22' cy='46' r='6' fill='#08306b' />{label(words.highGovernment, { x: 36, y: 50 })}
      <rect x='346' y='40' width='12' height='12' fill='#ffffff' stroke='#b04a00' stroke-width='3' />{label(words.highOther, { x: 366, y: 50 })}
      {x.ticks(4).map(tick => <g key={tick}><line x1={x(tick)} x2={x(tick)} y1={TOP - 8} y2={TOP + drawn.length * STEP} stroke='#c8c8c8' />{label(`${tick * 100} %`, { x: x(tick), y: TOP - 14, 'text-anchor': 'middle' })}</g>)}
      {drawn.map(({ group, voice, denominator, governmentHigh, otherHigh }, index) => {
        const [claimed, found] = [x(governmentHigh / denominator), x(otherHigh / denominator)]
        return (
          <g key={index} transform={`translate(0 ${TOP + index * STEP})`}>
            {label(name(group), { x: 16, y: 15, 'font-weight': 'bold' }, 20)}
            {label(words[voice], { x: LEFT - 16, y: 15, 'text-anchor': 'end' })}
            {denominator === 0
              ? label('-', { x: LEFT, y: 15 })
              : (
                <>
                  <line x1={claimed} x2={found} y1='10' y2='10' stroke='#1a1a1a' stroke-width='2' />
                  <rect x={found - 6} y='4' width='12' height='12' fill='#ffffff' stroke='#b04a00' stroke-width='3' />
                  <circle cx={claimed} cy='10' r='6' fill='#08306b' />
                  {label(String(denominator), { x: LEFT + WIDTH + 16, y: 15 })}
                </>
                )}
          </g>
        )
      })}
      {more(rows.length - drawn.length, words.more, TOP + 16 + drawn.length * STEP)}
    </>
  ))
}

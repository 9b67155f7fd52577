import { scaleTime } from 'd3-scale'
import type { Scale } from './completion.tsx'
import { type Chart, chart, label } from './svg.tsx'
import { type Language, wordsOf } from './words.ts'

export interface Said { voice: 'government' | 'civilSociety' | 'irm', on: string, completion: string | null }

const [LEFT, WIDTH, BAND, TOP] = [220, 500, 44, 78]

/** Each voice has its own mark, its own line and its own height in a band, so that none hides another. */
const VOICES = {
  government: { colour: '#08306b', shift: -12, mark: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z', fill: '#08306b', dashes: 'none' },
  civilSociety: { colour: '#b04a00', shift: 0, mark: 'M-6 -6h12v12h-12z', fill: '#ffffff', dashes: undefined },
  irm: { colour: '#00604a', shift: 12, mark: 'M0 -7l7 12h-14z', fill: '#ffffff', dashes: '6 4' }
} as const

/** What each voice said of one commitment, in bands from complete down to what is outside the scale. */
export function voicesChart (points: Said[], scale: Scale, language: Language): Chart {
  const words = wordsOf(language)
  const bands = [...[...scale].reverse(), ['', words.notCounted] as const]
  const table = {
    columns: [words.day, words.voice, words.completion],
    rows: points.map(({ voice, on, completion }) => [on, words[voice], scale.get(completion as string) ?? words.notCounted])
  }
  const days = points.map(({ on }) => on).sort()
  const [first, last] = [new Date(days[0] as string), new Date(days.at(-1) as string)]
  const x = scaleTime().domain([first.setUTCMonth(first.getUTCMonth() - 3), last.setUTCMonth(last.getUTCMonth() + 3)]).rangeRound([LEFT, LEFT + WIDTH])
  const bottom = TOP + bands.length * BAND
  const placed = points.map((point) => {
    const band = bands.findIndex(([code]) => code === point.completion)
    return { ...point, x: x(new Date(point.on)), y: TOP + (band < 0 ? bands.length - 1 : band) * BAND + BAND / 2 + VOICES[point.voice].shift }
  })
  const about = { name: 'voices', title: words.voicesTitle, description: words.voicesText, language }
  return chart(about, table, words, LEFT + WIDTH + 40, bottom + 30, () => (
    <>
      {Object.entries(VOICES).map(([voice, { colour, mark, fill }], index) => (
        <g key={voice} transform={`translate(${24 + index * 150} 50)`}>
          <path d={mark} fill={fill} stroke={colour} stroke-width='2' />{label(words[voice as Said['voice']], { x: 14, y: 4 })}
        </g>
      ))}
      {bands.map(([code, name], index) => (
        <g key={code} transform={`translate(0 ${TOP + index * BAND})`}>
          <rect x={LEFT} width={WIDTH} height={BAND} fill={index % 2 === 0 ? '#f2f2f2' : '#ffffff'} />
          {label(name, { x: LEFT - 10, y: BAND / 2 + 4, 'text-anchor': 'end' }, 30)}
        </g>
      ))}
      {x.ticks(5).map(tick => <g key={tick}><line x1={x(tick)} x2={x(tick)} y1={TOP} y2={bottom} stroke='#c8c8c8' />{label(tick.toISOString().slice(0, 7), { x: x(tick), y: bottom + 18, 'text-anchor': 'middle', 'font-size': 11 })}</g>)}
      {Object.entries(VOICES).map(([voice, { colour, dashes }]) => {
        const path = placed.filter(point => point.voice === voice).map(point => `${point.x},${point.y}`).join(' ')
        return dashes === undefined ? null : <polyline key={voice} points={path} fill='none' stroke={colour} stroke-width='2' stroke-dasharray={dashes} />
      })}
      {placed.map(({ voice, on, completion, x, y }, index) => (
        <g key={index} transform={`translate(${x} ${y})`}>
          <title>{`${words[voice]}, ${on}: ${scale.get(completion as string) ?? words.notCounted}`}</title>
          <path d={VOICES[voice].mark} fill={VOICES[voice].fill} stroke={VOICES[voice].colour} stroke-width='2' />
        </g>
      ))}
    </>
  ))
}

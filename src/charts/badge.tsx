import { clean, picture } from './svg.tsx'
import type { Language } from './words.ts'

export interface Segment { label: string, value: string }

const PAD = 6

/** Wide enough for Verdana at 11 px; `textLength` makes any other font fit. */
function widthOf (text: string): number {
  const widths = [...text].map(character => /[ilj.,:;'|!]/.test(character) ? 4 : /[mwMW@%]/.test(character) ? 11 : /[^\x20-\x7e]/.test(character) ? 12 : 7.3)
  return Math.ceil(widths.reduce((sum, width) => sum + width, 2 * PAD))
}

/** Every voice with what it says, side by side and of one colour: none of them is the verdict. */
export function badge (title: string, segments: Segment[], language: Language): string {
  let end = 0
  const boxes = segments.flatMap(({ label, value }) => [{ text: label, fill: '#404040' }, { text: value, fill: '#1f4e79' }]).map(({ text, fill }) => {
    const [x, width] = [end, widthOf(text)]
    end += width
    return (
      <g key={x}>
        <rect x={x} width={width} height='22' fill={fill} />
        <text x={x + PAD} y='15' fill='#ffffff' font-size='11' textLength={width - 2 * PAD} lengthAdjust='spacingAndGlyphs'>{clean(text)}</text>
      </g>
    )
  })
  const description = segments.map(({ label, value }) => `${label}: ${value}`).join('; ')
  return picture({ name: 'badge', title, description, language }, { columns: [], rows: [] }, end, 22, boxes)
}

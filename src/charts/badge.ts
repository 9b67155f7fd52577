import { h } from 'preact'
import { clean, picture } from './svg.ts'
import type { Language } from './words.ts'

export interface Segment { label: string, value: string }

/** Wide enough for Verdana at 11 px; `textLength` makes any other font fit. */
const widthOf = (text: string): number => Math.ceil([...text].reduce((sum, character) => sum + (/[ilj.,:;'|!]/.test(character) ? 4 : /[mwMW@%]/.test(character) ? 11 : /[^\x20-\x7e]/.test(character) ? 12 : 7.3), 0))

const PAD = 6

/** Every voice with what it says, side by side and of one colour: none of them is the verdict. */
export function badge (title: string, segments: Segment[], language: Language): string {
  let x = 0
  const parts = segments.flatMap(({ label, value }) => {
    const box = (text: string, fill: string, weight: string) => {
      const [at, width] = [x, widthOf(text) + 2 * PAD]
      x += width
      return [h('rect', { x: at, width, height: 22, fill }), h('text', { x: at + PAD, y: 15, fill: '#ffffff', 'font-size': 11, 'font-weight': weight, textLength: width - 2 * PAD, lengthAdjust: 'spacingAndGlyphs' }, clean(text))]
    }
    return [...box(label, '#404040', 'normal'), ...box(value, '#1f4e79', 'bold')]
  })
  const description = segments.map(({ label, value }) => `${label}: ${value}`).join('; ')
  return picture({ name: 'badge', title, description, language, width: x, height: 22 }, { columns: [], rows: [] }, ...parts)
}

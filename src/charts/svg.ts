import { type ComponentChildren, h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Language, Words } from './words.ts'

/** Pieces of SVG that every picture here is made of: no script, no style, nothing loaded; readable without colour. */

/** The table behind a chart, as text: what it draws and, where there is more than it draws, the rest. */
export interface Table { columns: string[], rows: string[][] }

export interface Picture {
  /** Sets its ids apart from those of other pictures on one page. */
  name: string
  title: string
  description: string
  language: Language
  width: number
  height: number
}

/** What XML 1.0 cannot hold, escaped or not (section 2.2). */
// eslint-disable-next-line no-control-regex
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
export const clean = (text: string): string => text.toWellFormed().replace(NO_XML, '\ufffd')

/** At most `most` characters, the last one an ellipsis where there were more. */
export function cut (text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}

export const label = (text: string, attributes: object): ComponentChildren => h('text', { ...attributes }, clean(text))

/** With the whole text as what a pointer shows. */
export const cutLabel = (text: string, most: number, attributes: object): ComponentChildren => h('text', { ...attributes }, h('title', null, clean(text)), cut(clean(text), most))

/** A row of a table at most in a description: more is not read aloud with use. */
const MOST_SPOKEN = 200

const spoken = ({ columns, rows }: Table): string => rows.slice(0, MOST_SPOKEN).map(row => row.map((cell, index) => `${columns[index]}: ${cell}`).join(', ')).join('. ')

export function picture ({ name, title, description, language, width, height }: Picture, table: Table, ...children: ComponentChildren[]): string {
  const text = table.rows.length === 0 ? description : `${description} ${spoken(table)}.`
  return renderToString(h('svg', {
    xmlns: 'http://www.w3.org/2000/svg', role: 'img', lang: language, 'aria-labelledby': `${name}-title ${name}-desc`, width, height, viewBox: `0 0 ${width} ${height}`, 'font-family': 'Verdana, DejaVu Sans, sans-serif', 'font-size': 12, fill: '#1a1a1a'
  }, h('title', { id: `${name}-title` }, clean(title)), h('desc', { id: `${name}-desc` }, clean(text)), ...children))
}

/** From low to high, told apart by lightness and by pattern: the palette stays readable for every kind of colour vision and in print. */
const SCALE = { not_started: '#f4f4f4', limited: '#a6cee3', substantial: '#4292c6', complete: '#08306b' } as const
export type Ranked = keyof typeof SCALE

const HATCHES: Record<string, { d: string, ground: string }> = {
  not_started: { ground: SCALE.not_started, d: '' },
  limited: { ground: SCALE.limited, d: 'M0 0H1V1H0zM4 4H5V5H4z' },
  substantial: { ground: SCALE.substantial, d: 'M0 8L8 0L7 0L0 7z' },
  complete: { ground: SCALE.complete, d: '' },
  unsure: { ground: '#ffffff', d: 'M0 0L8 8L7 8L0 1z' }
}

/** Patterns by `url(#name-code)`. */
export const patterns = (name: string): ComponentChildren => h('defs', null, Object.entries(HATCHES).map(([code, { ground, d }]) =>
  h('pattern', { id: `${name}-${code}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' }, h('rect', { width: 8, height: 8, fill: ground }), h('path', { d, fill: '#1a1a1a' }))))

export const filled = (name: string, code: string): object => ({ fill: `url(#${name}-${code})`, stroke: '#1a1a1a', 'stroke-width': 0.5 })

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: object = {}): ComponentChildren => h('line', { x1, y1, x2, y2, stroke: '#767676', ...attributes })

/** Boxes with what they mean, from left to right. */
export function legend (name: string, entries: [code: string, text: string][], x: number, y: number): ComponentChildren[] {
  let left = x
  return entries.flatMap(([code, text]) => {
    const at = left
    left += 30 + text.length * 7.5
    return [h('rect', { x: at, y: y - 10, width: 14, height: 12, ...filled(name, code) }), label(text, { x: at + 20, y })]
  })
}

export const TITLE = { x: 16, y: 26, 'font-size': 16, 'font-weight': 'bold' }

/** A chart of nothing says so. */
export const empty = (about: Omit<Picture, 'width' | 'height'>, table: Table, words: Words): string =>
  picture({ ...about, description: words.nothing, width: 480, height: 80 }, table, h('rect', { width: 480, height: 80, fill: '#ffffff' }), label(about.title, TITLE), label(words.nothing, { x: 16, y: 56 }))

import type { ComponentChildren, JSX } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Language, Words } from './words.ts'
import { xmlText } from '../schema/xml.ts'

/** Pieces of SVG that every picture here is made of: no script, no style, nothing loaded; readable without colour. */

/** The table behind a chart, as text. */
export interface Table { columns: string[], rows: string[][] }

export interface About {
  /** Sets its ids apart from those of other pictures on one page. */
  name: string
  title: string
  description: string
  language: Language
}

export interface Chart { title: string, description: string, table: Table, svg: string }

/** As XML holds it; the end of a CDATA section, which text may not say either, is left unescaped (XML 1.0, section 2.4). */
export const clean = (text: string): string => xmlText(text).replaceAll(']]>', ']] >')

/** At most `most` characters, the last one an ellipsis where there were more. */
export function cut (text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}

type TextAttributes = Omit<JSX.IntrinsicElements['text'], 'children' | 'ref'>

/** With the whole text as what a pointer shows where it is cut. */
export function label (text: string, attributes: TextAttributes, most = Infinity) {
  const [whole, short] = [clean(text), cut(clean(text), most)]
  return <text {...attributes}>{short === whole ? null : <title>{whole}</title>}{short}</text>
}

/** Rows of a table that a description tells: more is not read aloud with use. */
const MOST_SPOKEN = 200

const spoken = ({ columns, rows }: Table): string => rows.slice(0, MOST_SPOKEN).map(row => ` ${row.map((cell, index) => `${columns[index]}: ${cell}`).join(', ')}.`).join('')

export function picture ({ name, title, description, language }: About, table: Table, width: number, height: number, children: ComponentChildren): string {
  return renderToString(
    <svg
      xmlns='http://www.w3.org/2000/svg' role='img' lang={language} aria-labelledby={`${name}-title ${name}-desc`} width={width} height={height}
      viewBox={`0 0 ${width} ${height}`} font-family='Verdana, DejaVu Sans, sans-serif' font-size='12' fill='#1a1a1a'
    >
      <title id={`${name}-title`}>{clean(title)}</title>
      <desc id={`${name}-desc`}>{clean(description + spoken(table))}</desc>
      {children}
    </svg>
  )
}

/** From low to high, told apart by lightness and by pattern, so that no kind of colour vision and no printer loses them. */
const FILLS: Record<string, { ground: string, d: string }> = {
  not_started: { ground: '#f4f4f4', d: '' },
  limited: { ground: '#a6cee3', d: 'M0 0h1v1h-1zM4 4h1v1h-1z' },
  substantial: { ground: '#4292c6', d: 'M0 8L8 0h-1L0 7z' },
  complete: { ground: '#08306b', d: '' },
  unsure: { ground: '#ffffff', d: 'M0 0L8 8h-1L0 1z' }
}

export const filled = (name: string, code: string) => ({ fill: `url(#${name}-${code})`, stroke: '#1a1a1a', 'stroke-width': 0.5 })

const Patterns = ({ name }: { name: string }) => (
  <defs>
    {Object.entries(FILLS).map(([code, { ground, d }]) => (
      <pattern key={code} id={`${name}-${code}`} width='8' height='8' patternUnits='userSpaceOnUse'><rect width='8' height='8' fill={ground} />{d === '' ? null : <path d={d} fill='#1a1a1a' />}</pattern>
    ))}
  </defs>
)

/** Boxes with what they mean, from left to right. */
export function legend (name: string, entries: [code: string, text: string][], x: number, y: number) {
  let left = x
  return entries.map(([code, text]) => {
    const at = left
    left += 34 + text.length * 7.5
    return <g key={code}><rect x={at} y={y - 10} width='14' height='12' {...filled(name, code)} />{label(text, { x: at + 20, y })}</g>
  })
}

/** A whole chart: its title on a white ground, and what it draws; of nothing it says so. */
export function chart (about: About, table: Table, words: Words, width: number, height: number, draw: () => ComponentChildren): Chart {
  const nothing = table.rows.length === 0
  const [w, h] = nothing ? [480, 80] : [width, height]
  const description = nothing ? words.nothing : about.description
  const svg = picture({ ...about, description }, table, w, h, (
    <>
      <Patterns name={about.name} />
      <rect width={w} height={h} fill='#ffffff' />
      {label(about.title, { x: 16, y: 26, 'font-size': 16, 'font-weight': 'bold' })}
      {nothing ? label(words.nothing, { x: 16, y: 56 }) : draw()}
    </>
  ))
  return { title: about.title, description, table, svg }
}

import { type Sheet, type SheetRow, columnLetters } from '../../../sheet/sheet.ts'
import { FIELDS, plainName } from './field.rules.ts'

/** Which column of a sheet holds what, found by its header; never by its place. */

/** What a source calls its columns; null leaves a column out on purpose. Headers are compared as plain names. */
export interface Mapping { columns: readonly { header: string, field: string | null }[], language?: string | null, dates?: DateOrder | null }
/** How a source writes days: 31/12/2027 or 12/31/2027. */
export type DateOrder = 'day-first' | 'month-first'

export interface Column { index: number, letter: string, header: string, field: string, language?: string }
export interface Header {
  row: number
  columns: Column[]
  unknown: { column: string, header: string }[]
  /** Columns that say again what an earlier one says: nobody can tell which is meant. */
  repeated: { column: string, header: string, first: string }[]
}

/** Titles and notes stand above headers; whoever has more names the row. */
const HEADER_WITHIN = 20
/** Reports quote so much of a header. */
const LONGEST_HEADER = 300

const BY_NAME: ReadonlyMap<string, string> = new Map(Object.entries(FIELDS).flatMap(([name, { names }]) =>
  [name, ...Object.values(names).flat()].map(known => [plainName(known), name] as const)))

/** `title:es`, `Title (es)`, `Title [pt-BR]` */
const WITH_LANGUAGE = /^(.*?)\s*[:([]\s*([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\s*[)\]]?$/i

interface Known { field: string, language?: string }

/** @returns the field that a name of the contract means, such as `title:es`; undefined where there is none */
export function fieldOf (name: string, names: ReadonlyMap<string, string> = BY_NAME): Known | undefined {
  const whole = names.get(plainName(name))
  if (whole !== undefined) return { field: whole }
  const [, base = '', language = ''] = WITH_LANGUAGE.exec(name) ?? []
  const field = names.get(plainName(base))
  return field !== undefined && FIELDS[field]?.kind === 'text' ? { field, language } : undefined
}

/** What each plain name means in this file: the mapping first, then the names that everybody has. */
function readerOf (mapping: Mapping | undefined): (header: string) => Known | null | undefined {
  const mapped = new Map((mapping?.columns ?? []).map(({ header, field }) => [plainName(header), field === null ? null : fieldOf(field) as Known]))
  return (header) => {
    const said = mapped.get(plainName(header))
    return said === undefined ? fieldOf(header) : said
  }
}

function headerOf ({ row, cells }: SheetRow, read: (header: string) => Known | null | undefined): Header {
  const header: Header = { row, columns: [], unknown: [], repeated: [] }
  const first = new Map<string, string>()
  for (const [index, cell] of cells.entries()) {
    const named = cell.trim().slice(0, LONGEST_HEADER).toWellFormed()
    const letter = columnLetters(index + 1)
    const known = read(named)
    if (known === null || named === '') continue
    if (known === undefined) { header.unknown.push({ column: letter, header: named }); continue }
    const key = `${known.field}:${known.language ?? ''}`
    const earlier = first.get(key)
    if (earlier === undefined) header.columns.push({ index, letter, header: named, ...known })
    else header.repeated.push({ column: letter, header: named, first: earlier })
    if (earlier === undefined) first.set(key, letter)
  }
  return header
}

/**
 * Returns the named row, or the one of the first rows with the most known names; undefined if none has a name that tells
 * rows apart.
 */
export function findHeader (sheet: Sheet, mapping?: Mapping, named?: number): Header | undefined {
  const read = readerOf(mapping)
  const candidates = named === undefined ? sheet.rows.slice(0, HEADER_WITHIN) : sheet.rows.filter(({ row }) => row === named)
  const headers = candidates.map(row => headerOf(row, read)).filter(isHeader)
  return headers.reduce<Header | undefined>((best, header) => best === undefined || header.columns.length > best.columns.length ? header : best, undefined)
}

/** A line with one known word may be anything. */
const isHeader = ({ columns }: Header): boolean => columns.length > 1

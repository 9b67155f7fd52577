import type { Column, Row } from './columns.rules.ts'

/**
 * CSV by RFC 4180, lossless: null is an empty cell, an empty text is `""`, a number and a boolean are as in JSON, and what is no
 * scalar is its JSON. The spreadsheet dialect begins with a byte order mark, by which Excel knows UTF-8, and puts an apostrophe
 * before every text that a spreadsheet could take for a formula, or that begins with one already: without its first apostrophe
 * each cell is the text again.
 */
export type Dialect = 'rfc4180' | 'spreadsheet'

/** What begins a formula in some spreadsheet (OWASP, CSV injection), after blanks too, and the mark itself. */
const FORMULA = /^(['\t\r\n]|\s*[=+\-@＝＋－＠])/

const protect = (text: string): string => FORMULA.test(text) ? `'${text}` : text

const quote = (text: string): string => text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

function cell (value: unknown, dialect: Dialect): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return quote(dialect === 'spreadsheet' ? protect(value) : value)
  return typeof value === 'object' ? quote(JSON.stringify(value)) : String(value)
}

export const csvHeader = (columns: readonly Column[], dialect: Dialect): string =>
  `${dialect === 'spreadsheet' ? '\uFEFF' : ''}${columns.map(({ name }) => name).join(',')}\r\n`

export const csvRow = (columns: readonly Column[], row: Row, dialect: Dialect): string =>
  `${columns.map(({ name }) => cell(row[name], dialect)).join(',')}\r\n`

import type { DATE_PRECISIONS } from '../../../schema/vocabulary.ts'
import { saysSomething } from './values.ts'

/**
 * Dates as OGP's sheets write them. A period's date is its last day (shapes.md); the words are kept beside.
 *
 * The sheet mixes day first and month first, in one plan even, since a spreadsheet program turned "July 2012" and "1/7/2014"
 * into dates and left "28/5/2014" alone. A date that can be read two ways is read
 * (1) as the first of a month where exactly one part is 1: plans begin and end with months (1,405 of the 1,409 such cells of
 *     2016, and right for every plan whose years can be checked: Mexico's second runs 01/10/2013 - 01/07/2015, Canada's first
 *     04/01/2012 - 04/01/2013), else
 * (2) in the order of most dates of the file that can be read in one way only, else
 * (3) day first.
 */

export type DayOrder = 'day-first' | 'month-first'

export interface DateReading {
  on: string | null
  precision: typeof DATE_PRECISIONS[number]
  text: string | null
  /** Why the reading is a choice, or why there is none; null when the cell is plain. */
  rule: 'ambiguous-date' | 'impossible-date' | 'season-date' | 'period-date' | 'unreadable-date' | null
}

const NUMERIC = /^(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?:[ T].*)?$/
const ISO = /^((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?$/
const YEAR = '((?:19|20)\\d\\d)'
const ONGOING = /^(ongoing|continuous|continuing|continual|permanent)\b/i
const UNKNOWN = /^(not specified|none specified|unspecified|unclear|unknown|none|tbd|-+)$/i

/** In English, Spanish and French, without accents; three letters or more of a name will do. */
const MONTHS = ['january enero janvier', 'february febrero fevrier', 'march marzo mars', 'april abril avril', 'may mayo mai', 'june junio juin',
  'july julio juillet', 'august agosto aout', 'september septiembre setiembre septembre', 'october octubre octobre',
  'november noviembre novembre', 'december diciembre decembre'].map(names => names.split(' '))

export function dayOrder (cells: Iterable<string>): DayOrder {
  let dayFirst = 0
  let monthFirst = 0
  for (const cell of cells) {
    const [, first, second] = (NUMERIC.exec(cell) ?? []).map(Number)
    if (first === undefined || second === undefined) continue
    if (first > 12) dayFirst++
    if (second > 12) monthFirst++
  }
  return monthFirst > dayFirst ? 'month-first' : 'day-first'
}

export function readDate (cell: string, order: DayOrder): DateReading {
  if (!saysSomething(cell)) return { on: null, precision: 'unknown', text: null, rule: null }
  const text = cell.slice(0, 500)
  if (UNKNOWN.test(cell)) return { on: null, precision: 'unknown', text, rule: null }
  if (ONGOING.test(cell)) return { on: null, precision: 'ongoing', text, rule: null }
  return { ...readDay(cell, order) ?? readPeriod(cell) ?? { on: null, precision: 'unknown', rule: 'unreadable-date' }, text }
}

type Reading = Omit<DateReading, 'text'>

function readDay (cell: string, order: DayOrder): Reading | null {
  const iso = ISO.exec(cell)
  if (iso !== null) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const named = /^(?<date>\d{1,2})\.? (?:de )?(?<month>\p{L}+)\.?(?: de|,)? (?<year>\d{4})$/u.exec(cell)?.groups ??
    /^(?<month>\p{L}+)\.? (?<date>\d{1,2}),? (?<year>\d{4})$/u.exec(cell)?.groups
  const month = monthNumber(named?.['month'] ?? '')
  if (month > 0) return day(Number(named?.['year']), month, Number(named?.['date']))
  const [, first, second, year] = (NUMERIC.exec(cell) ?? []).map(Number)
  if (first === undefined || second === undefined || year === undefined) return null
  if (first === 0 || first > 12 || first === second) return day(year, second, first)
  if (second === 0 || second > 12) return day(year, first, second)
  const dayFirst = first === 1 || second === 1 ? first === 1 : order === 'day-first'
  return { ...(dayFirst ? day(year, second, first) : day(year, first, second)), rule: 'ambiguous-date' }
}

function readPeriod (cell: string): Reading | null {
  const quarter = new RegExp(`^(?:q|quarter ?|trimestre ?)([1-4]),?[ /-]+${YEAR}$`, 'i').exec(cell)
  if (quarter !== null) return period(Number(quarter[2]), Number(quarter[1]) * 3, 'quarter')
  const backwards = new RegExp(`^${YEAR}[ /-]*(?:q|quarter ?)([1-4])$`, 'i').exec(cell)
  if (backwards !== null) return period(Number(backwards[1]), Number(backwards[2]) * 3, 'quarter')
  const season = new RegExp(`^(?:spring|summer|autumn|fall|winter),? ${YEAR}$`, 'i').exec(cell)
  // The season of which hemisphere? The year is certain.
  if (season !== null) return { ...period(Number(season[1]), 12, 'year'), rule: 'season-date' }
  const year = new RegExp(`^(?:(?:by |by the |late )?(?:end of |end )?)${YEAR}$`, 'i').exec(cell)
  if (year !== null) return period(Number(year[1]), 12, 'year')
  const years = new RegExp(`^${YEAR} ?[-–/] ?${YEAR}$`).exec(cell)
  if (years !== null) return { ...period(Number(years[2]), 12, 'year'), rule: 'period-date' }
  const numeric = new RegExp(`^(\\d{1,2})[/-]${YEAR}$`).exec(cell)
  if (numeric !== null && Number(numeric[1]) >= 1 && Number(numeric[1]) <= 12) return period(Number(numeric[2]), Number(numeric[1]), 'month')
  const months = new RegExp(`^(?:(\\p{L}+)\\.? ?[-–/] ?)?(\\p{L}+)\\.?(?: de|,)?[ -]${YEAR}$`, 'u').exec(cell)
  const month = monthNumber(months?.[2] ?? '')
  if (month === 0) return null
  return { ...period(Number(months?.[3]), month, 'month'), rule: months?.[1] === undefined ? null : 'period-date' }
}

/** 0 for a word that is no month. */
function monthNumber (word: string): number {
  const plain = word.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
  return plain.length < 3 ? 0 : MONTHS.findIndex(names => names.some(name => name.startsWith(plain))) + 1
}

function lastDay (year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function iso (year: number, month: number, date: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}

function day (year: number, month: number, date: number): Reading {
  const exists = month >= 1 && month <= 12 && date >= 1 && date <= lastDay(year, month)
  return exists
    ? { on: iso(year, month, date), precision: 'day', rule: null }
    : { on: null, precision: 'unknown', rule: 'impossible-date' }
}

function period (year: number, month: number, precision: 'month' | 'quarter' | 'year'): Reading {
  return { on: iso(year, month, lastDay(year, month)), precision, rule: null }
}

import { lastDay } from '../../../schema/dates.ts'
import type { DATE_PRECISIONS } from '../../../schema/vocabulary.ts'
import type { DateOrder } from './columns.ts'
import { plainName } from './field.rules.ts'

/** What the text of a cell says. A value that could be read in two ways is not read: the row is told, and nobody guesses. */

/** Says that a cell cannot be read: by which rule, and what to do. */
export class Unreadable extends Error {
  readonly rule: string

  constructor (rule: string, message: string) {
    super(message)
    this.rule = rule
  }
}

/** What empties a field. A cell that is empty leaves it as it is: a column that somebody did not fill must not wipe a plan. */
const NOTHING = new Set(['(none)', '(ninguno)', '(ninguna)', '(aucun)', '(aucune)'])
export const emptying = (text: string): boolean => NOTHING.has(text.toLowerCase())

export interface ReadDate { on: string | null, precision: typeof DATE_PRECISIONS[number] }

const OPEN: ReadonlyMap<string, 'ongoing' | 'unknown'> = new Map([
  ...['ongoing', 'continuo', 'permanente', 'en curso', 'en continu', 'en cours', 'permanent'].map(word => [word, 'ongoing'] as const),
  ...['unknown', 'desconocida', 'desconocido', 'inconnue', 'inconnu'].map(word => [word, 'unknown'] as const)
])

const pad = (part: string | number): string => String(part).padStart(2, '0')

/** The last day of a period, or the day itself where it exists. */
function day (on: string, precision: 'day' | 'month' | 'quarter' | 'year'): ReadDate {
  const there = new Date(`${on}T00:00:00Z`)
  if (Number.isNaN(there.getTime()) || there.toISOString().slice(0, 10) !== on) throw new Unreadable('date', `${on} is no day of the calendar.`)
  return { on: lastDay(on, precision), precision }
}

/** What a date cell holds, which shows where its format was lost; counted from 1899-12-30 (ECMA-376, 18.17.4.1). No date is read from it: any number could be one. */
const countedDay = (days: number): string => new Date(Date.UTC(1899, 11, 30 + days)).toISOString().slice(0, 10)

/**
 * 2027-12-31, 2027-12, 2027-Q4, 2027, `ongoing`, `unknown`; days as 31/12/2027 where the order is certain.
 * @throws Unreadable
 */
export function readDate (text: string, order: DateOrder | null | undefined): ReadDate {
  const open = OPEN.get(plainName(text))
  if (open !== undefined) return { on: null, precision: open }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return day(text, 'day')
  if (/^\d{4}-\d{2}$/.test(text)) return day(`${text}-01`, 'month')
  if (/^\d{4}$/.test(text)) return day(`${text}-01-01`, 'year')
  const quarter = /^(\d{4})[- ]?[QT]([1-4])$/i.exec(text)
  if (quarter !== null) return day(`${quarter[1]}-${pad(Number(quarter[2]) * 3)}-01`, 'quarter')
  if (/^\d{5}$/.test(text)) throw new Unreadable('date', `Give the column the format of a date: if ${text} is a spreadsheet's count of days it means ${countedDay(Number(text))}. Or write the day so.`)
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  if (parts === null) throw new Unreadable('date', 'Write the day as 2027-12-31, a period as 2027-12, 2027-Q4 or 2027, or "ongoing"; other words belong in the column "as published".')
  const [first, second, year] = [Number(parts[1]), Number(parts[2]), parts[3] as string]
  const dayFirst = order === 'day-first' || (order == null && first > 12)
  if (!dayFirst && order == null && second <= 12 && first !== second) {
    throw new Unreadable('ambiguous-date', `This is ${year}-${pad(second)}-${pad(first)} or ${year}-${pad(first)}-${pad(second)}. Write it as year-month-day, or say in the mapping of the source which order it uses.`)
  }
  return day(dayFirst ? `${year}-${pad(second)}-${pad(first)}` : `${year}-${pad(first)}-${pad(second)}`, 'day')
}

/** @throws Unreadable where it is no plain number: 1.234 is one and a bit, 1,234 could be either */
export function readNumber (text: string): number {
  if (!/^-?\d{1,16}(\.\d{1,20})?(e-\d{1,2})?$/.test(text)) throw new Unreadable('number', 'Write digits alone, with a point before decimals: 1234567.89.')
  return Number(text)
}

/** What stands in one cell, separated by semicolons, bars or line breaks: names hold commas. */
export const partsOf = (text: string): string[] => text.split(/[;|\n]/).map(part => part.trim()).filter(part => part !== '')

export function readNumbers (text: string): number[] {
  return partsOf(text.replaceAll(',', ';')).map(readNumber)
}

/** Plain name -> what it means; null where it means more than one thing. */
export type Names = ReadonlyMap<string, string | null>

/** Every name of every thing, and its id. */
export function namesOf (things: readonly { id: string, names: readonly string[] }[]): Names {
  const names = new Map<string, string | null>()
  for (const thing of things) {
    for (const name of thing.names.map(plainName)) names.set(name, [undefined, thing.id].includes(names.get(name) as string) ? thing.id : null)
  }
  // An id is that of one thing, whatever others are called.
  for (const { id } of things) names.set(plainName(id), id)
  return names
}

/** @throws Unreadable */
export function readName (text: string, names: Names, what: string, help: string): string {
  const id = names.get(plainName(text))
  if (id === null) throw new Unreadable('ambiguous-name', `More than one ${what} is called so: give its id.`)
  if (id === undefined) throw new Unreadable('unknown-name', `There is no ${what} "${text.slice(0, 200)}". ${help}`)
  return id
}

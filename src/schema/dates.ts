import type { ErrorItem } from '../errors.ts'
import type { DATE_PRECISIONS } from './vocabulary.ts'

const DAY = 86_400_000

/** What is told as past must not lie ahead. Days have no time zone: until tomorrow it is today somewhere. */
export function futureFaults (on: string, days: Readonly<Record<string, string | null>>): ErrorItem[] {
  const latest = new Date(Date.parse(on) + DAY).toISOString().slice(0, 10)
  return Object.entries(days).filter(([, day]) => day !== null && day > latest)
    .map(([name, day]) => ({ pointer: `/${name}`, detail: `${day} lies in the future` }))
}

/** The first day that a date of this precision may mean: "2012" (2012-12-31, year) begins on 2012-01-01. */
export function firstDay (on: string, precision: typeof DATE_PRECISIONS[number]): string {
  if (precision === 'day') return on
  const month = Number(on.slice(5, 7))
  const first = { month, quarter: Math.ceil(month / 3) * 3 - 2, year: 1, ongoing: month, unknown: month }[precision]
  return `${on.slice(0, 4)}-${String(first).padStart(2, '0')}-01`
}

/** The last day of the period that holds this day. */
export function lastDay (on: string, precision: typeof DATE_PRECISIONS[number]): string {
  const [year, month] = [Number(on.slice(0, 4)), Number(on.slice(5, 7))]
  const last = { day: 0, month, quarter: Math.ceil(month / 3) * 3, year: 12, ongoing: 0, unknown: 0 }[precision]
  return last === 0 ? on : new Date(Date.UTC(year, last, 0)).toISOString().slice(0, 10)
}

import type { DATE_PRECISIONS } from './vocabulary.ts'

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

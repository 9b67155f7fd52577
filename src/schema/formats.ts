/** The formats of JSON Schema, narrowed to what the database can hold: years 0001 to 9999, no leap seconds. */

const DATE = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** A day of the calendar. */
export function isDate (text: string): boolean {
  const time = Date.parse(text)
  return DATE.test(text) && !text.startsWith('0000') && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** An instant of RFC 3339 whose UTC year has four digits too. */
export function isInstant (text: string): boolean {
  if (!INSTANT.test(text) || !isDate(text.slice(0, 10))) return false
  const year = new Date(text).getUTCFullYear()
  return year > 0 && year < 10000
}

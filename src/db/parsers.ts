/**
 * How both drivers read the types on which they differ (node-postgres and PGlite disagree on all of these).
 * Dates stay the text that PostgreSQL sends; instants become RFC 3339 UTC; 64-bit and decimal numbers become numbers.
 */
const asText = (value: string): string => value

function asInstant (value: string): string {
  // Sessions run in UTC: 2026-11-22 01:00:00.123+00
  return new Date(`${value.replace(' ', 'T')}:00`).toISOString()
}

const asBytes = (value: string): Uint8Array => Uint8Array.from(Buffer.from(value.slice(2), 'hex'))

export const parsers: Record<number, (value: string) => unknown> = {
  17: asBytes, // bytea
  20: Number, // int8
  1700: Number, // numeric
  1082: asText, // date
  1184: asInstant, // timestamptz
  1186: asText // interval
}

/** What every session is set to, on both engines, whatever the server or the address of the database says. */
export const sessionSettings = "set timezone to 'UTC'; set intervalstyle to 'iso_8601'; set datestyle to 'ISO'; set bytea_output to 'hex'"

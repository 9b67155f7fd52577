import type { ColumnType } from 'kysely'

/** Column types that several tables share. */

/** jsonb: read as a value, written as its JSON text (both drivers would otherwise take a list for an SQL array). */
export type Json<T> = ColumnType<T, string, string>
export type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>
/** A language map as stored. */
export type Texts = Record<string, string>

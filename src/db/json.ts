import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'

/** Pieces of SQL that build wire shapes. */

/** An instant as RFC 3339 UTC with milliseconds. */
export const instant = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** The external references of one entity. */
export const refsOf = (type: string, id: RawBuilder<unknown>) => sql`(
  select coalesce(json_agg(json_build_object('source', source, 'id', external_id) order by source), '[]')
  from external_ref where entity_type = ${sql.lit(type)} and entity_id = ${id}::text)`

/** What moderators took out of one entity, in the order of its days. */
export const redactionsOf = (type: string, id: RawBuilder<unknown>) => sql`(
  select coalesce(json_agg(json_build_object('id', k.id, 'ground', k.ground, 'on', k.on_date, 'fields', k.target_fields, 'atRevision', k.target_revision) order by k.on_date, k.id), '[]')
  from redaction k where k.target_id = ${id}::text and k.target_type = ${sql.lit(type)} and k.state = 'in_effect')`

/** The three members of a date as its source gives it. */
export function datedPairs (table: string, wire: string, column: string) {
  return sql.raw(`'${wire}On', ${table}.${column}_on, '${wire}Precision', ${table}.${column}_precision, '${wire}Text', ${table}.${column}_text`)
}

/**
 * SQL for whether something due on a date is overdue on a UTC day. Without a day: the date itself, which
 * `settleOverdue` compares when an assembled document is read.
 */
export const overdueOn = (due: RawBuilder<unknown>, day: string | undefined) =>
  day === undefined ? due : sql`coalesce(${due} < ${day}::date, false)`

/** The wire shape that `shape` builds, of one row; undefined when there is none. */
export async function readShape<T> (db: Db, shape: RawBuilder<T | null>): Promise<T | undefined> {
  const { rows } = await sql<{ body: T | null }>`select ${shape} as body`.execute(db)
  return rows[0]?.body ?? undefined
}

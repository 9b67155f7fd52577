import { type Selectable, sql } from 'kysely'
import type { Tables, Tx } from './database.ts'

/**
 * Writes of many rows in one statement each, whatever their number: rows travel as one JSON parameter.
 * Rows name every column, with values as they are read (objects for jsonb).
 */

/** Tables whose ids are uuids; the ids of the others are slugs. */
export const UUID_KEYS: ReadonlySet<string> = new Set(['commitment', 'milestone', 'progress_update', 'review', 'review_reply', 'report', 'assessment',
  'process_assessment', 'report_clusters', 'redaction'])

type Entities = { [T in keyof Tables]: Selectable<Tables[T]> extends { id: string, revision: number } ? T : never }[keyof Tables]

export async function insertRows<T extends keyof Tables> (tx: Tx, table: T, rows: Selectable<Tables[T]>[]): Promise<void> {
  await sql`insert into ${sql.table(table)} select * from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(tx)
}

/** An entity's row without what saving decides. */
export type Unsaved<T extends Entities> = Omit<Selectable<Tables[T]>, 'revision'>

/**
 * Inserts what is new at revision 1 and updates what exists to its next revision. `keep` names columns that an update leaves
 * as they are.
 */
export async function saveRows<T extends Entities> (tx: Tx, table: T, rows: Unsaved<T>[], keep: string[] = []): Promise<void> {
  const ids = rows.map(row => (row as { id: string }).id)
  const { rows: stored } = await sql<{ id: string, revision: number }>`
    select id::text as id, revision from ${sql.table(table)} where id = any (${ids}::${sql.raw(UUID_KEYS.has(table) ? 'uuid[]' : 'text[]')}) order by id for update`.execute(tx)
  const revisions = new Map(stored.map(row => [row.id, row.revision]))
  const numbered = rows.map(row => ({ ...row, revision: (revisions.get((row as { id: string }).id) ?? 0) + 1 })) as unknown as (Selectable<Tables[T]> & { revision: number })[]
  const [fresh, changed] = [numbered.filter(row => row.revision === 1), numbered.filter(row => row.revision > 1)]
  if (fresh.length > 0) await insertRows(tx, table, fresh)
  if (changed.length > 0) await updateRows(tx, table, changed, keep)
}

async function updateRows<T extends keyof Tables> (tx: Tx, table: T, rows: object[], keep: string[]): Promise<void> {
  const columns = Object.keys(rows[0] as object).filter(column => column !== 'id' && !keep.includes(column))
  await sql`update ${sql.table(table)} as t set ${sql.join(columns.map(column => sql`${sql.ref(column)} = r.${sql.ref(column)}`))}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) as r where t.id = r.id`.execute(tx)
}

import { sql } from 'kysely'
import type { Db } from './database.ts'
import { inTransaction } from './transaction.ts'

/**
 * Reads as of the last entry that the log held at an instant (RFC 3339; undefined is the present): the same SQL, with the
 * views of the schema `as_of` (migration 0014) in the place of the tables. The transaction is read-only.
 */
export async function asKnown<T> (db: Db, instant: string | undefined, read: (db: Db) => Promise<T>): Promise<T> {
  if (instant === undefined) return await read(db)
  return await inTransaction(db, async (tx) => {
    await sql`select set_config('transaction_read_only', 'on', true), set_config('search_path', 'as_of, ' || current_setting('search_path'), true),
      set_config('oc.known_size', coalesce((select size from log_checkpoint where at <= ${instant}::timestamptz order by at desc, size desc limit 1), 0)::text, true)`.execute(tx)
    return await read(tx)
  })
}

/** Tells whether a transaction begins to read the past by this statement: from there on, names mean other tables. */
export const movesToPast = (text: string): boolean => text.includes("set_config('search_path', 'as_of, '")

/** When the log was begun, as far as that is known; undefined while it is empty. */
export async function findBeginning (db: Db): Promise<string | undefined> {
  return (await db.selectFrom('log_checkpoint').select('at').orderBy('at').limit(1).executeTakeFirst())?.at
}

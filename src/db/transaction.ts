import { sql } from 'kysely'
import type { Db, Tx } from './database.ts'

/**
 * One transaction. Inside it only `tx` may be used: `db` would wait for ever on the embedded engine's single connection.
 * READ COMMITTED with row locks: every writer locks what it changes, in one order (member, plan, commitment, below).
 */
export function inTransaction<T> (db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work)
}

/** Serialises work under a name until the end of the transaction, on rows that do not exist yet. */
export async function lockName (tx: Tx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
}

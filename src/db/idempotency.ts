import { sql } from 'kysely'
import type { Tx } from './database.ts'
import type { JsonOrNull } from './types.ts'

export interface IdempotencyTable {
  key: Uint8Array
  fingerprint: Uint8Array
  answer: JsonOrNull<unknown>
  created_on: string
}

/** Days that an answer is kept: at least the 24 hours promised, whatever the hour it was given. */
const DAYS = 2

/**
 * Claims a key for this transaction. A second one with the same key waits here until the first has ended.
 * @returns undefined when the key is now claimed, else what the first request asked and got; its answer is null where that was redacted
 */
export async function claimKey (tx: Tx, key: Buffer, fingerprint: Buffer, today: string): Promise<{ sameRequest: boolean, answer: unknown } | undefined> {
  // A key that has run out is claimed as if it were new; the others that have are removed meanwhile.
  const claimed = await sql`
    with gone as (delete from idempotency where created_on < ${today}::date - ${sql.lit(DAYS)} and key <> ${key})
    insert into idempotency (key, fingerprint, created_on) values (${key}, ${fingerprint}, ${today})
    on conflict (key) do update set fingerprint = excluded.fingerprint, answer = null, created_on = excluded.created_on
      where idempotency.created_on < ${today}::date - ${sql.lit(DAYS)} returning 1`.execute(tx)
  if (claimed.rows.length > 0) return undefined
  const earlier = await tx.selectFrom('idempotency').select(['fingerprint', 'answer']).where('key', '=', key).executeTakeFirstOrThrow()
  return { sameRequest: Buffer.compare(earlier.fingerprint, fingerprint) === 0, answer: earlier.answer }
}

/** Forgets every answer that shows an entity which is gone, so that none can be asked for again. */
export async function forgetAnswers (tx: Tx, id: string): Promise<void> {
  await sql`delete from idempotency where answer #>> '{body,id}' = ${id}`.execute(tx)
}

/** Empties every kept answer that shows an entity of which something was redacted: the same request again must not write it anew. */
export async function redactAnswers (tx: Tx, id: string): Promise<void> {
  await sql`update idempotency set answer = null where answer #>> '{body,id}' = ${id}`.execute(tx)
}

export async function keepAnswer (tx: Tx, key: Buffer, answer: object): Promise<void> {
  await tx.updateTable('idempotency').set({ answer: JSON.stringify(answer) }).where('key', '=', key).execute()
}

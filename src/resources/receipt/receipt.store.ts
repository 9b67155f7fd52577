import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { ReceiptState } from './receipt.schemas.ts'

/** What became of a review that has this hash, waiting or published; undefined when nobody submitted it. */
export async function findReceipt (db: Db, hash: Buffer): Promise<ReceiptState | undefined> {
  const { rows } = await sql<Omit<ReceiptState, 'bodyHash'>>`
    select case when redaction is null then 'waiting' else 'redacted' end as state,
      case when redaction is null then to_char(due_at at time zone 'UTC', 'YYYY-MM-DD') end as by, null as review, null::integer as revision, null::integer as "logIndex", redaction
    from submission where body_hash = ${hash}
    union all
    select case when log_index is null then 'waiting' else 'logged' end, case when log_index is null then (on_date + 1)::text end,
      entity_id, revision, log_index::integer, null
    from revision where entity_type = 'review' and body_hash = ${hash}`.execute(db)
  const [found] = rows
  return found === undefined ? undefined : { bodyHash: hash.toString('base64'), ...found }
}

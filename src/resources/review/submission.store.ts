import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { lockName } from '../../db/transaction.ts'
import type { ReviewFacts } from './review.schemas.ts'
import type { SubmissionTable } from './submission.table.ts'

export interface Submission { facts: ReviewFacts, salt: Buffer, hash: string, dueAt: Date }

/**
 * Returns the statement that keeps a submission: an `insert ... select`, so that it can depend on that of its review.
 */
export function insertSubmission (row: Omit<SubmissionTable, 'redaction'>): RawBuilder<unknown> {
  return sql`insert into submission (review, body, salt, body_hash, opens_at, due_at)
    select ${row.review}::uuid, ${row.body}, ${row.salt}::bytea, ${row.body_hash}::bytea, ${row.opens_at}::timestamptz, ${row.due_at}::timestamptz`
}

/** What waits and whose window has ended. */
export async function listOpen (tx: Tx, now: Date): Promise<Submission[]> {
  const rows = await tx.selectFrom('submission').selectAll().where('redaction', 'is', null).where('opens_at', '<=', now.toISOString()).execute()
  return rows.map(row => ({
    facts: JSON.parse(row.body as string) as ReviewFacts, salt: Buffer.from(row.salt as Uint8Array), hash: Buffer.from(row.body_hash).toString('base64'), dueAt: new Date(row.due_at)
  }))
}

/** Whether anything waits whose window has ended: one probe of an index. */
export async function hasOpen (db: Db, now: Date): Promise<boolean> {
  const row = await db.selectFrom('submission').select('review').where('redaction', 'is', null).where('opens_at', '<=', now.toISOString()).limit(1).executeTakeFirst()
  return row !== undefined
}

export async function isSubmitted (tx: Tx, review: string): Promise<boolean> {
  const row = await tx.selectFrom('submission').select('review').where('review', '=', review).where('redaction', 'is', null).executeTakeFirst()
  return row !== undefined
}

/** Takes a submission out of those that wait; the row of a review that was not public yet goes with it, to be written anew. */
export async function takeSubmission (tx: Tx, review: string): Promise<void> {
  await tx.deleteFrom('submission').where('review', '=', review).where('redaction', 'is', null).execute()
  await tx.deleteFrom('review').where('id', '=', review).where('state', '=', 'submitted').execute()
}

/** Drops what waits of a review that is redacted; its hash stays, so that its receipt tells why it was not published. */
export async function dropSubmission (tx: Tx, review: string, redaction: string): Promise<void> {
  await tx.updateTable('submission').set({ body: null, salt: null, redaction }).where('review', '=', review).where('redaction', 'is', null).execute()
}

/** Whoever releases what waits, or takes some of it away, waits for the others. */
export const lockReleases = (tx: Tx): Promise<void> => lockName(tx, 'release')

import { randomBytes } from 'node:crypto'
import type { RawBuilder } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { refreshReviewStatus } from '../../db/status.ts'
import { inTransaction } from '../../db/transaction.ts'
import { bodyHash, canonicalText } from '../../log/canonical.ts'
import { record } from '../../log/record.ts'
import { repeat } from '../../log/repeat.ts'
import type { ReviewFacts } from './review.schemas.ts'
import { reviewFacts } from './review.select.ts'
import { saveReview } from './review.store.ts'
import { hasOpen, insertSubmission, listOpen, lockReleases, takeSubmission } from './submission.store.ts'
import { type PublicationWindow, isReleased, shuffled, waitOf } from './window.rules.ts'

/** Milliseconds between looks at what waits; windows are hours. */
const EVERY = 10_000

/** What the author of a public review is promised: that this hash will be in the log by that day. */
export interface Promised { bodyHash: string, by: string }

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)

/** Keeps a version of a review until its window is released; nobody but its author sees anything of it until then. */
export async function submit (tx: Tx, review: ReviewFacts, now: Date, window: PublicationWindow): Promise<Promised> {
  const { statement, promised } = submissionOf(review, now, window)
  await statement.execute(tx)
  return promised
}

/**
 * Returns the statement that keeps a submission, and the promise for its author. The statement is executed by itself
 * or as part of the one that writes the review.
 */
export function submissionOf (
  review: ReviewFacts,
  now: Date,
  window: PublicationWindow
): { statement: RawBuilder<unknown>, promised: Promised } {
  const [body, salt, { opensAt, dueAt }] = [canonicalText(review), randomBytes(32), waitOf(now, window)]
  const hash = bodyHash(salt, body)
  const statement = insertSubmission({
    review: review.id, body, salt, body_hash: hash, opens_at: opensAt.toISOString(), due_at: dueAt.toISOString()
  })
  return { statement, promised: { bodyHash: hash.toString('base64'), by: dayOf(dueAt) } }
}

/**
 * Publishes what waits, all of it together and in an order that nobody chose, once enough is there or one has waited long
 * enough. Each is recorded with the very hash that its author has a receipt for.
 * @returns how many it published
 */
export async function releaseSubmissions (db: Db, now: Date, window: PublicationWindow): Promise<number> {
  if (!await hasOpen(db, now)) return 0
  return inTransaction(db, async (tx) => {
    await lockReleases(tx)
    const open = await listOpen(tx, now)
    if (!isReleased(open, now, window)) return 0
    for (const { facts, salt, hash } of shuffled(open)) {
      await takeSubmission(tx, facts.id)
      await saveReview(tx, facts)
      const actor = { role: 'reviewer', institution: facts.organisation, alias: facts.alias } as const
      const [published] = await record(
        tx, { actor, on: dayOf(now), at: now.toISOString() }, 'review', 'review', reviewFacts, [facts.id], { salt }
      )
      if (published !== hash) throw new Error(`The review ${facts.id} is not what was submitted.`)
    }
    await refreshReviewStatus(tx, [...new Set(open.map(({ facts }) => facts.commitment))])
    return open.length
  })
}

/** Releases what waits, as its windows end, until it is stopped; `failed` hears of what went wrong, and it is tried again. */
export function startReleasing (db: Db, clock: () => Date, window: PublicationWindow, failed: (error: unknown) => void): () => Promise<void> {
  return repeat(async () => {
    await releaseSubmissions(db, clock(), window).catch(failed)
    return EVERY
  })
}

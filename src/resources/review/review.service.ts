import type { Db, Tx } from '../../db/database.ts'
import { forgetAnswers } from '../../db/idempotency.ts'
import { refreshReviewStatus } from '../../db/status.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { revisionsOf } from '../../log/revision.store.ts'
import { futureFaults } from '../../schema/dates.ts'
import { mergePatch } from '../../schema/merge-patch.ts'
import { isPublic, mayBecome, reviewFaults, revisionPart } from './review.rules.ts'
import type { NewReview, Review, ReviewFacts, ReviewPatch } from './review.schemas.ts'
import { type Voice, reviewFacts } from './review.select.ts'
import { findReview, insertReview, isUpdateOf, lockReview, removeReview, saveReview } from './review.store.ts'
import { type Promised, submissionOf, submit } from './submission.service.ts'
import { isSubmitted } from './submission.store.ts'
import type { PublicationWindow } from './window.rules.ts'

/** As whom a reviewer writes, and how that becomes public: in windows, or at once where there is none. */
export interface Author extends Voice { window: PublicationWindow | null }

/** A review as its author reads it, and what is promised of it; nothing of a draft. */
export interface WrittenReview { review: Review, promised: Promised | null }

/** What a review says where its author says nothing. */
const SILENT = {
  completion: null, endorsement: null, progressUpdate: null, didItOpenGovernment: null, language: null, narrative: null, evidence: []
}

/**
 * Writes a draft, or publishes, in one statement: the body that is hashed is the review as it is asked for, which is
 * how it is read back.
 * `id` is random: one ordered by time would tell when somebody was at work.
 */
export async function createReview (
  db: Db,
  context: WriteContext,
  id: string,
  commitment: string,
  author: Author,
  said: NewReview
): Promise<WrittenReview> {
  const { organisation, alias, window } = author
  const review = plain({ ...SILENT, ...said, id, commitment, organisation, alias })
  refuseFaults(context, review)
  const insert = async (state: Review['state'], how: Parameters<typeof insertReview>[2]): Promise<Review> => {
    const inserted = await insertReview(db, { ...review, state }, how)
    return inserted ?? refuseUnknownUpdate()
  }
  if (!isPublic(review)) return { review: await insert(review.state, { refreshed: false }), promised: null }
  if (window !== null) {
    const { statement, promised } = submissionOf(review, new Date(context.at), window)
    return {
      review: { ...await insert('submitted', { beside: statement, refreshed: false }), ...review, state: 'submitted' },
      promised
    }
  }
  const { statement, hashes: [bodyHash] } = revisionsOf(
    context.actor, context.on, 'review', [{ id, revision: 1, facts: review }]
  )
  return {
    review: await insert(review.state, { beside: statement, refreshed: true }),
    promised: { bodyHash: bodyHash as string, by: dayAfter(context.on) }
  }
}

/**
 * Writes a draft again, publishes it, or revises or retracts what is public by a new version; the old one stays in its
 * revisions. `expected` decides whether the version that was read may be changed (412).
 */
export async function changeReview (tx: Tx, context: WriteContext, id: string, author: Author, patch: ReviewPatch, expected: (part: number | string) => void): Promise<WrittenReview> {
  const { review, facts } = await lock(tx, id, author)
  expected(revisionPart(review))
  await refuseSubmitted(tx, review)
  if (review.state === 'retracted') throw new ProblemError('already-retracted', 'The review is retracted.')
  const merged = mergePatch(facts, patch)
  if (!mayBecome(review.state, merged.state)) throw new ProblemError('state-not-possible', `The review is ${review.state} and cannot become ${merged.state}.`)
  return write(tx, context, merged, author, review.state)
}

/** Deletes a draft with all that is kept of it. What was ever public stays, whoever asks. */
export async function deleteReview (tx: Tx, id: string, reader: Voice | null, expected: (part: number | string) => void): Promise<void> {
  const { review } = await lock(tx, id, reader)
  if (isPublic(review)) throw new ProblemError('method-not-allowed', 'A review that was public is never deleted; its organisation can retract it.', { headers: { allow: 'GET, HEAD, PATCH, OPTIONS' } })
  expected(revisionPart(review))
  await refuseSubmitted(tx, review)
  await removeReview(tx, review.id)
  await forgetAnswers(tx, review.id)
}

/** What a receipt was given for is published as it is: else nobody could tell a change of mind from a suppression. */
async function refuseSubmitted (tx: Tx, { id }: Review): Promise<void> {
  if (await isSubmitted(tx, id)) throw new ProblemError('already-submitted', 'A version of the review waits for its publication.')
}

async function lock (tx: Tx, id: string, reader: Voice | null): Promise<NonNullable<Awaited<ReturnType<typeof lockReview>>>> {
  const known = await lockReview(tx, id, reader)
  if (known === undefined) throw new ProblemError('not-found', `There is no review ${id}.`)
  return known
}

/** A review whose references are written as the database writes them. */
const plain = <R extends ReviewFacts>(review: R): R =>
  ({ ...review, progressUpdate: review.progressUpdate?.toLowerCase() ?? null })

function refuseFaults (context: WriteContext, review: ReviewFacts): void {
  const errors = isPublic(review) ? reviewFaults(review) : []
  if (errors.length > 0) throw new ProblemError('evidence-required', 'The review cannot be published as it is.', { errors })
  const ahead = futureFaults(context.on, { reviewedOn: review.reviewedOn })
  if (ahead.length > 0) throw new ProblemError('date-in-future', 'The review cannot stand as it is.', { errors: ahead })
}

function refuseUnknownUpdate (): never {
  throw new ProblemError('unknown-reference', 'The commitment has no such progress update.', {
    errors: [{ pointer: '/progressUpdate', detail: 'is not a progress update of this commitment' }]
  })
}

async function write (
  tx: Tx,
  context: WriteContext,
  given: ReviewFacts,
  author: Author,
  before: Review['state']
): Promise<WrittenReview> {
  const review = plain(given)
  refuseFaults(context, review)
  if (review.progressUpdate !== null && !await isUpdateOf(tx, review.progressUpdate, review.commitment)) {
    refuseUnknownUpdate()
  }
  const unrecorded = before === 'draft'
  const read = async (): Promise<Review> => await findReview(tx, review.id, author) as Review
  if (!isPublic(review)) {
    await saveReview(tx, review, unrecorded)
    return { review: await read(), promised: null }
  }
  if (author.window !== null) {
    // What is public already stays as it is until the release.
    if (unrecorded) await saveReview(tx, { ...review, state: 'submitted' }, unrecorded)
    const promised = await submit(tx, review, new Date(context.at), author.window)
    return { review: { ...await read(), ...review, state: 'submitted' }, promised }
  }
  await saveReview(tx, review, unrecorded)
  const [bodyHash] = await record(tx, context, 'review', 'review', reviewFacts, [review.id])
  await refreshReviewStatus(tx, [review.commitment])
  return { review: await read(), promised: { bodyHash: bodyHash as string, by: dayAfter(context.on) } }
}

/** The log has everything within a second, which may be on the next day. */
const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

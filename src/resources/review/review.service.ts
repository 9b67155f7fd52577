import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { forgetAnswers } from '../../db/idempotency.ts'
import { refreshStatus } from '../../db/status.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { futureFaults } from '../../schema/dates.ts'
import { mergePatch } from '../../schema/merge-patch.ts'
import { isPublic, mayBecome, reviewFaults, revisionPart } from './review.rules.ts'
import type { NewReview, Review, ReviewFacts, ReviewPatch } from './review.schemas.ts'
import { type Voice, reviewFacts } from './review.select.ts'
import { findReview, isUpdateOf, lockReview, removeReview } from './review.store.ts'

/** What a review says where its author says nothing. */
const SILENT = {
  completion: null, endorsement: null, progressUpdate: null, didItOpenGovernment: null, language: null, narrative: null, evidence: []
}

/** Writes a draft, or publishes at once. `id` is random: one ordered by time would tell when somebody was at work. */
export function createReview (tx: Tx, context: WriteContext, id: string, commitment: string, voice: Voice, said: NewReview): Promise<Review> {
  return write(tx, context, { ...SILENT, ...said, id, commitment, ...voice }, voice, undefined)
}

/**
 * Writes a draft again, publishes it, or revises or retracts what is public by a new version; the old one stays in its
 * revisions. `expected` decides whether the version that was read may be changed (412).
 */
export async function changeReview (tx: Tx, context: WriteContext, id: string, voice: Voice, patch: ReviewPatch, expected: (part: number | string) => void): Promise<Review> {
  const { review, facts } = await lock(tx, id, voice)
  expected(revisionPart(review))
  if (review.state === 'retracted') throw new ProblemError('already-retracted', 'The review is retracted.')
  const merged = mergePatch(facts, patch)
  if (!mayBecome(review.state, merged.state)) throw new ProblemError('state-not-possible', `The review is ${review.state} and cannot become ${merged.state}.`)
  return write(tx, context, merged, voice, review.state)
}

/** Deletes a draft with all that is kept of it. What was ever public stays, whoever asks. */
export async function deleteReview (tx: Tx, id: string, reader: Voice | null, expected: (part: number | string) => void): Promise<void> {
  const { review } = await lock(tx, id, reader)
  if (isPublic(review)) throw new ProblemError('method-not-allowed', 'A review that was public is never deleted; its organisation can retract it.', { headers: { allow: 'GET, HEAD, PATCH, OPTIONS' } })
  expected(revisionPart(review))
  await removeReview(tx, review.id)
  await forgetAnswers(tx, review.id)
}

async function lock (tx: Tx, id: string, reader: Voice | null): Promise<NonNullable<Awaited<ReturnType<typeof lockReview>>>> {
  const known = await lockReview(tx, id, reader)
  if (known === undefined) throw new ProblemError('not-found', `There is no review ${id}.`)
  return known
}

async function write (tx: Tx, context: WriteContext, review: ReviewFacts, voice: Voice, before: Review['state'] | undefined): Promise<Review> {
  const errors = isPublic(review) ? reviewFaults(review) : []
  if (errors.length > 0) throw new ProblemError('evidence-required', 'The review cannot be published as it is.', { errors })
  const ahead = futureFaults(context.on, { reviewedOn: review.reviewedOn })
  if (ahead.length > 0) throw new ProblemError('date-in-future', 'The review cannot stand as it is.', { errors: ahead })
  if (review.progressUpdate !== null && !await isUpdateOf(tx, review.progressUpdate, review.commitment)) {
    throw new ProblemError('unknown-reference', 'The commitment has no such progress update.', { errors: [{ pointer: '/progressUpdate', detail: 'is not a progress update of this commitment' }] })
  }
  // A draft leaves its revision as it is, so that the record begins with what was published.
  await saveRows(tx, 'review', [{
    id: review.id,
    commitment: review.commitment,
    organisation: review.organisation,
    alias: review.alias,
    kind: review.kind,
    completion: review.completion,
    endorsement: review.endorsement,
    progress_update: review.progressUpdate,
    did_it_open_government: review.didItOpenGovernment,
    reviewed_on: review.reviewedOn,
    language: review.language,
    narrative: review.narrative,
    evidence: review.evidence,
    state: review.state
  }], before === 'draft' ? ['revision'] : [])
  if (isPublic(review)) {
    await record(tx, context, 'review', 'review', reviewFacts, [review.id])
    await refreshStatus(tx, [review.commitment])
  }
  return await findReview(tx, review.id, voice) as Review
}

import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { refreshStatus } from '../../db/status.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { mergePatch } from '../../schema/merge-patch.ts'
import { reviewFaults } from './review.rules.ts'
import type { NewReview, Review, ReviewFacts, ReviewPatch } from './review.schemas.ts'
import { reviewFacts } from './review.select.ts'
import { findReview, isUpdateOf, lockReview } from './review.store.ts'

/** What a review says where its author says nothing. */
const SILENT = {
  alias: null, completion: null, endorsement: null, progressUpdate: null, didItOpenGovernment: null, language: null, narrative: null
}

/** Publishes a review of an organisation. `id` is random: one ordered by time would tell when somebody was at work. */
export function publishReview (tx: Tx, context: WriteContext, id: string, commitment: string, organisation: string, said: NewReview): Promise<Review> {
  return write(tx, context, { ...SILENT, ...said, id, commitment, organisation })
}

/**
 * Revises or retracts a review by a new version; the old one stays in its revisions. A retracted review stays so.
 * `expected` decides whether the version that was read may be changed (412).
 */
export async function reviseReview (tx: Tx, context: WriteContext, id: string, patch: ReviewPatch, expected: (revision: number) => void): Promise<Review> {
  const known = await lockReview(tx, id)
  expected(known.revision)
  if (known.facts.state === 'retracted') throw new ProblemError('already-retracted', 'The review is retracted.')
  return write(tx, context, mergePatch(known.facts, patch))
}

async function write (tx: Tx, context: WriteContext, review: ReviewFacts): Promise<Review> {
  const errors = reviewFaults(review)
  if (errors.length > 0) throw new ProblemError('evidence-required', 'The review cannot be published as it is.', { errors })
  if (review.progressUpdate !== null && !await isUpdateOf(tx, review.progressUpdate, review.commitment)) {
    throw new ProblemError('unknown-reference', 'The commitment has no such progress update.', { errors: [{ pointer: '/progressUpdate', detail: 'is not a progress update of this commitment' }] })
  }
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
  }])
  await record(tx, context, 'review', 'review', reviewFacts, [review.id])
  await refreshStatus(tx, [review.commitment])
  return await findReview(tx, review.id) as Review
}

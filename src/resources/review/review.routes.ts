import type { FastifyRequest } from 'fastify'
import { inTransaction } from '../../db/transaction.ts'
import { logKeys } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { permit, principalOf, requireKey } from '../../http/auth.ts'
import { asSeenBy, expectedRevisions, requireIfMatch, requireRevision, sendRepresentation } from '../../http/conditional.ts'
import type { Principal } from '../../http/decide.ts'
import { found } from '../../http/found.ts'
import { findKnown } from '../../http/known.ts'
import { CREATED, MERGE_PATCH, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import { refuseRedacted, unlessRedacted } from '../../http/redacted.ts'
import { failuresOnly } from '../../http/server-options.ts'
import type { App } from '../../http/type-provider.ts'
import { type Written, sendStatement, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { originOf } from '../../log/checkpoint.ts'
import { signReceipt } from '../../log/receipt.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { commitmentParams, idParams, isCommitmentReference, isId } from '../../schema/params.ts'
import { findCommitmentPlace, resolveCommitment } from '../commitment/commitment.store.ts'
import { AuthoredReview, CommitmentReviewQuery, NewReview, Review, ReviewPatch, ReviewQuery } from './review.schemas.ts'
import { revisionPart } from './review.rules.ts'
import type { Voice } from './review.select.ts'
import { type Author, type WrittenReview, changeReview, createReview, deleteReview } from './review.service.ts'
import { findReview, reviewListing } from './review.store.ts'

export const ReviewPage = pageOf(Review)

export function reviewRoutes (app: App, deps: Deps): void {
  const unseen = failuresOnly(deps.config)
  const origin = originOf(deps.config.publicUrl)

  const authorOf = (request: FastifyRequest): Author => {
    const { organisation, alias, publication } = request.principal as Principal
    return { organisation, alias, window: publication === 'window' ? deps.config.window : null }
  }
  const answer = (status: 200 | 201, { review, promised }: WrittenReview): Written => ({
    status: review.state === 'submitted' ? 202 : status,
    body: review,
    revision: revisionPart(review),
    ...(promised === null ? {} : { beside: { receipt: { ...promised, note: signReceipt({ origin, ...promised }, ...logKeys(deps.secrets)) } } })
  })
  /** The commitment that a request is about, once it is found. */
  const reviewed = new WeakMap<FastifyRequest, string>()
  const unlessGone = unlessRedacted(deps.db, 'review')

  app.get('/v1/reviews', {
    schema: operation({
      id: 'listReviews',
      tag: 'Voices',
      summary: 'Reviews',
      description: 'What civil-society organisations say, newest first unless sorted otherwise. Drafts are not public: mine=true lists one\'s own.',
      query: ReviewQuery,
      answer: ReviewPage,
      conditional: true,
      problems: ['invalid-cursor', 'forbidden']
    })
  }, async (request, reply) => sendList(deps, request, reply, reviewListing(request.query, undefined, mineOf(request, request.query))))

  app.get('/v1/commitments/:commitment/reviews', {
    schema: operation({
      id: 'listCommitmentReviews',
      tag: 'Voices',
      summary: 'Reviews of a commitment',
      description: 'What organisations say of one commitment, newest first. mine=true lists one\'s own, drafts too.',
      params: commitmentParams,
      query: CommitmentReviewQuery,
      answer: ReviewPage,
      conditional: true,
      problems: ['invalid-cursor', 'forbidden']
    })
  }, async (request, reply) => {
    const commitment = await findKnown(deps, request.query, db => resolveCommitment(db, request.params.commitment), `There is no commitment ${request.params.commitment}.`)
    return sendList(deps, request, reply, reviewListing(request.query, commitment, mineOf(request, request.query)))
  })

  app.get('/v1/reviews/:review', {
    schema: operation({
      id: 'getReview',
      tag: 'Voices',
      summary: 'One review',
      description: 'What an organisation says of a commitment. A retracted review stays visible as such; a draft exists for its own organisation only. One that was redacted as a whole answers 410, with the redaction.',
      params: idParams('review'),
      query: KnownQuery,
      answer: Review,
      conditional: true,
      problems: ['redacted']
    })
  }, async (request, reply) => {
    const review = await findKnown(deps, request.query, db => findReview(db, request.params.review, voiceOf(request.principal)), `There is no review ${request.params.review}.`)
      .catch(async (error: unknown) => {
        await refuseRedacted(deps.db, 'review', request.params.review)
        throw error
      })
    return sendRepresentation(request, reply, review, revisionPart(review))
  })

  app.post('/v1/commitments/:commitment/reviews', {
    ...unseen,
    onRequest: requireKey,
    preValidation: async (request) => {
      const { commitment } = request.params
      const { id, plan } = found(
        isCommitmentReference(commitment) ? await findCommitmentPlace(deps.db, commitment) : undefined,
        `There is no commitment ${commitment}.`
      )
      permit(request.principal, 'review:write', { ...request.principal as Principal, plan })
      reviewed.set(request, id)
    },
    schema: operation({
      id: 'createReview',
      tag: 'Voices',
      summary: 'Write a review',
      description: 'Writes a review of the organisation that the key speaks for, or of the key\'s alias. Published, it stands in the status of the commitment, at once or, for a key that publishes in windows (202), together with others within three days; the signed receipt proves what was promised. No government can change, hide or delete it. A draft is seen by its own organisation only.',
      params: commitmentParams,
      body: NewReview,
      answer: AuthoredReview,
      status: 201,
      also: { 202: 'It waits for its publication window' },
      headers: CREATED,
      secured: true,
      problems: ['evidence-required', 'date-in-future', 'unknown-reference', 'idempotency-key-reused']
    })
  }, async (request, reply) => {
    const commitment = reviewed.get(request) as string
    return sendStatement(deps, request, reply, async (db) => {
      const written = await createReview(
        db, writeContext(deps, request), deps.newRandomId(), commitment, authorOf(request), request.body
      )
      return { ...answer(201, written), location: `/v1/reviews/${written.review.id}` }
    })
  })

  app.patch('/v1/reviews/:review', {
    ...unseen,
    onRequest: [requireKey, unlessGone],
    preValidation: async (request) => {
      const { review: id } = request.params
      const review = found(isId(id) ? await findReview(deps.db, id, voiceOf(request.principal)) : undefined, `There is no review ${id}.`)
      const { plan } = await findCommitmentPlace(deps.db, review.commitment) as { plan: string }
      permit(request.principal, 'review:write', { organisation: review.organisation, alias: review.alias, plan })
      requireIfMatch(request)
    },
    schema: operation({
      id: 'updateReview',
      tag: 'Voices',
      summary: 'Publish, revise or retract a review',
      description: 'JSON Merge Patch by the organisation that wrote it, with If-Match. A draft is written again or published; of what is public the version before stays in its revisions. A retracted review stays visible as such, and stays retracted. What a key that publishes in windows makes public waits (202); meanwhile what was public stays as it is.',
      params: idParams('review'),
      body: ReviewPatch,
      ...MERGE_PATCH,
      answer: AuthoredReview,
      also: { 202: 'It waits for its publication window' },
      problems: ['redacted', 'revision-required', 'stale-revision', 'already-submitted', 'already-retracted', 'state-not-possible', 'evidence-required', 'date-in-future', 'unknown-reference']
    })
  }, async (request, reply) => {
    return sendWritten(deps, request, reply, async (tx) => {
      return answer(200, await changeReview(tx, writeContext(deps, request), request.params.review, authorOf(request), request.body, asSeenBy(request)))
    })
  })

  app.delete('/v1/reviews/:review', {
    ...unseen,
    onRequest: [requireKey, unlessGone],
    schema: operation({
      id: 'deleteReview',
      tag: 'Voices',
      summary: 'Delete a draft',
      description: 'Deletes a draft of one\'s own, and all that is kept of it. What was ever public is never deleted (405): its organisation can retract it. If-Match is heeded where it is sent.',
      params: idParams('review'),
      status: 204,
      secured: true,
      problems: ['method-not-allowed', 'redacted', 'stale-revision', 'already-submitted']
    })
  }, async (request, reply) => {
    await inTransaction(deps.db, tx => deleteReview(tx, request.params.review, voiceOf(request.principal), part => requireRevision(expectedRevisions(request) ?? '*', part)))
    await deps.answers.forget(request.params.review)
    return reply.code(204).header('cache-control', 'no-store').send()
  })
}

/** As whom a reviewer's key reads and writes; an institution that an editor speaks for has no reviews. */
function voiceOf (principal: Principal | null): Voice | null {
  return principal?.role === 'reviewer' ? { organisation: principal.organisation, alias: principal.alias } : null
}

/** Whose reviews `mine=true` means. */
function mineOf (request: FastifyRequest, { mine = false }: { mine?: boolean }): Voice | null {
  if (!mine) return null
  const principal = principalOf(request)
  const { organisation, alias, plans: [plan] } = principal
  permit(principal, 'review:write', { organisation, alias, ...(plan === undefined ? {} : { plan }) })
  return voiceOf(principal)
}

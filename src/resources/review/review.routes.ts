import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { permit, requireKey, requirePermission } from '../../http/auth.ts'
import { expectedRevisions, requireIfMatch, requireRevision, sendRepresentation } from '../../http/conditional.ts'
import type { Target } from '../../http/decide.ts'
import { found } from '../../http/found.ts'
import { CREATED, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { pageOf } from '../../schema/page.ts'
import { commitmentParams, idParams, isId } from '../../schema/params.ts'
import { resolveCommitment } from '../commitment/commitment.store.ts'
import { CommitmentReviewQuery, NewReview, Review, ReviewPatch, ReviewQuery } from './review.schemas.ts'
import { publishReview, reviseReview } from './review.service.ts'
import { reviewListing, findReview } from './review.store.ts'

export const ReviewPage = pageOf(Review)

export function reviewRoutes (app: App, deps: Deps): void {
  app.get('/v1/reviews', {
    schema: operation({
      id: 'listReviews',
      tag: 'Voices',
      summary: 'Reviews',
      description: 'What civil-society organisations say, newest first unless sorted otherwise. Drafts are not public.',
      query: ReviewQuery,
      answer: ReviewPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, reviewListing(request.query)))

  app.get('/v1/commitments/:commitment/reviews', {
    schema: operation({
      id: 'listCommitmentReviews',
      tag: 'Voices',
      summary: 'Reviews of a commitment',
      description: 'What organisations say of one commitment, newest first.',
      params: commitmentParams,
      query: CommitmentReviewQuery,
      answer: ReviewPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => {
    const commitment = found(await resolveCommitment(deps.db, request.params.commitment), `There is no commitment ${request.params.commitment}.`)
    return sendList(deps, request, reply, reviewListing(request.query, commitment))
  })

  app.get('/v1/reviews/:review', {
    schema: operation({
      id: 'getReview',
      tag: 'Voices',
      summary: 'One review',
      description: 'What an organisation says of a commitment. A retracted review stays visible as such.',
      params: idParams('review'),
      answer: Review,
      conditional: true
    })
  }, async (request, reply) => {
    const review = found(await findReview(deps.db, request.params.review), `There is no review ${request.params.review}.`)
    return sendRepresentation(request, reply, review, review.revision)
  })

  app.post('/v1/commitments/:commitment/reviews', {
    onRequest: requireKey,
    preValidation: requirePermission('review:write', ownOrganisation),
    schema: operation({
      id: 'createReview',
      tag: 'Voices',
      summary: 'Publish a review',
      description: 'Publishes a review of the organisation that the key speaks for. It stands in the status of the commitment at once. No government can change, hide or delete it.',
      params: commitmentParams,
      body: NewReview,
      answer: Review,
      status: 201,
      headers: CREATED,
      secured: true,
      problems: ['evidence-required', 'unknown-reference', 'idempotency-key-reused']
    })
  }, async (request, reply) => {
    const commitment = found(await resolveCommitment(deps.db, request.params.commitment), `There is no commitment ${request.params.commitment}.`)
    return sendWritten(deps, request, reply, async (tx) => {
      const review = await publishReview(tx, writeContext(deps, request), deps.newRandomId(), commitment, organisationOf(request), request.body)
      return { status: 201, body: review, revision: review.revision, location: `/v1/reviews/${review.id}` }
    })
  })

  app.patch('/v1/reviews/:review', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { review: id } = request.params
      const review = found(isId(id) ? await findReview(deps.db, id) : undefined, `There is no review ${id}.`)
      permit(request.principal, 'review:write', { organisation: review.organisation })
      requireIfMatch(request)
    },
    schema: operation({
      id: 'updateReview',
      tag: 'Voices',
      summary: 'Revise or retract a review',
      description: 'JSON Merge Patch by the organisation that wrote it, with If-Match. The version before stays in its revisions; a retracted review stays visible as such, and stays retracted.',
      params: idParams('review'),
      body: ReviewPatch,
      consumes: ['application/merge-patch+json', 'application/json'],
      answer: Review,
      headers: { ETag: 'Its validator' },
      secured: true,
      problems: ['revision-required', 'stale-revision', 'already-retracted', 'evidence-required', 'unknown-reference']
    })
  }, async (request, reply) => {
    return sendWritten(deps, request, reply, async (tx) => {
      const review = await reviseReview(tx, writeContext(deps, request), request.params.review, request.body,
        revision => requireRevision(expectedRevisions(request) as string[], revision))
      return { status: 200, body: review, revision: review.revision }
    })
  })
}

const organisationOf = (request: FastifyRequest): string => request.principal?.organisation as string

/** What is posted is posted for the key's own organisation. */
const ownOrganisation = async (request: FastifyRequest): Promise<Target> => ({ organisation: organisationOf(request) })

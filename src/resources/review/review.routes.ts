import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { commitmentParams, idParams } from '../../schema/params.ts'
import { resolveCommitment } from '../commitment/commitment.store.ts'
import { CommitmentReviewQuery, Review, ReviewQuery } from './review.schemas.ts'
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
}

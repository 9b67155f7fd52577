import type { Deps } from '../../deps.ts'
import { permit, requireKey } from '../../http/auth.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { findKnown } from '../../http/known.ts'
import { CREATED, operation } from '../../http/operation.ts'
import { unlessRedacted } from '../../http/redacted.ts'
import type { App } from '../../http/type-provider.ts'
import { created, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { KnownQuery } from '../../schema/page.ts'
import { idParams, isId } from '../../schema/params.ts'
import { findReviewPlace } from '../review/review.store.ts'
import { GovernmentReply, NewReply } from './reply.schemas.ts'
import { createReply } from './reply.service.ts'
import { findReply } from './reply.store.ts'

export function replyRoutes (app: App, deps: Deps): void {
  app.post('/v1/reviews/:review/replies', {
    onRequest: [requireKey, unlessRedacted(deps.db, 'review')],
    preValidation: async (request) => {
      const { review } = request.params
      permit(request.principal, 'plan:write', found(isId(review) ? await findReviewPlace(deps.db, review) : undefined, `There is no review ${review}.`))
    },
    schema: operation({
      id: 'createReply',
      tag: 'Voices',
      summary: 'Reply to a review',
      description: 'What an institution of the government answers to a review, by an editor of the commitment\'s member or plan. It stands beside the review, which stays as its organisation wrote it: its revision does not move.',
      params: idParams('review'),
      body: NewReply,
      answer: GovernmentReply,
      status: 201,
      headers: CREATED,
      secured: true,
      problems: ['redacted', 'unknown-reference', 'not-of-government', 'date-in-future', 'too-many-replies', 'idempotency-key-reused']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => created('/v1/replies', await createReply(tx, writeContext(deps, request), deps.newId(), request.params.review.toLowerCase(), request.body))))

  app.get('/v1/replies/:reply', {
    schema: operation({
      id: 'getReply',
      tag: 'Voices',
      summary: 'One reply',
      description: 'What a government answers to a review. All replies to a review stand in the review itself.',
      params: idParams('reply'),
      query: KnownQuery,
      answer: GovernmentReply,
      conditional: true
    })
  }, async (request, reply) => {
    const answer = await findKnown(deps, request.query, db => findReply(db, request.params.reply), `There is no reply ${request.params.reply}.`)
    return sendRepresentation(request, reply, answer, answer.revision)
  })
}

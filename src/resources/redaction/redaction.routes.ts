import type { FastifyReply, FastifyRequest } from 'fastify'
import { inTransaction } from '../../db/transaction.ts'
import type { Deps } from '../../deps.ts'
import { permit, principalOf, requireKey, requirePermission } from '../../http/auth.ts'
import { asSeenBy, requireIfMatch, sendRepresentation } from '../../http/conditional.ts'
import type { Principal } from '../../http/decide.ts'
import { found } from '../../http/found.ts'
import { CREATED, MERGE_PATCH, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import { untilAllForget } from '../../http/response-cache.ts'
import { failuresOnly } from '../../http/server-options.ts'
import type { App } from '../../http/type-provider.ts'
import { changed, created, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { pageOf } from '../../schema/page.ts'
import { idParams, isId } from '../../schema/params.ts'
import { appealAction } from './redaction.rules.ts'
import { NewAppeal, NewApproval, NewRedaction, Redaction, RedactionPatch, RedactionQuery } from './redaction.schemas.ts'
import { type Moderation, approveRedaction, createRedaction, decideAppeal, fileAppeal, withdrawProposal } from './redaction.service.ts'
import { findPlace, findRedaction, redactionListing } from './redaction.store.ts'

export const RedactionPage = pageOf(Redaction)

const PATH = '/v1/redactions/:redaction'
const moderates = { onRequest: requireKey, preValidation: requirePermission('redaction:write', async () => ({})) }
const isModerator = (principal: Principal | null): boolean => principal?.role === 'moderator'

export function redactionRoutes (app: App, deps: Deps): void {
  /** A redaction is acknowledged once no instance can give what it took away. */
  const takesEffect = {
    ...moderates,
    onSend: async (_request: FastifyRequest, reply: FastifyReply) => {
      if (reply.statusCode < 300) await untilAllForget(deps.config)
    }
  }
  /** The redaction that this reader may see (404). */
  const requireRedaction = async (request: FastifyRequest): Promise<Redaction> => {
    const { redaction: id } = request.params as { redaction: string }
    const redaction = isId(id) ? await findRedaction(deps.db, id, isModerator(request.principal)) : undefined
    return found(redaction, `There is no redaction ${id}.`)
  }
  const moderation = (request: FastifyRequest): Moderation => ({ ...writeContext(deps, request), key: principalOf(request).key })

  app.get('/v1/redactions', {
    schema: operation({
      id: 'listRedactions',
      tag: 'Record',
      summary: 'Redactions',
      description: 'All that moderators ever took out of the record, newest first unless sorted otherwise. proposed=true lists what waits for a second moderator instead.',
      query: RedactionQuery,
      answer: RedactionPage,
      conditional: true,
      problems: ['invalid-cursor', 'forbidden']
    })
  }, async (request, reply) => {
    if (request.query.proposed === true) permit(principalOf(request), 'redaction:write', {})
    return sendList(deps, request, reply, redactionListing(request.query))
  })

  app.get(PATH, {
    schema: operation({
      id: 'getRedaction',
      tag: 'Record',
      summary: 'One redaction',
      description: 'What was taken out of the record, on which ground, why, and how an appeal against it stands.',
      params: idParams('redaction'),
      answer: Redaction,
      conditional: true
    })
  }, async (request, reply) => {
    const redaction = await requireRedaction(request)
    return sendRepresentation(request, reply, redaction, redaction.revision)
  })

  app.post('/v1/redactions', {
    ...takesEffect,
    schema: operation({
      id: 'createRedaction',
      tag: 'Record',
      summary: 'Redact',
      description: 'Takes an earlier revision, fields, or a review as a whole out of the record, for good: text and salt are erased, the hashes in the log stay. It takes effect at once; aimed at a review it is a proposal until another moderator approves it. Fields: title, description, submittedText, startsText, endsText, originalEndsText of an action-plan; title, shortTitle, description, problem, causes, statusQuo, proposedSolution, expectedResults, cluster, startsText, endsText of a commitment; title, expectedOutput, startsText, dueText of a milestone; narrative, challenges, evidence of a progress-update; narrative, evidence of a review; text of a reply.',
      body: NewRedaction,
      answer: Redaction,
      status: 201,
      headers: CREATED,
      secured: true,
      problems: ['not-redactable', 'unknown-reference', 'nothing-to-redact', 'idempotency-key-reused']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => created('/v1/redactions', await createRedaction(tx, moderation(request), deps.newId(), request.body))))

  app.post(`${PATH}/approvals`, {
    ...takesEffect,
    schema: operation({
      id: 'approveRedaction',
      tag: 'Record',
      summary: 'Approve a redaction',
      description: 'Lets what is proposed take effect, by another moderator than the one who proposed it.',
      params: idParams('redaction'),
      body: NewApproval,
      answer: Redaction,
      headers: { ETag: 'Its validator' },
      secured: true,
      problems: ['another-moderator-required', 'redaction-in-effect', 'nothing-to-redact', 'idempotency-key-reused']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await approveRedaction(tx, moderation(request), request.params.redaction))))

  app.delete(PATH, {
    ...moderates,
    schema: operation({
      id: 'deleteRedaction',
      tag: 'Record',
      summary: 'Take back a proposal',
      description: 'Deletes what waits for a second moderator. What took effect is never deleted (405).',
      params: idParams('redaction'),
      status: 204,
      secured: true,
      problems: ['method-not-allowed']
    })
  }, async (request, reply) => {
    await inTransaction(deps.db, tx => withdrawProposal(tx, request.params.redaction))
    return reply.code(204).header('cache-control', 'no-store').send()
  })

  app.post(`${PATH}/appeals`, {
    // A reviewer may ask, and a line of the log has an instant.
    ...failuresOnly(deps.config),
    onRequest: requireKey,
    preValidation: async (request) => {
      const { target } = await requireRedaction(request)
      const { member, plan, organisation, alias } = await findPlace(deps.db, target) ?? { member: null, plan: null, organisation: null, alias: null }
      permit(request.principal, appealAction(target.type), { ...(member === null ? {} : { member }), ...(plan === null ? {} : { plan }), organisation, alias })
    },
    schema: operation({
      id: 'appealRedaction',
      tag: 'Record',
      summary: 'Appeal a redaction',
      description: 'By whoever may write what was redacted: the organisation or alias of a review, an editor of what a government wrote, an assessor of the plan, the desk for reference data. Once; the reasons are read by moderators alone.',
      params: idParams('redaction'),
      body: NewAppeal,
      answer: Redaction,
      headers: { ETag: 'Its validator' },
      secured: true,
      problems: ['appeal-not-possible', 'idempotency-key-reused']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await fileAppeal(tx, writeContext(deps, request), request.params.redaction, request.body))))

  app.patch(PATH, {
    onRequest: requireKey,
    preValidation: async (request) => {
      permit(request.principal, 'redaction:write', {})
      await requireRedaction(request)
      requireIfMatch(request)
    },
    schema: operation({
      id: 'decideAppeal',
      tag: 'Record',
      summary: 'Decide an appeal',
      description: 'Upholds or overturns a redaction, with If-Match, by a moderator who had no part in it. What was erased stays erased; who wrote it may write anew.',
      params: idParams('redaction'),
      body: RedactionPatch,
      ...MERGE_PATCH,
      answer: Redaction,
      problems: ['revision-required', 'stale-revision', 'appeal-not-possible', 'another-moderator-required']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await decideAppeal(tx, moderation(request), request.params.redaction, request.body, asSeenBy(request)))))
}

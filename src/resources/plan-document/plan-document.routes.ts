import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { permit, requireKey } from '../../http/auth.ts'
import type { Principal } from '../../http/decide.ts'
import { expectationOf, sendRepresentation } from '../../http/conditional.ts'
import { findKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { writeContext } from '../../http/write-context.ts'
import { KnownQuery } from '../../schema/page.ts'
import { slugParams } from '../../schema/params.ts'
import { codes, record } from '../../schema/scalars.ts'
import { findPlanMember } from '../action-plan/action-plan.store.ts'
import type { Settings } from './document.rules.ts'
import { ChangeReport, PlanDocument } from './plan-document.schemas.ts'
import { applyDocument } from './plan-document.service.ts'
import { findPlan } from './plan-document.store.ts'
import { documentView, revisionPart } from './plan-document.view.ts'

const ApplyQuery = record({
  dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Say what would happen and write nothing' })),
  absent: Type.Optional(codes(['keep', 'withdraw'], { default: 'keep', description: 'What becomes of commitments and milestones that the document leaves out: they stay, or are withdrawn and remain visible as such' })),
  digest: Type.Optional(Type.String({ pattern: '^sha256-[A-Za-z0-9_-]{43}$', maxLength: 60, description: 'The digest of a dry run: apply exactly what it showed' }))
})

export function planDocumentRoutes (app: App, deps: Deps): void {
  app.get('/v1/action-plans/:plan/document', {
    schema: operation({
      id: 'getPlanDocument',
      tag: 'Action plans',
      summary: 'A whole plan as one document',
      description: 'The plan with its commitments, milestones and the institutions they name, as PUT takes it back. Server-owned members such as status are left out.',
      params: slugParams('plan'),
      query: KnownQuery,
      answer: PlanDocument,
      conditional: true
    })
  }, async (request, reply) => {
    const stored = await findKnown(deps, request.query, db => findPlan(db, request.params.plan), `There is no action plan ${request.params.plan}.`)
    return sendRepresentation(request, reply, documentView(stored), revisionPart(stored))
  })

  app.put('/v1/action-plans/:plan/document', {
    bodyLimit: 16 * 1024 * 1024,
    onRequest: requireKey,
    // The member is known by the plan; for a new plan, by the document or its address.
    preValidation: async (request) => {
      const { plan } = request.params
      const member = await findPlanMember(deps.db, plan) ?? (request.body as Partial<PlanDocument> | null)?.plan?.member ?? plan.replace(/-\d+$/, '')
      permit(request.principal, 'plan:write', { plan, member })
      expectation(request)
    },
    schema: operation({
      id: 'putPlanDocument',
      tag: 'Action plans',
      summary: 'Create or change a whole plan',
      description: 'Applies the document in one transaction, or nothing of it. Absent members and items stay as they are, null empties; the same document again changes nothing and writes no revision. Send If-Match with the ETag of the document, or ?digest= of a dry run; to create, If-None-Match: *. A dry run needs none of them.',
      params: slugParams('plan'),
      query: ApplyQuery,
      body: PlanDocument,
      answer: ChangeReport,
      also: { 201: 'The plan was created' },
      secured: true,
      problems: ['revision-required', 'stale-revision', 'data-moved', 'already-exists', 'ambiguous-identity', 'unknown-reference', 'code-immutable', 'dates-out-of-order', 'date-precision', 'lifecycle-reason-required', 'foreign-institution']
    })
  }, async (request, reply) => {
    if (request.body.plan.id !== request.params.plan) {
      throw new ProblemError('invalid-body', 'The document is of another plan.', { errors: [{ pointer: '/plan/id', detail: `must be ${request.params.plan}, as in the address` }] })
    }
    const member = await findPlanMember(deps.db, request.params.plan) ?? request.body.plan.member as string
    const { report, created } = await applyDocument(deps, writeContext(deps, request), {
      document: request.body, absent: request.query.absent as Settings['absent'], expected: expectation(request), keepInstitutions: !(request.principal as Principal).members.includes(member)
    })
    return reply.code(created && !report.dryRun ? 201 : 200).header('cache-control', 'no-store').send(report)
  })
}

const expectation = (request: FastifyRequest) =>
  expectationOf(request, 'Send the ETag of the document in If-Match, or ?digest= of a dry run; to create a plan, send If-None-Match: *.')

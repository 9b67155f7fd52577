import type { FastifyRequest } from 'fastify'
import { type Deps, today } from '../../deps.ts'
import type { ErrorCode } from '../../errors.ts'
import { permit, requireKey } from '../../http/auth.ts'
import { expectedRevisions, requireIfMatch, requireRevision } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { CREATED, operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { changed, created, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { commitmentParams, idParams, isCommitmentReference, isId, slugParams } from '../../schema/params.ts'
import { ActionPlan } from '../action-plan/action-plan.schemas.ts'
import { findPlanMember } from '../action-plan/action-plan.store.ts'
import { Commitment } from '../commitment/commitment.schemas.ts'
import { findCommitmentPlace } from '../commitment/commitment.store.ts'
import { Milestone } from '../milestone/milestone.schemas.ts'
import { findMilestonePlace } from '../milestone/milestone.store.ts'
import { ActionPlanPatch, CommitmentPatch, MilestonePatch, NewActionPlan, NewCommitment, NewMilestone } from './item.schemas.ts'
import { createActionPlan, createCommitment, createMilestone, updateActionPlan, updateCommitment, updateMilestone } from './item.service.ts'

const RULES: ErrorCode[] = ['ambiguous-identity', 'unknown-reference', 'code-immutable', 'dates-out-of-order', 'date-precision', 'lifecycle-reason-required']
const ADDS = { status: 201, headers: CREATED, secured: true, problems: [...RULES, 'already-exists', 'idempotency-key-reused'] as ErrorCode[] } as const
const CHANGES = {
  consumes: ['application/merge-patch+json', 'application/json'],
  headers: { ETag: 'Its validator' },
  secured: true,
  problems: [...RULES, 'already-exists', 'revision-required', 'stale-revision'] as ErrorCode[]
}

/** Plans, commitments and milestones one at a time, by the same rules as a whole document. */
export function itemRoutes (app: App, deps: Deps): void {
  const check = (request: FastifyRequest) => (revision: number): void => requireRevision(expectedRevisions(request) as string[], revision)
  const body = (request: FastifyRequest): Record<string, unknown> => (request.body ?? {}) as Record<string, unknown>
  const commitmentPlace = async (reference: string) =>
    found(isCommitmentReference(reference) ? await findCommitmentPlace(deps.db, reference) : undefined, `There is no commitment ${reference}.`)
  const milestonePlace = async (id: string) => found(isId(id) ? await findMilestonePlace(deps.db, id) : undefined, `There is no milestone ${id}.`)
  const planPlace = async (plan: string) => ({ plan, member: found(await findPlanMember(deps.db, plan), `There is no action plan ${plan}.`) })

  app.post('/v1/action-plans', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { member } = body(request)
      permit(request.principal, 'plan:write', typeof member === 'string' ? { member } : {})
    },
    schema: operation({ id: 'createActionPlan', tag: 'Action plans', summary: 'Add an action plan', description: 'By an editor of its member. Its commitments come one by one, or all at once as a document.', body: NewActionPlan, answer: ActionPlan, ...ADDS })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => created('/v1/action-plans', await createActionPlan(tx, deps.newId, writeContext(deps, request), request.body))))

  app.patch('/v1/action-plans/:plan', {
    onRequest: requireKey,
    preValidation: async (request) => {
      permit(request.principal, 'plan:write', await planPlace(request.params.plan))
      requireIfMatch(request)
    },
    schema: operation({ id: 'updateActionPlan', tag: 'Action plans', summary: 'Change an action plan', description: 'JSON Merge Patch with If-Match. What was said before stays in its revisions.', params: slugParams('plan'), body: ActionPlanPatch, answer: ActionPlan, ...CHANGES })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await updateActionPlan(tx, deps.newId, writeContext(deps, request), request.params.plan, request.body, check(request)))))

  app.post('/v1/commitments', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { plan } = body(request)
      permit(request.principal, 'plan:write', typeof plan === 'string' ? { plan, member: await findPlanMember(deps.db, plan) } : {})
    },
    schema: operation({ id: 'createCommitment', tag: 'Commitments', summary: 'Add a commitment', description: 'By an editor of its plan. One that has the code, an external reference or the number of another is refused.', body: NewCommitment, answer: Commitment, ...ADDS })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => created('/v1/commitments', await createCommitment(tx, deps.newId, writeContext(deps, request), today(deps), request.body))))

  app.patch('/v1/commitments/:commitment', {
    onRequest: requireKey,
    preValidation: async (request) => {
      permit(request.principal, 'plan:write', await commitmentPlace(request.params.commitment))
      requireIfMatch(request)
    },
    schema: operation({ id: 'updateCommitment', tag: 'Commitments', summary: 'Change a commitment', description: 'JSON Merge Patch with If-Match. A code is given once and stays. What was said before stays in its revisions.', params: commitmentParams, body: CommitmentPatch, answer: Commitment, ...CHANGES })
  }, async (request, reply) => {
    const place = await commitmentPlace(request.params.commitment)
    return sendWritten(deps, request, reply, async tx => changed(await updateCommitment(tx, deps.newId, writeContext(deps, request), today(deps), place, request.body, check(request))))
  })

  app.post('/v1/commitments/:commitment/milestones', {
    onRequest: requireKey,
    preValidation: async request => permit(request.principal, 'plan:write', await commitmentPlace(request.params.commitment)),
    schema: operation({ id: 'createMilestone', tag: 'Commitments', summary: 'Add a milestone', description: 'By an editor of the plan. One that has an external reference or the number of another is refused.', params: commitmentParams, body: NewMilestone, answer: Milestone, ...ADDS })
  }, async (request, reply) => {
    const place = await commitmentPlace(request.params.commitment)
    return sendWritten(deps, request, reply, async tx => created('/v1/milestones', await createMilestone(tx, deps.newId, writeContext(deps, request), today(deps), place, request.body)))
  })

  app.patch('/v1/milestones/:milestone', {
    onRequest: requireKey,
    preValidation: async (request) => {
      permit(request.principal, 'plan:write', await milestonePlace(request.params.milestone))
      requireIfMatch(request)
    },
    schema: operation({ id: 'updateMilestone', tag: 'Commitments', summary: 'Change a milestone', description: 'JSON Merge Patch with If-Match. What was said before stays in its revisions.', params: idParams('milestone'), body: MilestonePatch, answer: Milestone, ...CHANGES })
  }, async (request, reply) => {
    const place = await milestonePlace(request.params.milestone)
    return sendWritten(deps, request, reply, async tx => changed(await updateMilestone(tx, deps.newId, writeContext(deps, request), today(deps), place, request.body, check(request))))
  })
}

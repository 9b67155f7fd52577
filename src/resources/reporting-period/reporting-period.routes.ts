import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Db } from '../../db/database.ts'
import type { Deps } from '../../deps.ts'
import { permit, requireKey } from '../../http/auth.ts'
import { expectationOf, sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { findKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { writeContext } from '../../http/write-context.ts'
import { KnownQuery } from '../../schema/page.ts'
import { record } from '../../schema/scalars.ts'
import { findPlanMember } from '../action-plan/action-plan.store.ts'
import { ChangeReport } from '../plan-document/plan-document.schemas.ts'
import { PeriodUpdates, periodParams } from './reporting-period.schemas.ts'
import { applyPeriod } from './reporting-period.service.ts'
import { readPeriod } from './reporting-period.store.ts'
import { periodRevision, periodView } from './reporting-period.view.ts'

const ApplyQuery = record({
  dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Say what would happen and write nothing' })),
  digest: Type.Optional(Type.String({ pattern: '^sha256-[A-Za-z0-9_-]{43}$', maxLength: 60, description: 'The digest of a dry run: apply exactly what it showed' }))
})

const expectation = (request: FastifyRequest) =>
  expectationOf(request, 'Send the ETag of the list in If-Match, or ?digest= of a dry run; where nothing is reported yet, send If-None-Match: *.')

export function reportingPeriodRoutes (app: App, deps: Deps): void {
  const memberOf = async (plan: string): Promise<string> => found(await findPlanMember(deps.db, plan), `There is no action plan ${plan}.`)

  app.get('/v1/action-plans/:plan/progress-updates/:period', {
    schema: operation({
      id: 'getPeriodUpdates',
      tag: 'Voices',
      summary: 'What a plan reports in one period',
      description: 'All progress updates of the plan in the period, as PUT takes them back; none where nothing is reported yet.',
      params: periodParams,
      query: KnownQuery,
      answer: PeriodUpdates,
      conditional: true
    })
  }, async (request, reply) => {
    const { plan, period } = request.params
    const read = async (db: Db) => await findPlanMember(db, plan) === undefined ? undefined : await readPeriod(db, plan, period)
    const stored = await findKnown(deps, request.query, read, `There is no action plan ${plan}.`)
    return sendRepresentation(request, reply, periodView(stored), periodRevision(stored))
  })

  app.put('/v1/action-plans/:plan/progress-updates/:period', {
    bodyLimit: 16 * 1024 * 1024,
    onRequest: requireKey,
    preValidation: async (request) => {
      const { plan } = request.params
      permit(request.principal, 'plan:write', { plan, member: await memberOf(plan) })
      expectation(request)
    },
    schema: operation({
      id: 'putPeriodUpdates',
      tag: 'Voices',
      summary: 'Report a whole period at once',
      description: 'Adds and changes progress updates of the plan\'s commitments, milestones and indicators in one transaction, or nothing of it. Absent members stay, null empties; what is left out stays and is reported as missing; the same list again changes nothing and writes no revision. Send If-Match with the ETag of the list, or ?digest= of a dry run; for a period without progress updates, If-None-Match: *. A dry run needs none of them.',
      params: periodParams,
      query: ApplyQuery,
      body: PeriodUpdates,
      answer: ChangeReport,
      secured: true,
      problems: ['revision-required', 'stale-revision', 'data-moved', 'already-exists', 'ambiguous-identity', 'unknown-reference', 'challenges-required', 'evidence-incomplete']
    })
  }, async (request, reply) => {
    const { plan, period } = request.params
    const report = await applyPeriod(deps, writeContext(deps, request), { member: await memberOf(plan), plan, period, document: request.body, expected: expectation(request) })
    return reply.header('cache-control', 'no-store').send(report)
  })
}

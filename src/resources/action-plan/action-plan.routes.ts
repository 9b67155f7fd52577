import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { findKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { slugParams } from '../../schema/params.ts'
import { ActionPlan, ActionPlanQuery, PlanSummary } from './action-plan.schemas.ts'
import { actionPlanListing, findActionPlan, findPlanSummary } from './action-plan.store.ts'

export const ActionPlanPage = pageOf(ActionPlan)

export function actionPlanRoutes (app: App, deps: Deps): void {
  app.get('/v1/action-plans', {
    schema: operation({
      id: 'listActionPlans',
      tag: 'Action plans',
      summary: 'Action plans',
      description: 'Plans of all members, by id unless sorted otherwise.',
      query: ActionPlanQuery,
      answer: ActionPlanPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, actionPlanListing(request.query)))

  app.get('/v1/action-plans/:plan', {
    schema: operation({
      id: 'getActionPlan',
      tag: 'Action plans',
      summary: 'One action plan',
      description: 'The facts of a plan. Its commitments are at /v1/commitments?plan=, the whole of it at /document.',
      params: slugParams('plan'),
      query: KnownQuery,
      answer: ActionPlan,
      conditional: true
    })
  }, async (request, reply) => {
    const plan = await findKnown(deps, request.query, db => findActionPlan(db, request.params.plan), `There is no action plan ${request.params.plan}.`)
    return sendRepresentation(request, reply, plan, plan.revision)
  })

  app.get('/v1/action-plans/:plan/summary', {
    schema: operation({
      id: 'getActionPlanSummary',
      tag: 'Action plans',
      summary: 'Counts of a plan by status and voice',
      description: 'How many commitments stand where, as each voice sees it. What official sources publish stands beside, in publishedCounts; the two are never mixed.',
      params: slugParams('plan'),
      query: KnownQuery,
      answer: PlanSummary,
      conditional: true
    })
  }, async (request, reply) => {
    const summary = await findKnown(deps, request.query, (db, day) => findPlanSummary(db, request.params.plan, day), `There is no action plan ${request.params.plan}.`)
    return sendRepresentation(request, reply, summary)
  })
}

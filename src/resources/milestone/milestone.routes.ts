import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { dayKnown, findKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { commitmentParams, idParams } from '../../schema/params.ts'
import { resolveCommitment } from '../commitment/commitment.store.ts'
import { CommitmentMilestoneQuery, Milestone, MilestoneQuery } from './milestone.schemas.ts'
import { findMilestone, milestoneListing } from './milestone.store.ts'

export const MilestonePage = pageOf(Milestone)

export function milestoneRoutes (app: App, deps: Deps): void {
  app.get('/v1/milestones', {
    schema: operation({
      id: 'listMilestones',
      tag: 'Commitments',
      summary: 'Milestones of all countries',
      description: 'Milestones by deadline; those without a date come last.',
      query: MilestoneQuery,
      answer: MilestonePage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, milestoneListing(request.query, dayKnown(deps, request.query))))

  app.get('/v1/commitments/:commitment/milestones', {
    schema: operation({
      id: 'listCommitmentMilestones',
      tag: 'Commitments',
      summary: 'Milestones of a commitment',
      description: 'The steps of one commitment, by deadline unless sorted otherwise.',
      params: commitmentParams,
      query: CommitmentMilestoneQuery,
      answer: MilestonePage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => {
    const commitment = await findKnown(deps, request.query, db => resolveCommitment(db, request.params.commitment), `There is no commitment ${request.params.commitment}.`)
    return sendList(deps, request, reply, milestoneListing(request.query, dayKnown(deps, request.query), commitment))
  })

  app.get('/v1/milestones/:milestone', {
    schema: operation({
      id: 'getMilestone',
      tag: 'Commitments',
      summary: 'One milestone',
      description: 'A step of a commitment with its deadline, its indicators and its completion by the latest progress update.',
      params: idParams('milestone'),
      query: KnownQuery,
      answer: Milestone,
      conditional: true
    })
  }, async (request, reply) => {
    const milestone = await findKnown(deps, request.query, (db, day) => findMilestone(db, request.params.milestone, day), `There is no milestone ${request.params.milestone}.`)
    return sendRepresentation(request, reply, milestone, milestone.revision)
  })
}

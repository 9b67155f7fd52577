import type { Deps } from '../../deps.ts'
import { found } from '../../http/found.ts'
import { permit, requireKey, requirePermission } from '../../http/auth.ts'
import { asSeenBy, requireIfMatch, sendRepresentation } from '../../http/conditional.ts'
import { findKnown } from '../../http/known.ts'
import { CREATED, MERGE_PATCH, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { changed, created, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { slugParams } from '../../schema/params.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { PolicyArea, PolicyAreaPatch, PolicyAreaQuery, NewPolicyArea } from './policy-area.schemas.ts'
import { createPolicyArea, updatePolicyArea } from './policy-area.service.ts'
import { findPolicyArea, policyAreaListing } from './policy-area.store.ts'

export const PolicyAreaPage = pageOf(PolicyArea)

export function policyAreaRoutes (app: App, deps: Deps): void {
  app.get('/v1/policy-areas', {
    schema: operation({
      id: 'listPolicyAreas',
      tag: 'Reference',
      summary: 'Policy areas and sectors',
      description: 'The subjects of commitments, by id unless sorted otherwise.',
      query: PolicyAreaQuery,
      answer: PolicyAreaPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, policyAreaListing(request.query)))

  app.get('/v1/policy-areas/:policyArea', {
    schema: operation({
      id: 'getPolicyArea',
      tag: 'Reference',
      summary: 'One policy area',
      description: 'A subject of commitments.',
      params: slugParams('policyArea'),
      query: KnownQuery,
      answer: PolicyArea,
      conditional: true
    })
  }, async (request, reply) => {
    const policyArea = await findKnown(deps, request.query, db => findPolicyArea(db, request.params.policyArea), `There is no policy area ${request.params.policyArea}.`)
    return sendRepresentation(request, reply, policyArea, policyArea.revision)
  })

  app.post('/v1/policy-areas', {
    onRequest: requireKey,
    preValidation: requirePermission('reference:write', async () => ({})),
    schema: operation({
      id: 'createPolicyArea',
      tag: 'Reference',
      summary: 'Add a policy area',
      description: 'By the tracker\'s own desk. Its id is chosen and stays.',
      body: NewPolicyArea,
      answer: PolicyArea,
      status: 201,
      headers: CREATED,
      secured: true,
      problems: ['already-exists', 'unknown-reference', 'idempotency-key-reused']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => created('/v1/policy-areas', await createPolicyArea(tx, writeContext(deps, request), request.body))))

  app.patch('/v1/policy-areas/:policyArea', {
    onRequest: requireKey,
    preValidation: async (request) => {
      permit(request.principal, 'reference:write', {})
      found(await findPolicyArea(deps.db, request.params.policyArea), `There is no policy area ${request.params.policyArea}.`)
      requireIfMatch(request)
    },
    schema: operation({
      id: 'updatePolicyArea',
      tag: 'Reference',
      summary: 'Change a policy area',
      description: 'JSON Merge Patch with If-Match, by the tracker\'s own desk. What was said before stays in its revisions.',
      params: slugParams('policyArea'),
      body: PolicyAreaPatch,
      ...MERGE_PATCH,
      answer: PolicyArea,
      problems: ['revision-required', 'stale-revision', 'unknown-reference']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await updatePolicyArea(tx, writeContext(deps, request), request.params.policyArea, request.body, asSeenBy(request)))))
}

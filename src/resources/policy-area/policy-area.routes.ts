import type { Deps } from '../../deps.ts'
import { found } from '../../http/found.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { slugParams } from '../../schema/params.ts'
import { pageOf } from '../../schema/page.ts'
import { PolicyArea, PolicyAreaQuery } from './policy-area.schemas.ts'
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
      answer: PolicyArea,
      conditional: true
    })
  }, async (request, reply) => {
    const policyArea = found(await findPolicyArea(deps.db, request.params.policyArea), `There is no policy area ${request.params.policyArea}.`)
    return sendRepresentation(request, reply, policyArea, policyArea.revision)
  })
}

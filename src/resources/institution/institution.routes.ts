import type { Deps } from '../../deps.ts'
import { found } from '../../http/found.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { slugParams } from '../../schema/params.ts'
import { pageOf } from '../../schema/page.ts'
import { Institution, InstitutionQuery } from './institution.schemas.ts'
import { findInstitution, institutionListing } from './institution.store.ts'

export const InstitutionPage = pageOf(Institution)

export function institutionRoutes (app: App, deps: Deps): void {
  app.get('/v1/institutions', {
    schema: operation({
      id: 'listInstitutions',
      tag: 'Reference',
      summary: 'Institutions',
      description: 'Ministries, autonomous bodies, organisations, by id unless sorted otherwise.',
      query: InstitutionQuery,
      answer: InstitutionPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, institutionListing(request.query)))

  app.get('/v1/institutions/:institution', {
    schema: operation({
      id: 'getInstitution',
      tag: 'Reference',
      summary: 'One institution',
      description: 'A body that takes part in commitments.',
      params: slugParams('institution'),
      answer: Institution,
      conditional: true
    })
  }, async (request, reply) => {
    const institution = found(await findInstitution(deps.db, request.params.institution), `There is no institution ${request.params.institution}.`)
    return sendRepresentation(request, reply, institution, institution.revision)
  })
}

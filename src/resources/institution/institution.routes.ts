import type { Deps } from '../../deps.ts'
import { found } from '../../http/found.ts'
import { permit, requireKey } from '../../http/auth.ts'
import { asSeenBy, requireIfMatch, sendRepresentation } from '../../http/conditional.ts'
import { findKnown } from '../../http/known.ts'
import { CREATED, MERGE_PATCH, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { changed, created, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { slugParams } from '../../schema/params.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { Institution, InstitutionPatch, InstitutionQuery, NewInstitution } from './institution.schemas.ts'
import { createInstitution, updateInstitution } from './institution.service.ts'
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
      query: KnownQuery,
      answer: Institution,
      conditional: true
    })
  }, async (request, reply) => {
    const institution = await findKnown(deps, request.query, db => findInstitution(db, request.params.institution), `There is no institution ${request.params.institution}.`)
    return sendRepresentation(request, reply, institution, institution.revision)
  })

  app.post('/v1/institutions', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { member } = (request.body ?? {}) as { member?: string }
      permit(request.principal, 'institution:write', member === undefined ? {} : { member })
    },
    schema: operation({
      id: 'createInstitution',
      tag: 'Reference',
      summary: 'Add an institution',
      description: 'By the desk, or an editor for its own member. Its id is chosen and stays.',
      body: NewInstitution,
      answer: Institution,
      status: 201,
      headers: CREATED,
      secured: true,
      problems: ['already-exists', 'unknown-reference', 'idempotency-key-reused']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => created('/v1/institutions', await createInstitution(tx, writeContext(deps, request), request.body))))

  app.patch('/v1/institutions/:institution', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { institution: id } = request.params
      const { member } = found(await findInstitution(deps.db, id), `There is no institution ${id}.`)
      permit(request.principal, 'institution:write', member === null ? {} : { member })
      requireIfMatch(request)
    },
    schema: operation({
      id: 'updateInstitution',
      tag: 'Reference',
      summary: 'Change an institution',
      description: 'JSON Merge Patch with If-Match, by the desk, or an editor for its own member. What was said before stays in its revisions.',
      params: slugParams('institution'),
      body: InstitutionPatch,
      ...MERGE_PATCH,
      answer: Institution,
      problems: ['revision-required', 'stale-revision', 'unknown-reference']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await updateInstitution(tx, writeContext(deps, request), request.params.institution, request.body, asSeenBy(request)))))
}

import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { ProblemError } from '../../../errors.ts'
import { permit, requireKey, requirePermission } from '../../../http/auth.ts'
import { expectationOf, requireSeen, sendRepresentation } from '../../../http/conditional.ts'
import { found } from '../../../http/found.ts'
import { operation } from '../../../http/operation.ts'
import { sendList } from '../../../http/paging.ts'
import type { App } from '../../../http/type-provider.ts'
import { sendWritten } from '../../../http/write.ts'
import { writeContext } from '../../../http/write-context.ts'
import { pageOf } from '../../../schema/page.ts'
import { slugParams } from '../../../schema/params.ts'
import { record } from '../../../schema/scalars.ts'
import { ImportMapping, ImportMappingDocument, ImportMappingQuery } from './mapping.schemas.ts'
import { putMapping } from './mapping.service.ts'
import { findMapping, mappingListing } from './mapping.store.ts'

export const ImportMappingPage = pageOf(ImportMapping)

const reads = { onRequest: requireKey, preValidation: requirePermission('import:read', async () => ({})) }

const expectation = (request: FastifyRequest) =>
  expectationOf(request, 'Send the ETag of the mapping in If-Match; to create it, send If-None-Match: *.')

export function mappingRoutes (app: App, deps: Deps): void {
  app.get('/v1/import-mappings', {
    ...reads,
    schema: operation({
      id: 'listImportMappings',
      tag: 'Imports',
      summary: 'Mappings of sources',
      description: 'What each source calls the columns of its tables, by source unless sorted otherwise.',
      query: ImportMappingQuery,
      answer: ImportMappingPage,
      secured: true,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, mappingListing(request.query)))

  app.get('/v1/import-mappings/:source', {
    ...reads,
    schema: operation({
      id: 'getImportMapping',
      tag: 'Imports',
      summary: 'The mapping of a source',
      description: 'What the source calls the columns of its tables.',
      params: slugParams('source'),
      answer: ImportMapping,
      secured: true,
      conditional: true
    })
  }, async (request, reply) => {
    const { source } = request.params
    const mapping = found(await findMapping(deps.db, source), `There is no mapping of the source ${source}.`)
    return sendRepresentation(request, reply, mapping, mapping.revision)
  })

  app.put('/v1/import-mappings/:source', {
    onRequest: requireKey,
    // Who takes over a mapping needs both members.
    preValidation: async (request) => {
      const before = await findMapping(deps.db, request.params.source)
      const members = [before?.member, (request.body as Partial<ImportMappingDocument> | null)?.member].filter(member => member !== undefined)
      for (const member of members.length === 0 ? [undefined] : members) permit(request.principal, 'mapping:write', { member })
      expectation(request)
    },
    schema: operation({
      id: 'putImportMapping',
      tag: 'Imports',
      summary: 'Write the mapping of a source',
      description: 'The whole of it, by the desk or an editor of the member that it belongs to: with If-None-Match: * to create it, with its ETag in If-Match to change it. The same again changes nothing. Imports of the source are read with it from then on; those of others, whose keys are not for this member, are refused unless they bring a mapping of their own.',
      params: slugParams('source'),
      query: record({}),
      body: ImportMappingDocument,
      answer: ImportMapping,
      also: { 201: 'It was created' },
      headers: { ETag: 'Its validator' },
      secured: true,
      problems: ['revision-required', 'stale-revision', 'unknown-reference']
    })
  }, async (request, reply) => {
    const { source } = request.params
    if (source === 'ogp') throw new ProblemError('invalid-query', 'The columns of ogp are known.', { errors: [{ parameter: 'source', detail: 'must not be ogp' }] })
    return sendWritten(deps, request, reply, async (tx) => {
      const { created, mapping } = await putMapping(tx, writeContext(deps, request), source, request.body, revision => requireSeen(expectation(request), revision))
      return { status: created ? 201 : 200, body: mapping, revision: mapping.revision }
    })
  })
}

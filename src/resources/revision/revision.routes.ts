import type { FastifyReply } from 'fastify'
import type { TSchema } from 'typebox'
import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import { redacted } from '../../http/redacted.ts'
import type { App } from '../../http/type-provider.ts'
import { PLURALS } from '../../log/plural.ts'
import type { EntityType } from '../../log/revision.store.ts'
import { type Tombstone, findErasure } from '../../log/tombstone.store.ts'
import { pageOf } from '../../schema/page.ts'
import { commitmentParams, idParams, keyIdParams, slugParams } from '../../schema/params.ts'
import { Revision as RevisionNumber, record } from '../../schema/scalars.ts'
import { resolveCommitment } from '../commitment/commitment.store.ts'
import { LoggedRevisionQuery, Revision, RevisionQuery } from './revision.schemas.ts'
import { findRevision, isRecorded, loggedRevisionListing, revisionListing } from './revision.store.ts'

export const RevisionPage = pageOf(Revision)

/** Erasure must reach caches soon, so revisions are kept for minutes only (api.md, section 1.7). */
const CACHE = 'max-age=300, must-revalidate'
/** Who reads the whole record wants what is new. */
const NEWEST = 'public, max-age=1, must-revalidate'

interface Recorded { type: EntityType, name: string, params: TSchema }

const RECORDED: Recorded[] = [
  { type: 'member', name: 'Member', params: slugParams('entity') },
  { type: 'institution', name: 'Institution', params: slugParams('entity') },
  { type: 'policy-area', name: 'PolicyArea', params: slugParams('entity') },
  { type: 'code-list', name: 'CodeList', params: slugParams('entity') },
  { type: 'action-plan', name: 'ActionPlan', params: slugParams('entity') },
  { type: 'commitment', name: 'Commitment', params: record({ entity: commitmentParams.properties.commitment }) },
  { type: 'milestone', name: 'Milestone', params: idParams('entity') },
  { type: 'progress-update', name: 'ProgressUpdate', params: idParams('entity') },
  { type: 'review', name: 'Review', params: idParams('entity') },
  { type: 'reply', name: 'Reply', params: idParams('entity') },
  { type: 'report', name: 'Report', params: idParams('entity') },
  { type: 'assessment', name: 'Assessment', params: idParams('entity') },
  { type: 'process-assessment', name: 'ProcessAssessment', params: idParams('entity') },
  { type: 'report-clusters', name: 'ReportClusters', params: idParams('entity') },
  { type: 'redaction', name: 'Redaction', params: idParams('entity') },
  { type: 'log-key', name: 'LogKey', params: keyIdParams('entity') }
]

export function revisionRoutes (app: App, deps: Deps): void {
  app.get('/v1/revisions', {
    config: { produces: ['application/json', 'application/x-ndjson'] },
    schema: operation({
      id: 'listRevisions',
      tag: 'Record',
      summary: 'Every revision, in the order of the log',
      description: 'All that is needed to check the entries of the log against what they stand for: the text that was hashed, its salt and hash, and the hash before. As `application/x-ndjson`, one revision on each line; the next page is in Link.',
      query: LoggedRevisionQuery,
      answer: {
        'application/json': { schema: { $ref: 'RevisionPage#' } },
        'application/x-ndjson': { schema: { type: 'string', maxLength: 2147483647 } }
      },
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply.header('cache-control', NEWEST), loggedRevisionListing(request.query)))

  for (const { type, name, params } of RECORDED) {
    const plural = PLURALS[type]
    const entityParams = params as ReturnType<typeof idParams<'entity'>>
    const resolve = async (entity: string): Promise<string> => {
      const id = type === 'commitment' ? await resolveCommitment(deps.db, entity) : entity.toLowerCase()
      const known = id !== undefined && await isRecorded(deps.db, type, id)
      return found(known ? id : undefined, `There is no ${type} ${entity}.`)
    }
    const cached = (reply: FastifyReply): FastifyReply => reply.header('cache-control', CACHE)

    app.get(`/v1/${plural}/:entity/revisions`, {
      schema: operation({
        id: `list${name}Revisions`,
        tag: 'Record',
        summary: `Revisions: ${type}`,
        description: 'What the entity said over time, oldest first unless sorted otherwise. Of what a redaction erased, body and salt are null.',
        params: entityParams,
        query: RevisionQuery,
        answer: RevisionPage,
        conditional: true,
        problems: ['invalid-cursor']
      })
    }, async (request, reply) => sendList(deps, request, cached(reply), revisionListing(type, await resolve(request.params.entity))))

    app.get(`/v1/${plural}/:entity/revisions/:revision`, {
      schema: operation({
        id: `get${name}Revision`,
        tag: 'Record',
        summary: `One revision: ${type}`,
        description: 'The text that was hashed, its salt and hash, and the hash of the revision before.',
        params: record({ entity: entityParams.properties.entity, revision: RevisionNumber }),
        answer: Revision,
        conditional: true,
        problems: ['redacted']
      })
    }, async (request, reply) => {
      const { entity, revision } = request.params
      const id = await resolve(entity)
      const one = found(await findRevision(deps.db, type, id, revision), `The ${type} ${entity} has no revision ${revision}.`)
      if (one.body === null) throw redacted(`Revision ${revision} of the ${type} ${entity}`, await findErasure(deps.db, type, id, revision) as Tombstone)
      return sendRepresentation(request, cached(reply), one)
    })
  }
}

import type { Deps } from '../../deps.ts'
import { permit, requireKey } from '../../http/auth.ts'
import { asSeenBy, requireIfMatch, sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { findKnown } from '../../http/known.ts'
import { CREATED, MERGE_PATCH, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { changed, created, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { commitmentParams, idParams, isCommitmentReference, isId } from '../../schema/params.ts'
import { findCommitmentPlace, resolveCommitment } from '../commitment/commitment.store.ts'
import { CommitmentProgressUpdateQuery, NewProgressUpdate, ProgressUpdate, ProgressUpdatePatch, ProgressUpdateQuery } from './progress-update.schemas.ts'
import { createProgressUpdate, updateProgressUpdate } from './progress-update.service.ts'
import { findProgressUpdate, findProgressUpdatePlace, progressUpdateListing } from './progress-update.store.ts'

export const ProgressUpdatePage = pageOf(ProgressUpdate)

export function progressUpdateRoutes (app: App, deps: Deps): void {
  app.get('/v1/progress-updates', {
    schema: operation({
      id: 'listProgressUpdates',
      tag: 'Voices',
      summary: 'Progress updates',
      description: 'What governments report, newest first unless sorted otherwise.',
      query: ProgressUpdateQuery,
      answer: ProgressUpdatePage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, progressUpdateListing(request.query)))

  app.get('/v1/commitments/:commitment/progress-updates', {
    schema: operation({
      id: 'listCommitmentProgressUpdates',
      tag: 'Voices',
      summary: 'Progress updates of a commitment',
      description: 'What the government reports of one commitment and its milestones, newest first.',
      params: commitmentParams,
      query: CommitmentProgressUpdateQuery,
      answer: ProgressUpdatePage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => {
    const commitment = await findKnown(deps, request.query, db => resolveCommitment(db, request.params.commitment), `There is no commitment ${request.params.commitment}.`)
    return sendList(deps, request, reply, progressUpdateListing(request.query, commitment))
  })

  app.get('/v1/progress-updates/:progressUpdate', {
    schema: operation({
      id: 'getProgressUpdate',
      tag: 'Voices',
      summary: 'One progress update',
      description: 'What a government reports in one period.',
      params: idParams('progressUpdate'),
      query: KnownQuery,
      answer: ProgressUpdate,
      conditional: true
    })
  }, async (request, reply) => {
    const progressUpdate = await findKnown(deps, request.query, db => findProgressUpdate(db, request.params.progressUpdate), `There is no progress update ${request.params.progressUpdate}.`)
    return sendRepresentation(request, reply, progressUpdate, progressUpdate.revision)
  })

  app.post('/v1/commitments/:commitment/progress-updates', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { commitment } = request.params
      permit(request.principal, 'plan:write', found(isCommitmentReference(commitment) ? await findCommitmentPlace(deps.db, commitment) : undefined, `There is no commitment ${commitment}.`))
    },
    schema: operation({
      id: 'createProgressUpdate',
      tag: 'Voices',
      summary: 'Report progress',
      description: 'What an institution of the government reports of a commitment, or of one of its milestones or indicators, once for each period. It stands in the status of the commitment at once.',
      params: commitmentParams,
      body: NewProgressUpdate,
      answer: ProgressUpdate,
      status: 201,
      headers: CREATED,
      secured: true,
      problems: ['challenges-required', 'date-in-future', 'evidence-incomplete', 'unknown-reference', 'not-of-government', 'already-exists', 'idempotency-key-reused']
    })
  }, async (request, reply) => {
    const { id: commitment, member } = await findCommitmentPlace(deps.db, request.params.commitment) as { id: string, member: string }
    return sendWritten(deps, request, reply, async tx => created('/v1/progress-updates', await createProgressUpdate(tx, writeContext(deps, request), deps.newId(), { commitment, member }, request.body)))
  })

  app.patch('/v1/progress-updates/:progressUpdate', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { progressUpdate: id } = request.params
      permit(request.principal, 'plan:write', found(isId(id) ? await findProgressUpdatePlace(deps.db, id) : undefined, `There is no progress update ${id}.`))
      requireIfMatch(request)
    },
    schema: operation({
      id: 'updateProgressUpdate',
      tag: 'Voices',
      summary: 'Change a progress update',
      description: 'JSON Merge Patch with If-Match. What was said before stays in its revisions.',
      params: idParams('progressUpdate'),
      body: ProgressUpdatePatch,
      ...MERGE_PATCH,
      answer: ProgressUpdate,
      problems: ['revision-required', 'stale-revision', 'challenges-required', 'date-in-future', 'evidence-incomplete', 'already-exists']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await updateProgressUpdate(tx, writeContext(deps, request), request.params.progressUpdate, request.body, asSeenBy(request)))))
}

import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { commitmentParams, idParams } from '../../schema/params.ts'
import { resolveCommitment } from '../commitment/commitment.store.ts'
import { CommitmentProgressUpdateQuery, ProgressUpdate, ProgressUpdateQuery } from './progress-update.schemas.ts'
import { progressUpdateListing, findProgressUpdate } from './progress-update.store.ts'

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
    const commitment = found(await resolveCommitment(deps.db, request.params.commitment), `There is no commitment ${request.params.commitment}.`)
    return sendList(deps, request, reply, progressUpdateListing(request.query, commitment))
  })

  app.get('/v1/progress-updates/:progressUpdate', {
    schema: operation({
      id: 'getProgressUpdate',
      tag: 'Voices',
      summary: 'One progress update',
      description: 'What a government reports in one period.',
      params: idParams('progressUpdate'),
      answer: ProgressUpdate,
      conditional: true
    })
  }, async (request, reply) => {
    const progressUpdate = found(await findProgressUpdate(deps.db, request.params.progressUpdate), `There is no progress update ${request.params.progressUpdate}.`)
    return sendRepresentation(request, reply, progressUpdate, progressUpdate.revision)
  })
}

import type { Deps } from '../../deps.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { Change, ChangeQuery } from './change.schemas.ts'
import { changeListing } from './change.store.ts'

export const ChangePage = pageOf(Change)

/** Who follows the feed wants what is new, and erasure must reach caches (api.md, section 1.7). */
const CACHE = 'public, max-age=1, must-revalidate'

export function changeRoutes (app: App, deps: Deps): void {
  app.get('/v1/changes', {
    config: { produces: ['application/json', 'application/x-ndjson'] },
    schema: operation({
      id: 'listChanges',
      tag: 'Record',
      summary: 'Every change, in order',
      description: 'Every revision of every entity in the order of the public log, without a gap, at most a second after it was written. Keep the index of the last change you have, and ask for what comes `after` it. As `application/x-ndjson`, one change on each line; the next page is in Link.',
      query: ChangeQuery,
      answer: {
        'application/json': { schema: { $ref: 'LoggedChangePage#' } },
        'application/x-ndjson': { schema: { type: 'string', maxLength: 2147483647 } }
      },
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply.header('cache-control', CACHE), changeListing(request.query)))
}

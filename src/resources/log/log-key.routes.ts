import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { keyIdParams } from '../../schema/params.ts'
import { LogKey, LogKeyQuery } from './log-key.schemas.ts'
import { findLogKey, logKeyListing } from './log-key.store.ts'

export const LogKeyPage = pageOf(LogKey)

export function logKeyRoutes (app: App, deps: Deps): void {
  app.get('/v1/log-keys', {
    schema: operation({
      id: 'listLogKeys',
      tag: 'Record',
      summary: 'New keys of the log',
      description: 'Every key that came after another, each signed by the one before: from an older key that you kept they lead to that of /log/vkey.',
      query: LogKeyQuery,
      answer: LogKeyPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, logKeyListing()))

  app.get('/v1/log-keys/:logKey', {
    schema: operation({
      id: 'getLogKey',
      tag: 'Record',
      summary: 'One new key of the log',
      description: 'A key that came after another, signed by that one.',
      params: keyIdParams('logKey'),
      answer: LogKey,
      conditional: true
    })
  }, async (request, reply) => {
    const { logKey: id } = request.params
    const key = found(await findLogKey(deps.db, id), `There is no new key ${id}.`)
    return sendRepresentation(request, reply, key, key.revision)
  })
}

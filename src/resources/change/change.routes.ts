import { Readable } from 'node:stream'
import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { newestCheckpoint } from '../../log/log.store.ts'
import { pageOf } from '../../schema/page.ts'
import { Change, ChangeQuery, ChangeStreamQuery } from './change.schemas.ts'
import { changeListing } from './change.store.ts'
import { changeEvents, logWatcher } from './change.stream.ts'

export const ChangePage = pageOf(Change)

/** Who follows the feed wants what is new, and erasure must reach caches (api.md, section 1.7). */
const CACHE = 'public, max-age=1, must-revalidate'

const EVENT_STREAM = 'text/event-stream'
const LAST_INDEX = 2147483647

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
      problems: ['invalid-cursor', 'ahead-of-log']
    })
  }, async (request, reply) => {
    await withinLog(deps, request.query.after)
    return sendList(deps, request, reply.header('cache-control', CACHE), changeListing(request.query))
  })

  const look = logWatcher(deps)
  let open = 0
  let ending = false
  // A stream never ends by itself, and the server waits for what is in flight.
  app.addHook('preClose', async () => { ending = true })

  app.get('/v1/changes/stream', {
    config: { produces: [EVENT_STREAM] },
    schema: operation({
      id: 'streamChanges',
      tag: 'Record',
      summary: 'Every change as it comes',
      description: 'The changes of /v1/changes as server-sent events, then new ones within a second of their place in the log: `id` is the index, `data` the JSON of a change. Starts after `Last-Event-ID`, which an EventSource sends when it connects again, else after `after`, else with the first change of all. Comments come when nothing new does. Where no stream is free (503), ask /v1/changes.',
      query: ChangeStreamQuery,
      asked: { 'Last-Event-ID': 'Index of the last change you have; counts before `after`' },
      answer: { [EVENT_STREAM]: { schema: { type: 'string', maxLength: 2147483647 } } },
      headers: { 'Cache-Control': 'no-store: a stream is not kept' },
      problems: ['too-many-streams', 'ahead-of-log']
    })
  }, async (request, reply) => {
    const last = lastEventId(request.headers['last-event-id']) ?? request.query.after ?? -1
    await withinLog(deps, last)
    if (open >= deps.config.changeStreams) throw new ProblemError('too-many-streams', `All ${deps.config.changeStreams} streams are taken.`, { headers: { 'retry-after': '10' } })
    open++
    reply.raw.once('close', () => { open-- })
    const events = changeEvents(deps.db, last, look, () => ending || reply.raw.destroyed)
    // nginx would keep events back until its buffer is full. A connection that carried a stream is closed with it, or it would outlive the server.
    return reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
      .type(`${EVENT_STREAM}; charset=utf-8`)
      .send(Readable.from(events, { highWaterMark: 1 }))
  })
}

/**
 * The index that a client sends of the last event it has; undefined where it has none.
 * @throws ProblemError invalid-query
 */
function lastEventId (header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined
  const index = /^\d{1,10}$/.test(String(header)) ? Number(header) : Infinity
  if (index <= LAST_INDEX) return index
  throw new ProblemError('invalid-query', 'Last-Event-ID is not the index of a change.', { errors: [{ parameter: 'Last-Event-ID', detail: `takes the id of an event, a whole number up to ${LAST_INDEX}` }] })
}

/**
 * Who has a change that the log does not hold followed another log, or this one before it was put back: an empty page would hide it.
 * @throws ProblemError ahead-of-log
 */
async function withinLog (deps: Deps, after = -1): Promise<void> {
  if (after < 0) return
  const size = (await newestCheckpoint(deps.db))?.size ?? 0
  if (after >= size) throw new ProblemError('ahead-of-log', `You have change ${after}, and this log holds ${size} changes.`)
}

import { Readable } from 'node:stream'
import { setImmediate, setTimeout } from 'node:timers/promises'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import t, { type Test } from 'tap'
import type { Tables } from '../../src/db/database.ts'
import { DataVersion, withVersion } from '../../src/db/version.ts'
import type { Deps } from '../../src/deps.ts'
import { PUBLIC_CACHE, sendRepresentation } from '../../src/http/conditional.ts'
import type { SnapshotWatch } from '../../src/http/freshness.ts'
import { COMMON } from '../../src/http/headers.ts'
import { keepResponses, untilAllForget } from '../../src/http/response-cache.ts'
import type { App } from '../../src/http/type-provider.ts'

interface Options { megabytes?: number, counted?: boolean, watch?: SnapshotWatch }
type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown

/** An application with nothing but the cache. Its one read counts how often it is asked. */
async function caching (t: Test, { megabytes = 1, counted = true, watch }: Options = {}) {
  const version = new DataVersion()
  const dialect = new PostgresDialect({ pool: {} as PostgresPool })
  const db = new Kysely<Tables>({ dialect: counted ? withVersion(dialect, version) : dialect })
  const state = {
    reads: 0,
    now: '2026-11-22T12:00:00Z',
    handler: ((request, reply) => sendRepresentation(request, reply, { read: state.reads })) as Handler
  }
  const deps = { db, config: { responseCacheMb: megabytes }, clock: () => new Date(state.now) } as unknown as Deps
  const app = fastify() as unknown as App
  app.decorateRequest('principal', null)
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers({ ...COMMON, ratelimit: `r=${state.reads}` })
    done()
  })
  keepResponses(app, deps, watch)
  const read = (request: FastifyRequest, reply: FastifyReply): unknown => {
    state.reads++
    return state.handler(request, reply)
  }
  const schema = { response: { 304: { type: 'null' } } }
  app.route({ method: ['GET', 'POST'], url: '/list', schema, handler: read })
  app.get('/live', { schema, config: { live: true } }, read)
  app.get('/plain', { schema: { response: { 201: {} } } }, read)
  app.get('/bare', read)
  t.teardown(async () => { await app.close() })
  const ask = async (headers: Record<string, string> = {}, url = '/list', method: 'GET' | 'HEAD' | 'POST' = 'GET') =>
    await app.inject({ method, url, headers })
  /** Counts the reads that `work` causes. */
  const readsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const before = state.reads
    await work()
    return state.reads - before
  }
  return { app, state, version, ask, readsOf, write: () => { version.begin()() } }
}

t.test('an answer is given again, whole and as it was, until something is written', async (t) => {
  const { state, ask, readsOf, write } = await caching(t)
  state.handler = (request, reply) =>
    sendRepresentation(request, reply.headers({ link: '<x>', vary: 'Accept, Cookie' }), { é: state.reads })
  const first = await ask()
  state.reads = 7
  const again = await ask()
  t.equal(state.reads, 7)
  t.equal(again.body, '{"é":1}')
  const { ratelimit, date, ...headers } = first.headers
  t.match(again.headers, { ...headers, ratelimit: 'r=7' }, 'only what belongs to the request is new')
  t.same(Object.keys(again.headers).sort(), Object.keys(first.headers).sort())
  write()
  t.equal(await readsOf(ask), 1)
  t.equal(await readsOf(ask), 0)
})

t.test('it depends on the address, on what is accepted and preferred, and on the day', async (t) => {
  const { state, ask, readsOf } = await caching(t)
  const variants = [
    {}, { accept: 'text/html' }, { 'accept-language': 'fr' }, { prefer: 'count=exact' }
  ] as Record<string, string>[]
  for (const headers of variants) t.equal(await readsOf(() => ask(headers)), 1)
  for (const headers of variants) t.equal(await readsOf(() => ask(headers)), 0)
  t.equal(await readsOf(() => ask({}, '/list?a=1')), 1)
  state.now = '2026-11-22T23:59:59.999Z'
  t.equal(await readsOf(ask), 0)
  state.now = '2026-11-23T00:00:00Z'
  t.equal(await readsOf(ask), 1, 'at midnight deadlines pass')
})

t.test('a condition is compared with what is kept', async (t) => {
  const { state, ask, readsOf, write } = await caching(t)
  const { etag } = (await ask()).headers as { etag: string }
  for (const tag of [etag, `W/${etag}, "x"`, '*']) {
    const answer = await ask({ 'if-none-match': tag })
    t.match(answer, {
      statusCode: 304, body: '', headers: { etag, 'cache-control': PUBLIC_CACHE, 'content-type': undefined }
    })
  }
  t.equal((await ask({ 'if-none-match': '"x"' })).statusCode, 200)
  t.equal(state.reads, 1)
  write()
  state.reads = 0
  const known = await ask({ 'if-none-match': etag })
  t.match(known, {
    statusCode: 304, body: '', headers: { etag, 'content-type': undefined, 'content-length': undefined }
  })
  t.equal((await ask()).body, '{"read":1}', 'what is read for a condition is kept whole')
  t.equal(state.reads, 1)
  write()
  t.equal(await readsOf(async () => { t.equal((await ask({ 'if-none-match': etag })).statusCode, 200) }), 1)
})

t.test('HEAD has the headers of what GET keeps, and keeps nothing', async (t) => {
  const { ask, readsOf } = await caching(t)
  for (let i = 0; i < 2; i++) t.equal(await readsOf(() => ask({}, '/list', 'HEAD')), 1)
  const { headers } = await ask()
  const head = await ask({}, '/list', 'HEAD')
  t.match(head, {
    statusCode: 200, body: '', headers: { etag: headers.etag, 'content-length': headers['content-length'] }
  })
  t.equal(await readsOf(() => ask({ 'if-none-match': '*' }, '/list', 'HEAD')), 0)
})

t.test('what is of a key, a session, the past or a moment is never kept', async (t) => {
  const { ask, readsOf } = await caching(t)
  await ask()
  const left: [Record<string, string>, string, 'GET' | 'POST'][] = [
    [{ authorization: 'Bearer x' }, '/list', 'GET'], [{ cookie: 'a=b' }, '/list', 'GET'], [{}, '/list', 'POST'],
    [{}, '/list?knownAt=2026-11-22T12:00:00Z', 'GET'], [{}, '/live', 'GET'], [{}, '/plain', 'GET'], [{}, '/bare', 'GET']
  ]
  for (const [headers, url, method] of left) {
    for (let i = 0; i < 2; i++) {
      t.equal(await readsOf(() => ask(headers, url, method)), 1, `${JSON.stringify(headers)} ${url} ${method}`)
    }
  }
})

t.test('refusals, streams and what is private or large are never kept, and a condition still holds', async (t) => {
  const { state, ask, readsOf } = await caching(t, { megabytes: 10 })
  const handlers: Record<string, Handler> = {
    refused: (_request, reply) =>
      reply.code(404).header('cache-control', PUBLIC_CACHE).header('etag', '"x"').send('no'),
    stream: (_request, reply) =>
      reply.headers({ 'cache-control': PUBLIC_CACHE, etag: '"x"' }).send(Readable.from(['x'])),
    private: (request, reply) => sendRepresentation(request, reply.header('cache-control', 'no-cache'), 'x'),
    'without a tag': (_request, reply) => reply.header('cache-control', PUBLIC_CACHE).send('x'),
    large: (request, reply) => sendRepresentation(request, reply, Buffer.alloc(1024 * 1024 + 1))
  }
  for (const [name, handler] of Object.entries(handlers)) {
    state.handler = handler
    for (let i = 0; i < 2; i++) t.equal(await readsOf(() => ask({}, `/list?${name.length}`)), 1, name)
  }
  const { etag } = (await ask()).headers as { etag: string }
  t.equal((await ask({ 'if-none-match': etag })).statusCode, 304)
  state.handler = handlers.private as Handler
  const tag = (await ask()).headers.etag as string
  t.equal((await ask({ 'if-none-match': tag })).statusCode, 304, 'a private answer has its condition too')
})

t.test('the least recently used gives way', async (t) => {
  const { state, ask, readsOf } = await caching(t)
  state.handler = (request, reply) => sendRepresentation(request, reply, Buffer.alloc(300_000))
  for (const url of ['/list?1', '/list?2', '/list?3', '/list?1', '/list?4']) await ask({}, url)
  t.equal(await readsOf(() => ask({}, '/list?1')), 0)
  t.equal(await readsOf(() => ask({}, '/list?2')), 1)
})

t.test('equal requests in flight share one answer', async (t) => {
  const { state, ask, readsOf, write, version } = await caching(t)
  const slowly: Handler = async (request, reply) => {
    const read = state.reads
    await setTimeout(40)
    return sendRepresentation(request, reply, { read })
  }
  state.handler = slowly
  t.equal(await readsOf(async () => {
    const answers = await Promise.all([ask(), ask(), ask({ 'if-none-match': '*' }), ask({}, '/list', 'HEAD')])
    t.same(answers.map(({ statusCode, body }) => [statusCode, body]), [
      [200, '{"read":1}'], [200, '{"read":1}'], [304, ''], [200, '']
    ])
  }), 1)

  write()
  const early = ask()
  await setTimeout(5)
  write()
  const late = ask()
  t.same(
    [(await early).json(), (await late).json()], [{ read: 2 }, { read: 3 }], 'one that comes after a write reads anew'
  )
  t.equal((await ask()).body, '{"read":3}', 'and what was read before is not kept')

  const end = version.begin()
  t.equal(await readsOf(() => Promise.all([ask(), ask()])), 2, 'nothing is shared while a write is being committed')
  end()

  state.handler = async () => {
    await setImmediate()
    throw new Error('down')
  }
  t.equal(await readsOf(async () => {
    for (const { statusCode } of await Promise.all([ask(), ask()])) t.equal(statusCode, 500)
  }), 2, 'a failure is not shared')
})

t.test('where others write, nothing is kept before a look at the snapshot, nor given after one that differs', async (t) => {
  let snapshot = 'a'
  let isClosed = false
  const watch = { look: async () => snapshot, close: async () => { isClosed = true } }
  const { app, ask, readsOf } = await caching(t, { watch })
  t.equal(await readsOf(ask), 1)
  await setTimeout(10)
  t.ok(await readsOf(async () => { for (let i = 0; i < 20; i++) { await ask(); await setTimeout(25) } }) < 15)
  snapshot = 'b'
  await setTimeout(260)
  t.equal(await readsOf(ask), 1, 'within 250 ms')
  await app.close()
  t.equal(isClosed, true)
})

t.test('it is off where no room is given, and where nobody counts what is written', async (t) => {
  for (const options of [{ megabytes: 0 }, { counted: false }]) {
    const { ask, readsOf } = await caching(t, options)
    t.equal(await readsOf(async () => { await ask(); await ask() }), 2)
  }
})

t.test('a redaction waits for other instances where there can be some', async (t) => {
  const waited = async (config: { databaseUrl?: string }): Promise<number> => {
    const began = performance.now()
    await untilAllForget(config)
    return performance.now() - began
  }
  t.ok(await waited({}) < 100)
  t.ok(await waited({ databaseUrl: 'postgres://db.example/oc' }) >= 290)
})

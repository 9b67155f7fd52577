import { once } from 'node:events'
import { type IncomingMessage, get as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { openDatabase } from '../../_support/db.ts'
import { type Item, walk } from '../../_support/list.ts'
import { startSequencer } from '../../../src/log/sequencer.ts'
import { changeEvents, logWatcher } from '../../../src/resources/change/change.stream.ts'

interface Stream {
  response: IncomingMessage
  /** What came so far. */
  text: () => string
  events: () => Item[]
  /** Waits until so many events came. */
  until: (count: number) => Promise<Item[]>
  hangUp: () => void
}

/** A stream over a real connection, to an application that listens. */
async function listen (t: Test, { app }: TestApp, path: string, headers: Record<string, string> = {}): Promise<Stream> {
  const request = ask({ port: (app.server.address() as AddressInfo).port, host: '127.0.0.1', path, headers })
  t.teardown(() => { request.destroy() })
  const [response] = await once(request, 'response') as [IncomingMessage]
  let text = ''
  response.setEncoding('utf8').on('data', (chunk: string) => { text += chunk }).on('error', () => {})
  const events = () => [...text.matchAll(/^id: (\d+)\ndata: (.+)\n\n/gm)].map(([, id, data]) => ({ id: Number(id), data: JSON.parse(data as string) as Item }))
  const until = async (count: number): Promise<Item[]> => {
    for (let n = 0; n < 400 && events().length < count; n++) await setTimeout(10)
    return events()
  }
  return { response, text: () => text, events, until, hangUp: () => { request.destroy() } }
}

async function start (t: Test, env: NodeJS.ProcessEnv = {}) {
  const app = await startApp(t, { starter: true, env })
  await app.sequence()
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const registrar = await app.key({ role: 'registrar' })
  let n = 0
  const write = async () => { await app.post('/v1/policy-areas', { id: `area-${n++}`, name: { en: 'Area' }, kind: 'sector', taxonomy: 'test' }, { key: registrar }) }
  const [{ index: last }] = (await app.get('/v1/changes?sort=-index&limit=1')).json.items as [Item]
  return { ...app, write, last }
}

t.test('gives every change as /v1/changes does, then new ones as they come', async (t) => {
  const app = await start(t)
  const all = await listen(t, app, '/v1/changes/stream', { origin: 'https://example.org', accept: 'text/event-stream' })
  t.match(all.response, { statusCode: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'access-control-allow-origin': '*', 'x-accel-buffering': 'no' } })
  const changes = await walk(t, app, '/v1/changes?limit=200')
  t.same(await all.until(app.last + 1), changes.map(data => ({ id: data.index, data })))
  t.match(all.text(), /\n:\n\n$/, 'a comment says that nothing more is there')

  await app.write()
  await setTimeout(300)
  t.equal(all.events().length, app.last + 1, 'what is not sequenced yet waits')
  const stop = startSequencer(app.deps.db, app.deps.clock, (error) => { t.fail(String(error)) })
  t.teardown(stop)
  await app.write()
  const written = Date.now()
  const [one, other] = (await all.until(app.last + 3)).slice(-2)
  t.ok(Date.now() - written < 1000, `${Date.now() - written} ms after it was written`)
  t.match([one, other], [{ id: app.last + 1, data: { op: 'create', type: 'policy-area', id: 'area-0' } }, { id: app.last + 2, data: { id: 'area-1' } }])
  t.same(all.events().map(({ id }) => id), Array.from({ length: app.last + 3 }, (_, id) => id), 'each once')
})

t.test('goes on where a reader stopped', async (t) => {
  const app = await start(t)
  const first = async (path: string, headers = {}) => {
    const { text, headers: { 'content-type': type }, status } = await app.get(path, { headers })
    return status === 200 && String(type).startsWith('text/event-stream') ? Number(/^id: (\d+)/.exec(text)?.[1]) : text
  }
  t.equal(await first('/v1/changes/stream'), 0)
  t.equal(await first('/v1/changes/stream?after=9'), 10)
  t.equal(await first('/v1/changes/stream', { 'last-event-id': '9' }), 10)
  t.equal(await first('/v1/changes/stream?after=3', { 'last-event-id': '9' }), 10, 'a browser asks the same address again')
  t.match((await app.get(`/v1/changes/stream?after=${app.last + 1}`)).json, { status: 409, type: /ahead-of-log$/ })
  const head = await app.request('HEAD', '/v1/changes/stream')
  t.match([head.status, head.headers['content-type'], head.text], [200, 'text/event-stream; charset=utf-8', ''])

  for (const id of ['', '-1', 'x', '1.5', '2147483648', '99999999999']) {
    t.match((await app.get('/v1/changes/stream', { headers: { 'last-event-id': id } })).json, { status: 400, type: /invalid-query$/, errors: [{ parameter: 'Last-Event-ID' }] }, id)
  }
  for (const query of ['after=-1', 'after=x', 'limit=1', 'sort=-index']) t.match((await app.get(`/v1/changes/stream?${query}`)).json, { status: 400, type: /invalid-query$/ }, query)
  t.match((await app.get('/v1/changes/stream', { headers: { accept: 'application/json' } })).json, { status: 406, detail: /text\/event-stream/ })
})

t.test('is open for so many at a time, and free again when a reader goes', async (t) => {
  const app = await start(t, { CHANGE_STREAMS: '2' })
  const after = `/v1/changes/stream?after=${app.last}`
  const one = await listen(t, app, after)
  await listen(t, app, after)
  const refused = await app.get(after)
  t.match([refused.status, refused.headers['retry-after'], refused.json.type], [503, '10', /too-many-streams$/])
  one.hangUp()
  for (let n = 0; n < 100 && (await app.get(after)).status !== 200; n++) await setTimeout(10)
  t.equal((await app.get(after)).status, 200)
})

t.test('holds no connection of the database while it waits, and one look serves all who do', async (t) => {
  const app = await start(t)
  let statements = 0
  app.deps.db = app.deps.db.withPlugin({ transformQuery: ({ node }) => { statements++; return node }, transformResult: async ({ result }) => result })
  // More than the pool has connections.
  const streams = await Promise.all(Array.from({ length: 25 }, () => listen(t, app, `/v1/changes/stream?after=${app.last}`)))
  for (const { text } of streams) while (text() === '') await setTimeout(10)
  statements = 0
  await setTimeout(1000)
  t.ok(statements >= 2 && statements <= 5, `${statements} statements in a second`)
  t.equal((await app.get('/v1/members')).status, 200)
  await app.write()
  await app.sequence()
  for (const { until } of streams) t.match(await until(1), [{ id: app.last + 1 }])
})

t.test('is read event by event, with a comment after every silence', async (t) => {
  const empty = await openDatabase()
  t.teardown(() => empty.close())
  const app = await start(t)
  t.ok(app.last > 60)
  let statements = 0
  const counted = app.deps.db.withPlugin({ transformQuery: ({ node }) => { statements++; return node }, transformResult: async ({ result }) => result })
  const events = changeEvents(counted, -1, async () => 0, () => false)
  for (let n = 0; n < 50; n++) t.match((await events.next()).value, `id: ${n}\n`)
  t.equal(statements, 1, 'and nothing is fetched before it is asked for')
  await events.next()
  t.equal(statements, 2)

  t.equal(await logWatcher(empty)(), 0)
  let looks = 0
  const texts = []
  for await (const text of changeEvents(empty.db, -1, async () => { looks++; return 0 }, () => looks >= 5, 2)) texts.push(text)
  t.strictSame([looks, texts], [5, [':\n\n', ':\n\n', ':\n\n']])
})

t.test('breaks off where the database fails, for the reader to come again, and ends with the service', async (t) => {
  const app = await start(t)
  const broken = await listen(t, app, `/v1/changes/stream?after=${app.last}`)
  const cut = t.rejects(once(broken.response, 'end'), { code: 'ECONNRESET' })
  await sql`alter table log_checkpoint rename to elsewhere`.execute(app.deps.db)
  await cut
  await sql`alter table elsewhere rename to log_checkpoint`.execute(app.deps.db)

  const stream = await listen(t, app, `/v1/changes/stream?after=${app.last}`)
  const ended = once(stream.response, 'end')
  const asked = Date.now()
  await app.app.close()
  await ended
  t.ok(stream.response.complete, 'a whole answer')
  t.ok(Date.now() - asked < 2000, `${Date.now() - asked} ms`)
})

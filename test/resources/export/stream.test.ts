import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, get as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'

const AREAS = 3000

/** An application that listens, with more than the sockets on the way hold. */
async function start (t: Test, env: NodeJS.ProcessEnv = {}): Promise<TestApp> {
  const app = await startApp(t, { env })
  await sql`insert into policy_area (id, name, kind, taxonomy, updated_at)
    select 'area-' || n, jsonb_build_object('en', repeat('words ', 1000)), 'sector', 'test', '2026-11-22T12:00:00Z' from generate_series(1, ${AREAS}::integer) as n`.execute(app.deps.db)
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  return app
}

const addressOf = ({ app }: TestApp, path: string) => ({ port: (app.server.address() as AddressInfo).port, host: '127.0.0.1', path, agent: false })

async function open (t: Test, app: TestApp, path: string): Promise<IncomingMessage> {
  const request = ask(addressOf(app, path))
  t.teardown(() => { request.destroy() })
  const [response] = await once(request, 'response') as [IncomingMessage]
  return response
}

/** Everything that comes, and whether that is the whole. */
async function readAll (response: IncomingMessage): Promise<{ bytes: Buffer, complete: boolean, error: string | undefined }> {
  const pieces: Buffer[] = []
  let error: string | undefined
  try {
    for await (const piece of response) pieces.push(piece as Buffer)
  } catch (thrown) {
    error = (thrown as NodeJS.ErrnoException).code
  }
  return { bytes: Buffer.concat(pieces), complete: response.complete, error }
}

/** From now on only so many statements succeed. */
function breakAfter ({ deps }: TestApp, statements: number): void {
  deps.db = deps.db.withPlugin({
    transformQuery: ({ node }) => {
      if (statements-- <= 0) throw new Error('the database is gone')
      return node
    },
    transformResult: async ({ result }) => result
  })
}

t.test('a whole export carries its digest behind it', async (t) => {
  const app = await start(t)
  for (const format of ['csv', 'xlsx', 'ndjson', 'jsonld']) {
    const response = await open(t, app, `/v1/exports/policy-areas.${format}`)
    const { bytes, complete, error } = await readAll(response)
    t.strictSame([complete, error, response.headers['transfer-encoding'], response.headers['content-length']], [true, undefined, 'chunked', undefined])
    t.equal(response.trailers['repr-digest'], `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`, format)
  }
})

t.test('an export that breaks never looks complete', async (t) => {
  for (const format of ['csv', 'xlsx', 'ndjson', 'jsonld']) {
    const app = await start(t)
    breakAfter(app, 3)
    const response = await open(t, app, `/v1/exports/policy-areas.${format}`)
    const { complete, error } = await readAll(response)
    t.strictSame([response.statusCode, complete, error, response.trailers], [200, false, 'ECONNRESET', {}], format)
    const address = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}/v1/exports/policy-areas.${format}`
    t.ok(app.logs.some(({ err }) => (err as Error | undefined)?.message === 'the database is gone'), 'and the operator is told')
    await t.rejects(fetch(address).then(answer => answer.status === 200 ? answer.arrayBuffer() : Promise.reject(new Error(String(answer.status)))), format)
  }
})

t.test('an export that fails at once is refused as anything is', async (t) => {
  const app = await start(t)
  breakAfter(app, 0)
  t.match(await app.get('/v1/exports/policy-areas.ndjson'), { status: 500, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, json: { type: /internal$/ } })
})

t.test('only so many are on their way at a time, and one ends when its reader goes', async (t) => {
  const app = await start(t, { EXPORT_STREAMS: '2' })
  const path = '/v1/exports/policy-areas.csv'
  const slow = [await open(t, app, path), await open(t, app, path)] as const
  t.match(await app.get(path), { status: 503, headers: { 'retry-after': '30' }, json: { type: /too-many-streams$/ } })
  t.equal((await app.get('/v1/members')).status, 200, 'who reads slowly keeps nobody from the database')
  slow[0].destroy()
  for (let n = 0; n < 500 && (await app.get(path)).status !== 200; n++) await setTimeout(10)
  t.equal((await app.get(path)).status, 200)
  t.equal((await readAll(slow[1])).complete, true, 'the other one goes on')
})

t.test('an export ends, incomplete, when its time is over', async (t) => {
  const app = await start(t, { EXPORT_SECONDS: '1', EXPORT_STREAMS: '1' })
  const response = await open(t, app, '/v1/exports/policy-areas.csv')
  await setTimeout(1500)
  t.strictSame((({ complete, error }) => ({ complete, error }))(await readAll(response)), { complete: false, error: 'ECONNRESET' })
  t.equal((await app.get('/v1/exports/members.csv')).status, 200, 'and its place is free')
})

t.test('a reader that takes nothing loses its place, one that takes little does not', async (t) => {
  const app = await start(t, { EXPORT_STALL_SECONDS: '1', EXPORT_STREAMS: '2' })
  const [idle, slow] = [await open(t, app, '/v1/exports/policy-areas.csv'), await open(t, app, '/v1/exports/policy-areas.csv')]
  for (let n = 0; n < 8; n++) {
    for (let taken = 0; taken < 16 && slow.read() !== null; taken++) await setTimeout(5)
    await setTimeout(200)
  }
  t.equal((await readAll(idle)).complete, false)
  t.equal((await app.get('/v1/exports/members.csv')).status, 200)
  t.equal((await readAll(slow)).complete, true)
})

t.test('what is written meanwhile makes nothing come twice and nothing go missing', async (t) => {
  const app = await start(t)
  const response = await open(t, app, '/v1/exports/policy-areas.ndjson')
  const key = await app.key({ role: 'registrar' })
  for (const id of ['area-0', 'area-99999', 'zone']) await app.post('/v1/policy-areas', { id, name: { en: 'New' }, kind: 'sector', taxonomy: 'test' }, { key })
  const { bytes, complete } = await readAll(response)
  const ids = bytes.toString().split('\n').slice(0, -1).map(line => (JSON.parse(line) as { id: string }).id)
  t.ok(complete)
  t.equal(new Set(ids).size, ids.length)
  t.equal(ids.filter(id => /^area-[1-9]\d{0,3}$/.test(id)).length, AREAS)
})

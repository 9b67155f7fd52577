import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type IncomingMessage, get as ask } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { type TestApp, startApp } from '../_support/app.ts'
import { LOADER } from '../_support/built.ts'
import { connectTo, engine } from '../_support/db.ts'
import { editing, planOf } from '../_support/plan.ts'
import { canonicalText } from '../../src/log/canonical.ts'
import { sequenceBatch, startSequencer } from '../../src/log/sequencer.ts'
import type { Change } from '../../src/resources/change/change.schemas.ts'

/**
 * Eight writers at full speed while the sequencer is killed and started again at random. Two readers follow the changes, one
 * by pages, one by a stream that breaks off: each has every change once and in order, and what they rebuild is what the API says.
 */
const SECONDS = process.env.PROVE === '1' ? 60 : 4
const WRITERS = 8

const random = (least: number, most: number): number => least + Math.floor(Math.random() * (most - least + 1))
const pause = (least: number, most: number): Promise<void> => setTimeout(random(least, most))

t.test(`${WRITERS} writers for ${SECONDS} s (${engine})`, { timeout: 900_000 }, async (t) => {
  const app = await startApp(t, { starter: true })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const until = Date.now() + SECONDS * 1000
  const isOver = (): boolean => Date.now() > until
  const counts: Record<string, number> = {}
  const count = (what: string): void => { counts[what] = (counts[what] ?? 0) + 1 }

  const pages = followPages(app, count)
  const stream = followStream(app, count)
  const [, writers] = await Promise.all([breakSequencers(app, isOver, count), write(app, isOver, count)])
  t.strictSame(writers, [], 'no write failed')
  await app.sequence()

  const { rows: [stands] } = await sql<{ revisions: number, logged: number }>`select count(*) as revisions, count(log_index) as logged from revision`.execute(app.deps.db)
  const { revisions, logged } = stands as { revisions: number, logged: number }
  t.equal(logged, revisions, 'every revision is in the log')
  const [byPages, byStream] = [await pages.upTo(revisions), await stream.upTo(revisions)]
  t.comment({ revisions, ...counts })
  t.strictSame(byPages.map(({ index }) => index), Array.from({ length: revisions }, (_, index) => index), 'every change once, in order, by pages')
  t.strictSame(byStream.map(change => canonicalText(change)), byPages.map(change => canonicalText(change)), 'and by the stream')

  const known = new Set((await app.deps.db.selectFrom('revision').select(['entity_type', 'entity_id', 'revision']).execute()).map(row => `${row.entity_type} ${row.entity_id} ${row.revision}`))
  t.equal(byPages.filter(({ type, id, revision }) => known.delete(`${type} ${id} ${revision}`)).length, revisions)
  t.equal(known.size, 0, 'no revision is left out')

  await t.test('what the changes rebuild is what the API says, byte for byte', async (t) => {
    const state = new Map<string, Change>()
    for (const change of byPages) {
      const key = `${change.type} ${change.id}`
      if (change.revision !== (state.get(key)?.revision ?? 0) + 1) t.fail(`${key} has revision ${change.revision} too early or too late`)
      state.set(key, change)
    }
    const entities = [...state.values()]
    const wrong: string[] = []
    const compare = async ({ type, id, revision, body }: Change): Promise<void> => {
      const address = addressOf(type, id)
      const [{ json: now }, { json: recorded }] = [await call(app, 'GET', address), await call(app, 'GET', `${address}/revisions?sort=-revision&limit=1`)]
      const text = canonicalText(body)
      const says = canonicalText(Object.fromEntries(Object.keys(body as object).map(name => [name, now[name]])))
      // A code list has no number of its own in the API.
      if (says !== text || recorded.items[0]?.body !== text || (now.revision ?? revision) !== revision) wrong.push(`${type} ${id}`)
    }
    await Promise.all(Array.from({ length: WRITERS }, async () => { for (let one; (one = entities.pop()) !== undefined;) await compare(one) }))
    t.strictSame(wrong, [])
    t.comment(`${state.size} entities compared`)
  })
})

const LISTS: Record<string, string> = { 'policy-area': 'policy-areas', 'progress-update': 'progress-updates', reply: 'replies', 'report-clusters': 'report-clusters' }
const addressOf = (type: string, id: string): string => `/v1/${LISTS[type] ?? `${type}s`}/${id}`

/** Asks without holding the answer against the contract, which takes longer than the answer. */
async function call ({ app }: TestApp, method: 'GET' | 'POST' | 'PATCH' | 'PUT', url: string, key?: string, body?: object) {
  const { statusCode, payload } = await app.inject({ method, url, headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}`, 'content-type': 'application/json' }), ...(method === 'POST' || method === 'GET' ? {} : { 'if-match': '*' }) }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) })
  return { status: statusCode, text: payload, json: JSON.parse(payload) }
}

/** Writes in every way that is quick, each writer as fast as it is answered. @returns answers that were no success */
async function write (app: TestApp, isOver: () => boolean, count: (what: string) => void): Promise<string[]> {
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const registrar = await app.key({ role: 'registrar' })
  const { items: commitments } = (await app.get('/v1/commitments?limit=50&fields=id')).json
  const failed: string[] = []
  let n = 0
  const send = async (method: 'POST' | 'PATCH' | 'PUT', url: string, key: string, body: object): Promise<string> => {
    const { status, text, json } = await call(app, method, url, key, body)
    count('writes')
    if (status >= 300) failed.push(`${method} ${url} ${status} ${text}`)
    return json?.id
  }
  const review = (state: string) => ({ kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', narrative: { en: `Review ${n++}` }, evidence: [{ url: 'https://example.org/seen' }], state })
  const ways: ((commitment: string) => Promise<unknown>)[] = [
    commitment => send('PATCH', `/v1/commitments/${commitment}`, editor, { cluster: `Cluster ${n++}` }),
    commitment => send('POST', `/v1/commitments/${commitment}/milestones`, editor, { title: { en: `Step ${n++}` } }),
    commitment => send('POST', `/v1/commitments/${commitment}/progress-updates`, editor, { institution: 'mexico-sfp', period: String(1000 + n++), reportedOn: '2020-12-01', completion: 'substantial' }),
    commitment => send('POST', `/v1/commitments/${commitment}/reviews`, reviewer, review('published')),
    async (commitment) => {
      const id = await send('POST', `/v1/commitments/${commitment}/reviews`, reviewer, review('draft'))
      await send('PATCH', `/v1/reviews/${id}`, reviewer, { state: 'published' })
      await send('PATCH', `/v1/reviews/${id}`, reviewer, { state: 'retracted' })
    },
    () => send('POST', '/v1/policy-areas', registrar, { id: `area-${n++}`, name: { en: 'Area' }, kind: 'sector', taxonomy: 'test' }),
    () => send('PUT', '/v1/action-plans/mexico-5/document', editor, planOf(5, { commitments: [{ number: '1', title: { en: `Promise ${n++}` }, milestones: [{ number: '1', title: { en: `Step ${n}` } }] }] }))
  ]
  await editing(app, editor).create(planOf(5))
  await Promise.all(Array.from({ length: WRITERS }, async (_, writer) => {
    for (let at = writer; !isOver(); at++) {
      await (ways[random(0, ways.length - 1)] as typeof ways[number])(commitments[at % commitments.length].id)
    }
  }))
  return failed
}

/** Starts one sequencer after the other, each of which ends in another way, at any moment of its work. */
async function breakSequencers ({ deps: { db }, database: { url } }: TestApp, isOver: () => boolean, count: (what: string) => void): Promise<void> {
  const stop = async (): Promise<void> => {
    const stop = startSequencer(db, () => new Date(), () => { count('failures of the sequencer') })
    await pause(20, 600)
    await stop()
    count('sequencers stopped')
  }
  const kill = async (): Promise<void> => {
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(_?TAP|NODE_OPTIONS)/.test(name)))
    const child = spawn(process.execPath, [...LOADER, join(import.meta.dirname, '../_support/sequence.ts'), String(url)], { env: { ...environment, NODE_V8_COVERAGE: '', _TAPJS_PROCESSINFO_COVERAGE_: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
    const closed = once(child, 'close')
    await Promise.race([once(child.stdout, 'data'), closed])
    await pause(0, 400)
    child.kill('SIGKILL')
    const [, signal] = await closed
    if (signal === 'SIGKILL') count('sequencers killed')
  }
  const cut = async (): Promise<void> => {
    const other = connectTo(`${url}?application_name=sequencer`)
    const over = new AbortController()
    const running = (async () => { while (!over.signal.aborted) await sequenceBatch(other.db, () => new Date()).catch(() => { count('batches cut off') }) })()
    await pause(20, 400)
    const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'sequencer'`.execute(db)
    rows.forEach(() => { count('connections terminated') })
    over.abort()
    await running
    await other.close()
  }
  // The embedded engine has one process and one connection, which end with all that is written.
  const ways = url === undefined ? [stop] : [kill, cut, stop]
  for (let n = 0; !isOver() || n < ways.length; n++) await (ways[n % ways.length] as typeof stop)()
}

interface Reader { upTo: (size: number) => Promise<Change[]> }

/** Reads on and on until it has so many changes, or none come any more. */
function reading (read: (changes: Change[]) => Promise<void>): Reader {
  const changes: Change[] = []
  const stopping = new AbortController()
  const running = (async () => { while (!stopping.signal.aborted) await read(changes) })()
  return {
    upTo: async (size) => {
      for (const until = Date.now() + 30_000; changes.length < size && Date.now() < until;) await setTimeout(20)
      stopping.abort()
      await running
      return changes
    }
  }
}

const followPages = (app: TestApp, count: (what: string) => void): Reader => reading(async (changes) => {
  const last = changes.at(-1)
  const { json } = await call(app, 'GET', `/v1/changes?limit=${random(1, 200)}${last === undefined ? '' : `&after=${last.index}`}`)
  changes.push(...json.items)
  count('pages read')
  if (json.items.length === 0) await pause(5, 100)
})

/** Reads the stream as a browser does: where it breaks off, it asks again with the id of the last event. */
const followStream = ({ app }: TestApp, count: (what: string) => void): Reader => reading(async (changes) => {
  const last = changes.at(-1)
  const request = ask({ port: (app.server.address() as AddressInfo).port, host: '127.0.0.1', path: '/v1/changes/stream', headers: last === undefined ? {} : { 'last-event-id': String(last.index) } })
  const [response] = await once(request, 'response') as [IncomingMessage]
  let text = ''
  response.setEncoding('utf8').on('error', () => {}).on('data', (chunk: string) => {
    const events = `${text}${chunk}`.split('\n\n')
    text = events.pop() as string
    changes.push(...events.filter(event => event !== ':').map(event => JSON.parse(event.replace(/^id: \d+\ndata: /, '')) as Change))
  })
  await pause(50, 2000)
  request.destroy()
  count('streams cut')
})

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import * as files from 'node:fs/promises'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ReadableStream } from 'node:stream/web'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type TestApp, startApp } from '../_support/app.ts'
import { engine } from '../_support/db.ts'
import { type Item, walk } from '../_support/list.ts'
import { type Moderators, moderating } from '../_support/moderation.ts'
import { editing, planOf } from '../_support/plan.ts'
import { fetchFrom } from '../_support/verifying.ts'
import { randomFrom } from '../_support/random.ts'
import { canonicalText } from '../../src/log/canonical.ts'

/** The mirror of docs/mirror.md, killed at random points while others write, ends with what the service says, byte for byte. */

const KILLS = process.env.PROVE === '1' ? 1000 : 100
/** Each round begins with an empty folder. */
const ROUNDS = 5
const SCRIPT = join(import.meta.dirname, '../../examples/mirror.mjs')
type Files = Pick<typeof files, 'mkdir' | 'readFile' | 'rename' | 'writeFile'>
const { mirror } = await import(SCRIPT) as { mirror: (url: string, folder: string, files?: Files, fetch?: typeof globalThis.fetch) => Promise<void> }

const next = randomFrom(1000)
const random = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))

function folderFor (t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'oc-mirror-'))
  t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
  return folder
}

interface World { app: TestApp, write: () => Promise<void> }

/** A tracker in which a step is written, changed, redacted or published at each call. */
async function start (t: Test): Promise<World> {
  const app = await startApp(t)
  const registrar = await app.key({ role: 'registrar' })
  await app.post('/v1/members', { id: 'mexico', name: { es: 'México' }, kind: 'national', status: 'active' }, { key: registrar })
  await app.post('/v1/institutions', { id: 'article-19', name: { es: 'Artículo 19' }, kind: 'civil_society' }, { key: registrar })
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const { create } = editing(app, editor)
  await create(planOf(5, { commitments: [{ number: '1', title: { es: 'Uno' } }] }))
  const [{ id: commitment }] = (await app.get('/v1/commitments?plan=mexico-5')).json.items as [Item]
  const moderators: Moderators = await moderating(app)
  let n = 0
  const must = async (answer: Promise<Item>): Promise<Item> => {
    const { status, json, text } = await answer
    if (status >= 300) throw new Error(text)
    return json
  }
  const write = async (): Promise<void> => {
    n++
    const { id } = await must(app.post(`/v1/commitments/${commitment}/milestones`, { title: { es: `Un paso ${n}` }, expectedOutput: { es: 'El nombre de una persona' } }, { key: editor }))
    for (const weight of [n % 100, (n + 1) % 100]) await must(app.request('PATCH', `/v1/milestones/${id}`, { key: editor, headers: { 'if-match': '*' }, body: { weight } }))
    if (n % 3 === 0) await must(moderators.carryOut({ type: 'milestone', id, fields: ['expectedOutput'] }))
    if (n % 3 === 1) await must(moderators.carryOut({ type: 'milestone', id, atRevision: 1 }))
    if (n % 5 === 0) {
      const review = await must(app.post(`/v1/commitments/${commitment}/reviews`, { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', narrative: { es: 'Un nombre' }, evidence: [{ url: 'https://example.org/seen' }], state: 'published' }, { key: reviewer }))
      await must(moderators.carryOut({ type: 'review', id: review.id }))
    }
    await app.sequence()
  }
  await app.sequence()
  return { app, write }
}

class Killed extends Error {}

/** Files and a network that end after so many steps, the last of them half done, as if the process were killed there. */
function mortal (app: TestApp, steps: number): { files: Files, fetch: typeof globalThis.fetch } {
  const step = async <T>(whole: () => Promise<T>, half: () => Promise<unknown> = async () => {}): Promise<T> => {
    if (steps-- > 0) return await whole()
    if (steps === -1) await half()
    throw new Killed()
  }
  const real = fetchFrom(app.app)
  return {
    files: {
      mkdir: ((...args: Parameters<typeof files.mkdir>) => step(() => files.mkdir(...args))) as typeof files.mkdir,
      readFile: ((...args: Parameters<typeof files.readFile>) => step(() => files.readFile(...args))) as typeof files.readFile,
      rename: (from, to) => step(() => files.rename(from, to), () => next() < 0.5 ? files.rename(from, to) : Promise.resolve()),
      writeFile: (file, text) => step(() => files.writeFile(file, text), () => files.writeFile(file, String(text).slice(0, random(0, String(text).length))))
    },
    fetch: async (address, init) => {
      const answer = await step(() => real(address, init))
      const bytes = Buffer.from(await answer.arrayBuffer())
      const pieces = async function * (): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += 20_000) yield await step(async () => bytes.subarray(at, at + 20_000))
      }
      return new Response(ReadableStream.from(pieces()) as unknown as BodyInit, { status: answer.status })
    }
  }
}

/** Holds the copy against the export, and each body in it against the text that was hashed. */
async function compare (t: Test, app: TestApp, folder: string): Promise<void> {
  const lines = (await app.get('/v1/exports/record.ndjson')).text.split('\n').slice(0, -1)
  const changes = lines.map(line => JSON.parse(line) as Item)
  const expected = new Map(changes.map(({ type, id }, at) => [`${type}/${id}.json`, `${lines[at]}\n`]))
  expected.set('cursor', String(changes.at(-1).index))
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
  t.strictSame(found.sort(), [...expected.keys()].sort(), 'a file for each entity, and nothing else')
  t.strictSame([...expected].filter(([name, text]) => readFileSync(join(folder, name), 'utf8') !== text), [], 'byte for byte what the service gives')
  const recorded = new Map((await walk(t, app, '/v1/revisions?limit=200')).map((revision: Item) => [revision.logIndex, revision.body]))
  t.strictSame(changes.filter(({ index, body }) => (body === null ? null : canonicalText(body)) !== recorded.get(index)), [], 'and what was hashed')
}

t.test(`killed at ${KILLS} random points it ends with an exact copy (${engine})`, { timeout: 900_000 }, async (t) => {
  const { app, write } = await start(t)
  let kills = 0
  for (let round = 1; round <= ROUNDS; round++) {
    const folder = folderFor(t)
    while (kills < KILLS * round / ROUNDS) {
      const begun = (await files.readdir(folder)).includes('cursor')
      const { files: mortalFiles, fetch } = mortal(app, random(0, begun ? 26 : 200))
      try {
        await mirror('http://host', folder, mortalFiles, fetch)
        await write()
      } catch (error) {
        if (!(error instanceof Killed)) throw error
        kills++
      }
    }
    await mirror('http://host', folder, files, fetchFrom(app.app))
    await compare(t, app, folder)
  }
})

t.test('killed as a process it ends with an exact copy', { timeout: 600_000 }, async (t) => {
  const { app, write } = await start(t)
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const folder = folderFor(t)
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(_?TAP|NODE_OPTIONS|NODE_V8)/.test(name))), NODE_V8_COVERAGE: '', _TAPJS_PROCESSINFO_COVERAGE_: '0' }
  const run = (): ChildProcess => spawn(process.execPath, [SCRIPT, `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}/`, folder], { env, stdio: 'inherit' })
  let killed = 0
  for (let n = 0; n < 12; n++) {
    await write()
    const child = run()
    const ended = once(child, 'close')
    await Promise.race([setTimeout(random(0, n * 60)), ended])
    child.kill('SIGKILL')
    const [, signal] = await ended as [number | null, string | null]
    if (signal === 'SIGKILL') killed++
  }
  t.ok(killed > 2, `killed ${killed} times`)
  t.strictSame(await once(run(), 'close'), [0, null])
  await compare(t, app, folder)
})

t.test('writes no name that leads elsewhere, and stops where it is refused', async (t) => {
  const folder = folderFor(t)
  const saying = (text: string, status = 200) => async () => new Response(text, { status })
  for (const [type, id] of [['..', 'x'], ['member', '../../x'], ['', 'x'], ['member', 'x/y']]) {
    await t.rejects(mirror('http://host', folder, files, saying(`${JSON.stringify({ index: 0, type, id })}\n`)), { message: /is no name of a file/ })
  }
  await t.rejects(mirror('http://host', folder, files, saying('', 429)), { message: '/v1/exports/record.ndjson answered 429' })
  t.strictSame(readdirSync(folder), [])
  await mirror('http://host', folder, files, saying(''))
  t.strictSame(readdirSync(folder), [], 'there is nothing yet')
})

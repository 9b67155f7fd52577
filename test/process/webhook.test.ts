import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { freePort } from '../../scripts/free-port.ts'
import { build, ENV, ROOT } from '../_support/built.ts'
import { openEmptyDatabase, serverUrl } from '../_support/db.ts'
import { receive } from '../_support/receiver.ts'

/** Whether a delivery outlives the process: the real service, killed while a receiver has a message and has not answered it. */

const PATIENCE = 240_000
const MEMBERS = 10
t.setTimeout(1_000_000)

const BUILT = build()

async function until (what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!await is()) {
    if (Date.now() > end) throw new Error(`${what} did not happen`)
    await setTimeout(50)
  }
}

t.test('killed with a message on its way it sends that again, and every other one', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'oc-webhook-'))
  const children: ChildProcess[] = []
  const database = serverUrl === undefined ? undefined : await openEmptyDatabase()
  t.teardown(async () => {
    for (const child of children) {
      if (child.exitCode === null && child.signalCode === null) { child.kill('SIGKILL'); await once(child, 'close') }
    }
    await database?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const port = await freePort()
  const service = `http://127.0.0.1:${port}`
  const start = async () => {
    const child = spawn(process.execPath, [`${BUILT}/main.js`], {
      cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...ENV, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'warn', STARTER_DATA: 'off', WEBHOOKS_ALLOW_PRIVATE: 'on', ...(database?.url === undefined ? {} : { DATABASE_URL: database.url }) }
    })
    children.push(child)
    // Asked for now: a child that has ended before it is asked for never says so again.
    const ended = once(child, 'close')
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += String(chunk) })
    await until(`a start (${output})`, () => {
      if (child.exitCode !== null) throw new Error(output)
      return output.includes('is ready')
    })
    return { child, ended, output: () => output }
  }
  const send = async (path: string, key: string, body: unknown) => {
    const answer = await fetch(`${service}${path}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(await answer.text())
    return await answer.json() as { [name: string]: string }
  }

  const first = await start()
  let dead = false
  const { received, url } = await receive(t, (response) => {
    if (received.length === 4) {
      dead = first.child.kill('SIGKILL')
      return
    }
    response.writeHead(204).end()
  })
  const { key = '' } = await send('/v1/admin/keys', readFileSync(join(folder, 'admin.key'), 'utf8').trim(), { role: 'registrar', name: 'test' })
  const { id } = await send('/v1/webhooks', key, { url, types: ['member'] })
  for (const n of Array(MEMBERS).keys()) if (!dead) await send('/v1/members', key, { id: `member-${n}`, name: { en: `Member ${n}` }, kind: 'national', status: 'active' }).catch(() => {})
  await until('the end of it', () => dead)
  await first.ended
  t.equal(first.child.signalCode, 'SIGKILL')
  t.equal(received.length, 4)
  t.match(first.output(), /WEBHOOKS_ALLOW_PRIVATE is on/, 'and the switch for development is told of')

  const second = await start()
  const deliveries = async () => (await (await fetch(`${service}/v1/webhooks/${id}/deliveries?sort=queued`, { headers: { authorization: `Bearer ${key}` } })).json() as { items: { id: string, state: string }[] }).items
  const members = async () => (await (await fetch(`${service}/v1/members`)).json() as { items: { id: string }[] }).items.map(({ id }) => id)
  await until('every delivery', async () => {
    const all = await deliveries()
    return all.length === (await members()).length && all.every(({ state }) => state === 'delivered')
  })
  t.strictSame([...new Set(received.map(({ json }) => json.data.id))], await members(), 'every change that was acknowledged, in order')
  const ids = received.map(({ headers }) => headers['webhook-id'])
  const counts = [...new Set(ids)].map(id => ids.filter(other => other === id).length)
  t.equal(counts.length, (await members()).length)
  t.equal(received[3]?.headers['webhook-id'], received[4]?.headers['webhook-id'], 'the one that was on its way comes again under its id')
  t.ok(counts.every(count => count === 1 || count === 2))
  second.child.kill('SIGTERM')
  await second.ended
  t.equal(second.child.exitCode, 0)
})

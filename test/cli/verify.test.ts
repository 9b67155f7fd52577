import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import type { Io } from '../../src/cli/io.ts'
import { buildApp } from '../../src/app.ts'
import { startApp } from '../_support/app.ts'
import { type Ran, cli as run } from '../_support/cli.ts'
import { rotate, withKeys } from '../_support/rotation.ts'
import { disarm } from '../_support/tampering.ts'
import { fetchFrom } from '../_support/verifying.ts'

const app = await startApp(t, { starter: true })
await app.sequence()
const folder = mkdtempSync(join(tmpdir(), 'oc-verify-'))
t.teardown(() => { rmSync(folder, { recursive: true }) })
const kept = join(folder, 'checkpoint.txt')
const { text } = await app.get('/log/checkpoint')
const [, size, root] = text.split('\n')
writeFileSync(kept, text)

const cli = (argv: string[], given: Partial<Io> = {}): Promise<Ran> => run(['verify', ...argv], { fetch: fetchFrom(app.app), ...given })

t.test('verify says what it has verified, and exits with 0', async (t) => {
  t.strictSame(await cli(['http://log.example']), {
    code: 0,
    out: `Verified: 127.0.0.1:3000/log\n  entries   ${size}\n  root      ${root}\n  It proves that the record is whole, and not that it was never rewritten whole: keep /log/checkpoint, and give it with --since next time.\n`,
    err: `${size} of ${size} entries\n`
  })
  t.match(JSON.parse((await cli(['http://log.example', '--json'])).out), { size })
  t.match(await cli(['http://log.example/', '--since', kept]), { code: 0, out: `Nothing was changed or removed since ${kept}.\n` })
})

t.test('verify moves a bar on a terminal', async (t) => {
  const { err } = await cli(['http://log.example'], { isTerminal: true })
  t.ok(err.endsWith(`\r[${'#'.repeat(40)}] ${size} of ${size} entries\n`), err)
})

t.test('verify says nothing of how far it is where there is nothing to do', async (t) => {
  const empty = await startApp(t)
  t.match(await cli(['http://log.example'], { fetch: fetchFrom(empty.app) }), { code: 0, out: '  entries   0\n', err: '' })
})

t.test('verify counts what was redacted', async (t) => {
  const real = fetchFrom(app.app)
  let items: { type: string, id: string }[] = []
  const redacted: typeof fetch = async (address, init) => {
    const { pathname, search } = new URL(String(address))
    const answer = await real(address, init)
    const [one] = items
    if (pathname === '/v1/redactions/why') return Response.json({ target: { type: one?.type, id: one?.id }, erased: [1] })
    if (pathname !== '/v1/revisions' || search !== '?limit=200') return answer
    items = (await answer.json() as { items: typeof items }).items
    return Response.json({ items: items.map((item, at) => at === 0 ? { ...item, body: null, salt: null, redaction: 'why' } : item) })
  }
  t.match(await cli(['http://log.example'], { fetch: redacted }), { code: 0, out: `entries   ${size}, of which 1 stand for a text that was redacted\n` })
})

t.test('verify exits with 2 where it cannot read', async (t) => {
  const cases: [string[], RegExp, Partial<Io>?][] = [
    [[], /missing required argument 'url'/],
    [['http://log.example', '--nonsense'], /unknown option/],
    [['nowhere'], /nowhere is no address of a service/],
    [['http://'], /no address of a service/],
    [['http://log.example', '--since', join(folder, 'absent')], /older checkpoint cannot be read: ENOENT/],
    [['http://log.example', '--since', import.meta.filename], /no signed checkpoint/],
    [['http://log.example'], /The log at http:\/\/log\.example cannot be read\. .* gives no answer: gone/, { fetch: async () => { throw new Error('gone') } }],
    [['http://log.example'], /cannot be read\. \/v1\/revisions gives no list/, { fetch: async () => new Response('hello') }]
  ]
  for (const [argv, message, io] of cases) {
    const { code, out, err } = await cli(argv, io)
    t.match({ code, out, err }, { code: 2, out: '', err: message }, argv.join(' '))
  }
})

t.test('verify does not hide a mistake of our own', async (t) => {
  await t.rejects(cli(['http://log.example'], { err: () => { throw new TypeError('ours') } }), TypeError)
})

t.test('verify says in its help what its exit codes mean', async (t) => {
  t.match(await cli(['--help']), { code: 0, out: /Exit codes: 0 verified, 1 a difference was found.*, 2 the log or the file cannot be read/ })
})

t.test('verify says that the log has another key than the one that signed what was kept', async (t) => {
  const id = await rotate(app, 8, 7)
  await app.sequence()
  const rotated = await buildApp(withKeys(app, 8, 7), { write: () => {} })
  t.teardown(() => rotated.close())
  const { code, out } = await cli(['http://log.example', '--since', kept], { fetch: fetchFrom(rotated) })
  t.equal(code, 0)
  t.match(out, /Nothing was changed or removed since .*\n {2}That was signed by an earlier key of the log, which the record replaces by this one\. A stolen key can do that too: .*\n/)
  t.match(out, `  new key   127.0.0.1:3000/log+${id}+`)
})

t.test('verify names the first difference, and exits with 1', async (t) => {
  await disarm(app.deps.db)
  await sql`update revision set body = body || ' ' where log_index in (7, 9)`.execute(app.deps.db)
  t.match(await cli(['http://log.example', '--since', kept]), { code: 1, out: '', err: /^Difference: entry 7 \(.*, revision 1\) has a revision whose salt and body do not hash to what it says\.\n$/m })
})

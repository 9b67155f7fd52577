import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Io } from '../../src/cli/io.ts'
import { buildApp } from '../../src/app.ts'
import { privateKeyOf, signNote, verifierKey } from '../../src/log/note.ts'
import { signReceipt } from '../../src/log/receipt.ts'
import { idOf, signRotation } from '../../src/log/rotation.ts'
import { startApp } from '../_support/app.ts'
import { type Ran, cli as run } from '../_support/cli.ts'
import { logKey, rotate, withKeys } from '../_support/rotation.ts'
import { fetchFrom } from '../_support/verifying.ts'

const app = await startApp(t, { starter: true })
const folder = mkdtempSync(join(tmpdir(), 'oc-receipt-'))
t.teardown(() => { rmSync(folder, { recursive: true }) })
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const URL_GIVEN = 'http://log.example'

const cli = (argv: string[], given: Partial<Io> = {}): Promise<Ran> => run(['receipt', ...argv], { fetch: fetchFrom(app.app), ...given })

/** The service, but for what one path answers. */
const but = (path: RegExp, body: (text: string) => string): typeof fetch => async (address, init) => {
  const answer = await fetchFrom(app.app)(address, init)
  return path.test(String(address)) ? new Response(body(Buffer.from(await answer.arrayBuffer()).toString('latin1')).replace(/^$/, ' ')) : answer
}

// The promise must be in time by the clock of whoever checks it.
app.setNow(new Date().toISOString())
const key = await app.key({ role: 'reviewer', organisation: 'r3d' })
const answer = await app.post('/v1/commitments/MX0081/reviews', { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', evidence: [{ url: 'https://example.org/seen' }], state: 'published' }, { key })
const { note, bodyHash } = answer.json.receipt
const kept = file('receipt.txt', note)
const whole = file('answer.json', answer.text)
const origin = '127.0.0.1:3000/log'
const promise = (by: string, hash = bodyHash) => signReceipt({ origin, bodyHash: hash, by }, app.deps.secrets.logKey)

t.test('a receipt that waits says so, and exits with 3', async (t) => {
  t.match(await cli([kept, URL_GIVEN]), { code: 3, out: '', err: `${bodyHash} is not in the log yet` })
  t.match(await cli([file('unknown.txt', promise('2999-12-31', Buffer.alloc(32).toString('base64'))), URL_GIVEN]), { code: 3, err: 'promised by the end of 2999-12-31' })
})

t.test('a promise that is over and not kept is a difference', async (t) => {
  t.match(await cli([file('over.txt', promise('2026-01-01')), URL_GIVEN]), { code: 1, err: /^Difference: \S+ was promised by 2026-01-01 and is not in the log/ })
  t.match(await cli([file('lost.txt', promise('2026-01-01', Buffer.alloc(32).toString('base64'))), URL_GIVEN]), { code: 1, err: /suppressed, or lost/ })
})

t.test('what is in the log is proved to be there', async (t) => {
  await app.sequence()
  for (const given of [kept, whole]) t.match(await cli([given, URL_GIVEN]), { code: 0, out: /^\S+ is in the log, entry \d+, as promised\.\n$/, err: '' })
})

t.test('a receipt of what a redaction took away says so, and a newline more or less is no matter', async (t) => {
  const dropped = but(/receipts/, () => JSON.stringify({ logIndex: null, redaction: 'r1' }))
  t.match(await cli([kept, URL_GIVEN], { fetch: dropped }), { code: 1, err: '/v1/redactions/r1 says why' })
  for (const ending of ['', '\n\n']) t.equal((await cli([file('ending.txt', note.trimEnd() + ending), URL_GIVEN])).code, 0)
})

t.test('what the service says is not believed', async (t) => {
  const elsewhere = but(/receipts/, text => text.replace(/"logIndex":\d+/, '"logIndex":0'))
  t.match(await cli([kept, URL_GIVEN], { fetch: elsewhere }), { code: 1, err: 'entry 0 is not of the hash that the receipt promises' })
  const nowhere = but(/receipts/, text => text.replace(/"logIndex":\d+/, '"logIndex":100000'))
  t.match(await cli([kept, URL_GIVEN], { fetch: nowhere }), { code: 1, err: 'entry 100000 is not of the hash' })
  t.match(await cli([kept, URL_GIVEN], { fetch: but(/proof/, text => text.replace(/\n[A-Za-z0-9+/]{43}=\n/, `\n${Buffer.alloc(32).toString('base64')}\n`)) }), { code: 1, err: 'is not proved to be in the signed log' })
  t.match(await cli([kept, URL_GIVEN], { fetch: but(/proof/, () => 'nothing') }), { code: 1, err: 'is not proved to be in the signed log' })
  t.match(await cli([kept, URL_GIVEN], { fetch: but(/entries/, text => text.slice(0, -1)) }), { code: 1, err: 'ends within an entry' })
  t.match(await cli([kept, URL_GIVEN], { fetch: but(/receipts/, () => 'no') }), { code: 2, err: 'gives no JSON' })
})

t.test('what is no receipt of this log is refused', async (t) => {
  const other = privateKeyOf(Buffer.alloc(32, 9))
  for (const [name, text] of Object.entries({ empty: '', json: '{}', words: signNote('words\n', origin, app.deps.secrets.logKey) })) {
    t.match(await cli([file(name, text), URL_GIVEN]), { code: 2, err: 'What was given is no receipt' }, name)
  }
  for (const [name, text] of Object.entries({ other: signReceipt({ origin, bodyHash, by: '2026-12-01' }, other), damaged: note.replace('by 2', 'by 3') })) {
    t.match(await cli([file(name, text), URL_GIVEN]), { code: 1, err: 'the receipt is not signed by the key of /log/vkey' }, name)
  }
  t.match(await cli([join(folder, 'missing'), URL_GIVEN]), { code: 2, err: 'The receipt cannot be read' })
  t.match(await cli([kept, 'log.example']), { code: 2, err: 'is no address of a service' })
  t.match(await cli([kept, URL_GIVEN], { fetch: async () => { throw new Error('away') } }), { code: 2, err: 'cannot be read' })
})

t.test('a receipt of an earlier key is believed where each key since was signed by the one before', async (t) => {
  const of = async (n: number) => {
    const service = await buildApp(withKeys(app, n), { write: () => {} })
    t.teardown(() => service.close())
    return fetchFrom(service)
  }
  t.match(await cli([kept, URL_GIVEN], { fetch: await of(8) }), { code: 1, err: 'nor by one that led to it' }, 'not before that is recorded')
  await rotate(app, 8, 7)
  t.match(await cli([kept, URL_GIVEN], { fetch: await of(8) }), { code: 0, err: '' })
  await rotate(app, 9, 8)
  t.match(await cli([kept, URL_GIVEN], { fetch: await of(9) }), { code: 0, err: '' })
  const strange = file('strange.txt', signReceipt({ origin, bodyHash, by: '2026-12-01' }, logKey(6)))
  t.match(await cli([strange, URL_GIVEN], { fetch: await of(9) }), { code: 1, err: 'nor by one that led to it' })

  const [one, other] = [[9, 8], [8, 9]].map(([key = 0, before = 0]) => signRotation(origin, logKey(key), logKey(before), '2026-11-22'))
  const ninth = await of(9)
  const claiming = (claimed: Record<string, unknown>): typeof fetch => async (address, init) => {
    const { pathname } = new URL(String(address))
    return pathname.startsWith('/v1/log-keys/') ? Response.json(claimed[pathname.split('/')[3] as string] ?? null) : await ninth(address, init)
  }
  const [nine, eight] = [9, 8].map(n => idOf(verifierKey(origin, logKey(n)))) as [string, string]
  t.match(await cli([strange, URL_GIVEN], { fetch: claiming({ [nine]: one, [eight]: other }) }), { code: 1 }, 'keys in a circle come to an end')
  t.match(await cli([kept, URL_GIVEN], { fetch: claiming({ [nine]: other }) }), { code: 1 }, 'a rotation to another key is none of this one')
})

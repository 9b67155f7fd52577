import { readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Io } from '../../src/cli/io.ts'
import { startApp } from '../_support/app.ts'
import { type Ran, cli } from '../_support/cli.ts'

t.setTimeout(400_000)
const app = await startApp(t, { starter: true })
await app.app.listen({ port: 0, host: '127.0.0.1' })
await app.sequence()
const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
const registrar = await app.key({ role: 'registrar' })
const folder = t.testdir({})
const follow = (argv: string[], given: Partial<Io> = {}): Promise<Ran> => cli(['follow', '--url', url, ...argv], given)
const indexes = (out: string): number[] => out.split('\n').filter(line => line !== '').map(line => (JSON.parse(line) as { index: number }).index)
const upTo = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, offset) => from + offset)
let size = (await app.get('/v1/changes?sort=-index&limit=1')).json.items[0].index + 1
const more = async (count = 1): Promise<void> => {
  for (let n = 0; n < count; n++) await app.post('/v1/members', { id: `member-${size++}`, kind: 'national', name: { en: 'An example' }, status: 'active' }, { key: registrar })
  await app.sequence()
}

t.test('prints every change once, over several pages', async (t) => {
  await more(Math.max(205 - size, 0))
  const { code, out, err } = await follow(['--once', '--json'])
  t.same([code, err], [0, ''])
  t.same(indexes(out), upTo(0, size))
  const told = await follow(['--once', '--after', String(size - 2)])
  t.equal(told.out, `${size - 1}\t2026-11-22\tcreate\tmember\tmember-${size - 1}\tr1\n`)
})

t.test('goes on from where the cursor is, and from where it was killed', async (t) => {
  const cursor = join(folder, 'changes.cursor')
  t.same(indexes((await follow(['--once', '--json', '--after', '199', '--cursor', cursor])).out), upTo(200, size))
  t.equal(readFileSync(cursor, 'utf8'), `{"url":"${url}","after":${size - 1}}\n`)
  t.equal((await follow(['--once', '--json', '--cursor', cursor])).out, '')
  await more(3)
  let seen = ''
  await t.rejects(follow(['--once', '--json', '--cursor', cursor], { out: (text) => { if (seen !== '') throw new Error('killed'); seen += text } }), { message: 'killed' })
  const rest = await follow(['--once', '--json', '--cursor', cursor, '--after', '0'])
  t.same([...indexes(seen), ...indexes(rest.out)], upTo(size - 3, size), 'nothing is missing, nothing twice')
})

t.test('waits for new changes and survives a service that is away, until it is stopped', async (t) => {
  const end = new AbortController()
  let [away, waits] = [0, 0]
  const flaky: typeof fetch = async (input, init) => {
    if (++away <= 4) throw new TypeError('fetch failed')
    return await fetch(input, init)
  }
  const sleep = async (ms: number): Promise<void> => {
    if (ms !== 7000) return
    if (++waits === 3) await more()
    if (waits === 5) { end.abort(); throw new Error('aborted') }
  }
  const ran = await follow(['--json', '--after', String(size - 1), '--every', '7'], { fetch: flaky, sleep, signal: end.signal })
  t.equal(ran.code, 0)
  t.same(indexes(ran.out), [size - 1])
  t.match(ran.err, /^No service answers at .*\nAsking again\.\n$/)
  const stopped = new AbortController()
  t.match(await follow([], { signal: stopped.signal, fetch: async () => { stopped.abort(); throw new TypeError('aborted') } }), { code: 0, out: '', err: '' })
})

t.test('says what cannot be mended by waiting', async (t) => {
  t.match(await follow(['--once'], { fetch: async () => { throw new TypeError('fetch failed') } }), { code: 1, err: /No service answers at/ })
  t.match(await follow(['--key', 'wrong']), { code: 1, err: /401/ })
  await t.rejects(follow([], { fetch: async () => new Response('<html>') }), SyntaxError)
  for (const wrong of [['--after', '-4'], ['--after', 'x'], ['--every', '1.5']]) t.match(await follow(wrong), { code: 2, err: 'take a whole number' })
  const of = (text: string): string => {
    writeFileSync(join(folder, 'bad'), text)
    return join(folder, 'bad')
  }
  t.match(await follow(['--cursor', of('12')]), { code: 1, err: /is not what `follow --cursor` writes/ })
  t.match(await follow(['--cursor', of('{"url":"http://other.example","after":3}\n')]), { code: 1, err: /bad is of http:\/\/other\.example, not of .*: keep one for each service/ })
  t.match(await follow(['--cursor', folder]), { code: 1, err: /cannot be read: EISDIR/ })
  const busy = [503, 429].map(status => Response.json({ type: 'x', title: 'Busy', status, detail: 'Later.' }, { status, headers: { 'retry-after': '999' } }))
  const end = new AbortController()
  const patient = await follow([], { fetch: async () => busy.shift() ?? Response.error(), signal: end.signal, sleep: async () => { if (busy.length === 0) end.abort() } })
  t.match(patient, { code: 0, err: /Busy \(503\)[^]*Asking again\.\n[^]*Busy \(429\)[^]*Asking again\.\n/ })
})

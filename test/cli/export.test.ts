import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { type RequestListener, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { startReadOnly } from '../_support/app.ts'
import { cli as runCli } from '../_support/cli.ts'
import { startWorld } from '../_support/list.ts'
import { keepDumps } from '../../src/resources/export/dump.service.ts'

const folder = mkdtempSync(join(tmpdir(), 'oc-cli-export-'))
t.teardown(() => { rmSync(folder, { recursive: true }) })
const file = (name: string) => join(folder, name)

const cli = (argv: string[], isTerminal = false) => runCli(['export', ...argv], { isTerminal })

/** A service that answers everything alike. */
async function serving (t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  t.teardown(() => { server.closeAllConnections(); server.close() })
  await new Promise(resolve => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('export downloads a table, filtered, and says its digest', async (t) => {
  const app = await startReadOnly(t, 'reading')
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
  const { text } = await app.get('/v1/exports/commitments.csv?member=canada&member=france&dialect=spreadsheet')
  const name = file('canada.csv')
  const ran = await cli(['--url', url, '--filter', 'member=canada', 'member=france', '--dialect', 'spreadsheet', '--output', name])
  t.strictSame(ran, { code: 0, out: `${name}: ${Buffer.byteLength(text)} bytes, sha-256=:${createHash('sha256').update(text).digest('base64')}:\n`, err: '' })
  t.equal(readFileSync(name, 'utf8'), text)
  t.match(await cli(['members', '--format', 'ndjson', '--url', url, '--output', file('members.ndjson')], true), { code: 0, err: /^(\r0\.0 MiB)+\n$/ })

  t.match(await cli(['members', '--format', 'pdf', '--url', url, '--output', file('x')]), { code: 1, err: 'The service answered 400: 1 parameter(s) do not fit.\n' })
  t.match(await cli(['../keys', '--url', url, '--output', file('x')]), { code: 1, err: /answered 404/ })
  t.strictSame(readdirSync(folder).sort(), ['canada.csv', 'members.ndjson'])
})

t.test('export leaves nothing of what breaks off, or is not what was sent', async (t) => {
  const before = readdirSync(folder)
  const broken = await serving(t, (_request, response) => { response.write('id\r\n'); setTimeout(() => { response.destroy() }, 50) })
  t.match(await cli(['--url', broken, '--output', file('x')], true), { code: 1, err: /The export failed after 4 bytes, and nothing is left of it: aborted\.\n$/ })
  const other = await serving(t, (_request, response) => {
    response.setHeader('trailer', 'repr-digest')
    response.write('id\r\n')
    response.addTrailers({ 'repr-digest': 'sha-256=:AAAA:' })
    response.end()
  })
  t.match(await cli(['--url', other, '--output', file('x')]), { code: 1, err: /its digest is sha-256=:[^ ]+:, and sha-256=:AAAA: was sent/ })
  t.strictSame(readdirSync(folder), before)
})

const digestOf = (text: string) => `sha-256=:${createHash('sha256').update(text).digest('base64')}:`

/** A service with one dump, `bytes` long, whose file answers as `listener` does. */
const dumping = (t: Test, text: string, listener: RequestListener) => serving(t, (request, response) => {
  if (request.url !== '/v1/exports/dumps') { listener(request, response); return }
  response.end(JSON.stringify({ dumps: [{ on: '2026-11-22', files: [{ table: 'members', format: 'csv', bytes: text.length, reprDigest: digestOf(text) }] }] }))
})

t.test('export takes a file of a dump, an empty one too', async (t) => {
  const app = await startWorld(t)
  await keepDumps(app.deps)
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
  for (const table of ['members', 'redactions']) {
    const { text } = await app.get(`/v1/exports/dumps/2026-11-22/${table}.ndjson`)
    t.strictSame(await cli([table, '--dump', 'latest', '--format', 'ndjson', '--url', url, '--output', file('dump')], true), { code: 0, out: `${file('dump')}: ${Buffer.byteLength(text)} bytes, ${digestOf(text)}\n`, err: text === '' ? '\n' : '\r[........................................] 0 of 1 MiB\n' })
    t.equal(readFileSync(file('dump'), 'utf8'), text)
  }
  t.match(await cli(['--dump', '2026-11-21', '--url', url]), { code: 1, err: 'There is no dump of commitments.csv of 2026-11-21. There are dumps of: 2026-11-22.\n' })
  t.match(await cli(['--dump', 'latest', '--format', 'xlsx', '--url', url]), { code: 1, err: /no dump of commitments\.xlsx/ })
  t.match(await cli(['--dump', 'latest', '--filter', 'member=mexico', '--url', url]), { code: 2, err: /takes neither --filter nor --dialect/ })
  t.match(await cli(['--dump', 'latest', '--dialect', 'spreadsheet', '--url', url]), { code: 2, err: /takes neither --filter nor --dialect/ })
  rmSync(join(app.deps.config.dataDir, 'exports'), { recursive: true })
  t.match(await cli(['--dump', 'latest', '--url', url]), { code: 1, err: /There are dumps of: no day\.\n$/ })
})

t.test('a dump that breaks off goes on where it stopped, in the same run and in the next', async (t) => {
  const text = 'id\r\natlantis\r\nlemuria\r\n'
  const asked: (string | undefined)[] = []
  let broken = 0
  const url = await dumping(t, text, (request, response) => {
    asked.push(request.headers.range)
    const first = Number(/\d+/.exec(request.headers.range ?? '0')?.[0])
    response.writeHead(request.headers.range === undefined ? 200 : 206, { 'repr-digest': digestOf(text), 'content-length': text.length - first })
    if (broken-- > 0) response.write(text.slice(first, first + 3), () => { setTimeout(() => { response.destroy() }, 50) })
    else response.end(text.slice(first))
  })
  const before = readdirSync(folder)
  broken = 2
  t.match(await cli(['members', '--dump', 'latest', '--url', url, '--output', file('members.csv')]), { code: 0, out: /23 bytes, sha-256=/ })
  t.equal(readFileSync(file('members.csv'), 'utf8'), text)
  t.strictSame(asked, [undefined, 'bytes=3-', 'bytes=6-'])

  asked.length = 0
  broken = 5
  t.match(await cli(['members', '--dump', 'latest', '--url', url, '--output', file('again.csv')]), { code: 1, err: /broke off \(.*\)\. 15 of 23 bytes are in .*again\.csv\.[0-9a-f]{16}\.part: the same command goes on/ })
  t.match(await cli(['members', '--dump', 'latest', '--url', url, '--output', file('again.csv')]), { code: 0 })
  t.equal(readFileSync(file('again.csv'), 'utf8'), text)
  t.equal(asked.at(-1), 'bytes=15-')
  t.strictSame(readdirSync(folder).sort(), [...before, 'members.csv', 'again.csv'].sort(), 'no part is left')
})

t.test('a service that knows no ranges sends the whole again', async (t) => {
  const text = 'id\r\natlantis\r\n'
  let broken = true
  const url = await dumping(t, text, (_request, response) => {
    response.writeHead(200, { 'repr-digest': digestOf(text), 'content-length': text.length })
    if (broken) response.write(text.slice(0, 3), () => { setTimeout(() => { response.destroy() }, 50) })
    else response.end(text)
    broken = false
  })
  t.match(await cli(['members', '--dump', 'latest', '--url', url, '--output', file('whole.csv')]), { code: 0 })
  t.equal(readFileSync(file('whole.csv'), 'utf8'), text)
})

t.test('a dump that never comes, is another one or other bytes is told', async (t) => {
  const before = readdirSync(folder)
  const silent = await dumping(t, 'id', (_request, response) => { response.writeHead(200, { 'repr-digest': digestOf('id'), 'content-length': 2 }).flushHeaders(); setTimeout(() => { response.destroy() }, 20) })
  t.match(await cli(['members', '--dump', 'latest', '--url', silent, '--output', join(folder, 'none', 'x')]), { code: 1, err: /0 of 2 bytes are in/ })
  const anew = await dumping(t, 'id', (_request, response) => { response.setHeader('repr-digest', digestOf('di')).end('di') })
  t.match(await cli(['members', '--dump', 'latest', '--url', anew, '--output', file('x')]), { code: 1, err: /made anew meanwhile\. Run the same command again/ })
  const other = await dumping(t, 'id', (_request, response) => { response.setHeader('repr-digest', digestOf('id')).end('di') })
  t.match(await cli(['members', '--dump', 'latest', '--url', other, '--output', file('x')]), { code: 1, err: /nothing is left of it: its digest is .*, and not / })
  t.strictSame(readdirSync(folder), before)
})

t.test('export says where no digest came', async (t) => {
  const bare = await serving(t, (_request, response) => { response.end('id\r\n') })
  t.match(await cli(['--url', bare, '--output', file('bare.csv')]), { code: 0, out: /4 bytes, complete by its last chunk; no digest came with it/ })
})

t.test('export needs a service', async (t) => {
  const web = await serving(t, (_request, response) => { response.writeHead(404).end('<html>') })
  t.match(await cli(['--url', web]), { code: 1, err: 'The service answered 404: not as Open Commitments does. Is --url right?\n' })
  t.match(await cli(['--url', 'http://127.0.0.1:1']), { code: 1, err: /^No service answers at http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED\)/ })
  t.match(await cli(['--url', 'https://127.0.0.1:1']), { code: 1, err: /^No service answers at https/ })
  t.match(await cli(['--url', 'tracker']), { code: 2, err: /is no address of a service/ })
})

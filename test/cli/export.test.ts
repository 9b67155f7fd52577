import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { type RequestListener, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { cli as runCli } from '../_support/cli.ts'
import { startReading } from '../_support/list.ts'

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
  const app = await startReading(t)
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

import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { sheet } from '../_support/ogp.ts'
import { PATIENCE, makeKey, preparedFolder, read, start, stop } from '../_support/service.ts'

/** The ways in which the process ends, and the state that it leaves. */

t.setTimeout(400_000)

t.test('a connection that says nothing does not keep it', async t => {
  const service = await start(t, await preparedFolder(t))
  const silent = connect(Number(new URL(service.url).port), '127.0.0.1')
  silent.on('error', () => {})
  await once(silent, 'connect')
  const ended = once(silent, 'close')
  t.same(await stop(service), { code: 0, signal: null })
  await ended
})

t.test('a request in flight is finished before it ends', async t => {
  const service = await start(t, await preparedFolder(t))
  const key = await makeKey(service, 'registrar')
  const body = sheet([{ no: '1' }])
  const { hostname, port } = new URL(service.url)
  const slow = request({ hostname, port, method: 'POST', path: '/v1/imports?source=ogp', headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv', 'content-length': body.length } })
  slow.write(body.subarray(0, 100))
  await setTimeout(300)
  service.child.kill('SIGTERM')
  await setTimeout(300)
  t.equal(service.child.exitCode, null, 'it waits')
  await t.rejects(fetch(`${service.url}/health/live`), 'and takes no new ones')
  const answered = once(slow, 'response')
  slow.end(body.subarray(100))
  const [response] = await answered as [NodeJS.ReadableStream & { statusCode: number }]
  response.resume()
  t.equal(response.statusCode, 202)
  t.same(await service.ended, { code: 0, signal: null })
})

t.test('a stream of changes ends with it, as a whole', async t => {
  const service = await start(t, await preparedFolder(t))
  const stream = await fetch(`${service.url}/v1/changes/stream`)
  t.same(await stop(service), { code: 0, signal: null })
  t.match(await stream.text(), /^id: 0\ndata: \{"index":0,[^]+\n\n:\n\n$/)
})

t.test('a database that is older than what was signed is served, and its log not continued', async t => {
  const folder = await preparedFolder(t)
  const file = join(folder, 'log.checkpoint')
  const [origin, size, root] = readFileSync(file, 'utf8').split('\n')
  t.match(size, /^[1-9]\d+$/, 'the newest checkpoint was kept')
  writeFileSync(file, `${origin}\n${Number(size) + 1}\n${root}\n\n— ${origin} AAAA\n`)
  const service = await start(t, folder)
  const until = Date.now() + PATIENCE
  while (!service.output().includes('the log could not be continued') && Date.now() < until) await setTimeout(20)
  t.match(service.output(), `The log in the database has ${size} entries, and ${Number(size) + 1} are signed (${file})`)
  t.match(await read(`${service.url}/v1/commitments/MX0081`), { code: 'MX0081' })
  t.match(await read(`${service.url}/health/ready`), { status: 'ok' })
  t.same(await stop(service), { code: 0, signal: null })
})

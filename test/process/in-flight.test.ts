import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { sheet } from '../_support/ogp.ts'
import { makeKey, preparedFolder, start, stop } from '../_support/service.ts'

/** Requests that are under way when the process is told to end. */

t.setTimeout(400_000)

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

import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { sheet } from '../_support/ogp.ts'
import { PATIENCE, makeKey, preparedFolder, read, sendSheet, start, stop } from '../_support/service.ts'

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

t.test('killed during an import it starts clean, has all that was acknowledged, and completes when run again', async t => {
  const service = await start(t, await preparedFolder(t))
  const key = await makeKey(service, 'registrar')
  const rows = Array.from({ length: 600 }, (_, index) => ({ country: ['Chile', 'Norway', 'Ghana'][index % 3] as string, plan: 1 + Math.floor(index / 3) % 50, no: String(Math.floor(index / 150)) }))
  const { id } = await (await sendSheet(service, key, sheet(rows))).json() as { id: string }
  let done = 0
  while (done < 60) done = (await read(`${service.url}/v1/imports/${id}`, key)).rowsDone as number
  service.child.kill('SIGKILL')
  t.equal((await service.ended).signal, 'SIGKILL')

  const again = await start(t, service.folder)
  const interrupted = await read(`${again.url}/v1/imports/${id}`, key)
  t.equal(interrupted.state, 'interrupted')
  t.ok(interrupted.rowsDone >= done && interrupted.rowsDone < 600, `${interrupted.rowsDone} rows, ${done} acknowledged`)
  const count = async () => (await (await fetch(`${again.url}/v1/commitments?member=chile&member=norway&member=ghana&limit=1`, { headers: { prefer: 'count=exact' } })).json() as { page: { total: number } }).page.total
  t.equal(await count(), interrupted.rowsDone, 'every row that was counted as done is there, and no half plan')
  const next = await (await sendSheet(again, key, sheet(rows))).json() as { id: string }
  let state = await read(`${again.url}/v1/imports/${next.id}`, key)
  while (state.state === 'running') {
    await setTimeout(50)
    state = await read(`${again.url}/v1/imports/${next.id}`, key)
  }
  t.match(state, { state: 'done', report: { commitments: { create: 600 - interrupted.rowsDone, update: 0, unchanged: interrupted.rowsDone } } })
  t.equal(await count(), 600)
  t.same(await stop(again), { code: 0, signal: null })
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

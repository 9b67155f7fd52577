import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { PATIENCE, preparedFolder, read, start, stop } from '../_support/service.ts'

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

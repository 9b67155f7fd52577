import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { ENV, ROOT } from '../_support/built.ts'
import { BUILT, PATIENCE, adminKey, folderFor, launch, makeKey, preparedFolder, read, start, stop, type Service } from '../_support/service.ts'
import { freePort } from '../../scripts/free-port.ts'

/** The process as an operator starts it. */

t.setTimeout(400_000)

t.test('starts in an empty folder with starter data, and says where to look', async t => {
  const service = await start(t)
  t.match(service.output(), new RegExp(`Open Commitments is ready \\(embedded database, starter data loaded\\)\\.\n  API +${service.url}/v1/commitments\n  Contract +${service.url}/docs\n  Make a key +npm run --silent keys -- create `))
  t.match(service.output(), `Administrator's key written to ${join(service.folder, 'admin.key')}`)
  t.equal(statSync(join(service.folder, 'admin.key')).mode & 0o777, 0o600)
  t.match(await read(`${service.url}/v1/commitments/MX0081`), { code: 'MX0081', number: '7' })
  t.match(await read(`${service.url}/v1/me`, adminKey(service.folder)), { role: 'admin' })

  t.test('a second process on the same folder refuses, and does no harm', async t => {
    const second = await launch(t, service.folder)
    t.same((await second.ended).code, 1)
    t.match(second.output(), /^Another process uses the data folder .*DATA_DIR\.\n$/)
    t.match(await read(`${service.url}/v1/commitments/MX0081`), { code: 'MX0081' })
  })

  t.test('a restart keeps the data, and SIGTERM and SIGINT end it with 0', async t => {
    const key = await makeKey(service, 'registrar')
    t.same(await stop(service), { code: 0, signal: null })
    const again = await start(t, service.folder)
    t.match(again.output(), /ready \(embedded database\)/)
    t.notMatch(again.output(), /key written/)
    t.match(await read(`${again.url}/v1/me`, key), { role: 'registrar' })
    t.match(await read(`${again.url}/v1/commitments/MX0081`), { revision: 1 })
    t.same(await stop(again, 'SIGINT'), { code: 0, signal: null })
  })
})

t.test('a port that is taken is told in a sentence', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => { other.close() })
  const service = await launch(t, await preparedFolder(t), { PORT: String((other.address() as AddressInfo).port) })
  t.same((await service.ended).code, 1)
  t.match(service.output(), /Something else listens there already: .*PORT\.\n$/)
})

t.test('a configuration that does not fit ends it with 1 and names every setting', async t => {
  const service = await launch(t, folderFor(t), { PORT: 'http', LOG_LEVEL: 'loud', PUBLIC_URL: 'x' })
  t.same((await service.ended).code, 1)
  for (const name of ['PORT', 'LOG_LEVEL', 'PUBLIC_URL']) t.match(service.output(), new RegExp(`\\n  ${name}: `))
  t.notMatch(service.output(), / at .*\.ts/, 'without a stack')
})

t.test('an address that is not of this machine is told in a sentence', async t => {
  for (const HOST of ['192.0.2.1', 'no-such-host.invalid']) {
    const service = await launch(t, await preparedFolder(t), { HOST })
    t.same((await service.ended).code, 1)
    t.match(service.output(), /It cannot listen there: .*Choose another HOST or PORT/, HOST)
  }
})

t.test('a database server that does not answer is told in a sentence', async t => {
  const service = await launch(t, folderFor(t), { DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none` })
  t.same((await service.ended).code, 1)
  t.match(service.output(), /The database that DATABASE_URL names does not answer/)
})

t.test('a new key of the log is recorded at the next start, and believed by who kept a checkpoint of the one before', async t => {
  const folder = await preparedFolder(t)
  const kept = join(folder, 'kept.txt')
  const env = { PUBLIC_URL: 'http://tracker.example' }
  const cli = (...args: string[]) => String(execFileSync(process.execPath, [`${BUILT}/cli/main.js`, ...args], { cwd: ROOT, env: { ...ENV, DATA_DIR: folder }, stdio: ['ignore', 'pipe', 'ignore'] }))
  const checkpointOf = async ({ url }: Service) => await (await fetch(`${url}/log/checkpoint`)).text()
  const before = await start(t, folder, env)
  writeFileSync(kept, await checkpointOf(before))
  t.match(cli('log-key', 'rotate'), /^Made a new key\. Restart the service/)
  await stop(before)

  const service = await start(t, folder, env)
  const sizeOf = (note: string) => Number(note.split('\n')[1])
  const until = Date.now() + PATIENCE
  while (sizeOf(await checkpointOf(service)) === sizeOf(readFileSync(kept, 'utf8')) && Date.now() < until) await setTimeout(20)
  t.match(cli('verify', service.url, '--since', kept), /^Verified: tracker\.example\/log\n.*Nothing was changed or removed since .*\n {2}new key {3}tracker\.example\/log\+/s)
  t.match(await read(`${service.url}/v1/changes?sort=-index&limit=1`), { items: [{ type: 'log-key' }] })
  await stop(service)
  t.match(readFileSync(join(folder, 'log.checkpoint'), 'utf8').split('\n— '), { length: 3 }, 'both sign what is kept outside the database')

  writeFileSync(join(folder, 'log.key'), readFileSync(join(folder, 'log.key.previous')))
  rmSync(join(folder, 'log.key.previous'))
  const old = await launch(t, folder, env)
  t.equal((await old.ended).code, 1)
  t.match(old.output(), /^The record says that the key of the log [0-9a-f]{8} was replaced by [0-9a-f]{8}, and now it would sign again\. Put back the newest log\.key/)
})

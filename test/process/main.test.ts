import { once } from 'node:events'
import { statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { adminKey, folderFor, launch, makeKey, preparedFolder, read, start, stop } from '../_support/service.ts'
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

import t from 'tap'
import { buildApp } from '../../../src/app.ts'
import { startApp } from '../../_support/app.ts'
import { engine } from '../../_support/db.ts'

t.test('says that it lives and is ready', async (t) => {
  const { get } = await startApp(t)
  for (const path of ['/health/live', '/health/ready']) {
    const { status, json, headers } = await get(path)
    t.equal(status, 200)
    t.same(json, { status: 'ok', apiVersion: '0.1.0', engine })
    t.equal(headers['cache-control'], 'no-store')
  }
})

t.test('says which engine it was told to use, and logs to standard output unless told otherwise', async (t) => {
  const { get, deps } = await startApp(t, { env: { DATABASE_URL: 'postgres://database.example/oc', LOG_LEVEL: 'silent' } })
  t.equal((await get('/health/live')).json.engine, 'postgres')
  const { databaseUrl: _, ...config } = deps.config
  const app = await buildApp({ ...deps, config })
  t.equal((await app.inject('/health/live')).json().engine, 'embedded')
  await app.close()
})

t.test('lives and is not ready when the database does not answer', async (t) => {
  const { get, deps, logs } = await startApp(t)
  await deps.db.destroy()
  t.equal((await get('/health/live')).status, 200)
  const { status, json, headers } = await get('/health/ready')
  t.equal(status, 503)
  t.match(json, { type: /not-ready$/, detail: 'The database does not answer.' })
  t.equal(headers['retry-after'], '5')
  t.match(logs.find(({ msg }) => msg === 'the database does not answer'), { level: 50, err: { stack: /at / } })
})

t.test('gives the contract, and pages to read it that load nothing from elsewhere', async (t) => {
  const { get } = await startApp(t)
  const contract = await get('/v1/openapi.json')
  t.equal(contract.json.openapi, '3.1.0')
  t.equal((await get('/v1/openapi.json', { headers: { 'if-none-match': String(contract.headers.etag) } })).status, 304)
  const page = await get('/docs', { headers: { accept: 'text/html' } })
  t.equal(page.status, 200)
  t.notMatch(page.text, /(src|href)="(https?:)?\/\//)
  for (const [, file] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) t.equal((await get(String(file))).status, 200, String(file))
})

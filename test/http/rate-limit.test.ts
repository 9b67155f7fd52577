import t from 'tap'
import { startApp } from '../_support/app.ts'

t.test('more requests a minute than the quota are refused, and the answer says how long to wait', async (t) => {
  const { get, key } = await startApp(t, { env: { RATE_LIMIT_PER_MINUTE: '10' } })
  const { headers } = await get('/v1/members')
  t.match(headers, { ratelimit: /^"default";r=9;t=(59|60)$/, 'ratelimit-policy': '"default";q=10;w=60' })
  const { etag } = headers
  for (let i = 0; i < 20; i++) {
    t.equal((await get('/v1/members', { headers: { 'if-none-match': String(etag) } })).status, 304, 'what has not changed costs nothing')
  }
  for (let i = 0; i < 9; i++) t.equal((await get('/nothing')).status, 404)
  const refused = await get('/v1/members')
  t.equal(refused.status, 429)
  t.match(refused.json, { type: /rate-limited$/, detail: 'More than 10 requests in a minute.' })
  t.match(refused.headers, { 'retry-after': /^[1-9]\d?$/, ratelimit: /^"default";r=0;/, 'cache-control': 'no-store' })
  t.equal((await get('/v1/members', { key: await key({ role: 'registrar' }) })).status, 200, 'a key has a quota of its own')
  t.equal((await get('/v1/members', { key: 'wrong' })).status, 429, 'a wrong key has not')
  t.match(await get('/health/live'), { status: 200, headers: { ratelimit: undefined } }, 'a supervisor is always answered')
})

t.test('a look into the past counts for ten, and for a whole quota that is smaller', async (t) => {
  const { get } = await startApp(t, { env: { RATE_LIMIT_PER_MINUTE: '15' } })
  t.match((await get('/v1/members?knownAt=2026-11-22T12:00:00Z')).headers, { ratelimit: /r=5;/ })
  t.equal((await get('/v1/members?knownAt=2026-11-22T12:00:00Z')).status, 429)
  const { get: small } = await startApp(t, { env: { RATE_LIMIT_PER_MINUTE: '3' } })
  t.match(await small('/v1/members?knownAt=2026-11-22T12:00:00Z'), { status: 200, headers: { ratelimit: /r=0;/ } })
})

t.test('trying keys costs quota like anything else', async (t) => {
  const { get } = await startApp(t, { env: { RATE_LIMIT_PER_MINUTE: '3' } })
  for (const left of [2, 1, 0]) t.match(await get('/v1/members', { key: 'wrong' }), { status: 401, headers: { ratelimit: new RegExp(`r=${left};`) } })
  t.equal((await get('/v1/members', { key: 'wrong' })).status, 429)
})

t.test('the address behind a trusted proxy has a quota of its own, whatever the connection', async (t) => {
  const { app } = await startApp(t, { env: { RATE_LIMIT_PER_MINUTE: '1', TRUST_PROXY: '1' } })
  const ask = async (address: string): Promise<number> =>
    (await app.inject({ url: '/v1/members', headers: { 'x-forwarded-for': address } })).statusCode
  t.same([await ask('192.0.2.1'), await ask('192.0.2.2'), await ask('192.0.2.1')], [200, 200, 429])
})

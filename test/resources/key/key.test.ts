import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../../_support/app.ts'

const app = await startApp(t, { starter: true })
const { get, post, request, deps } = app
const admin = await app.key({ role: 'admin' })
const make = (body: object, key = admin) => post('/v1/admin/keys', body, { key })
const idOf = (key: string): string => /^oct_([a-z0-9]{12})_/.exec(key)?.[1] as string

t.test('an administrator makes a key; it is shown once and its scope is what was asked', async t => {
  const made = await make({ role: 'editor', members: ['mexico'], plans: ['mexico-4'], organisation: 'article-19', name: 'plan sync' })
  t.equal(made.status, 201)
  t.equal(made.headers.location, `/v1/admin/keys/${made.json.id}`)
  t.equal(made.headers['cache-control'], 'no-store')
  const { key, ...rest } = made.json
  t.match(key, /^oct_[a-z0-5]{12}_[0-9a-f]{70}$/)
  t.equal(idOf(key), rest.id)
  t.same(rest, { id: rest.id, role: 'editor', members: ['mexico'], plans: ['mexico-4'], organisation: 'article-19', alias: null, publication: null, name: 'plan sync', createdOn: '2026-11-22', expiresOn: '2027-11-22', lastUsedOn: null, revokedOn: null })
  const { items } = (await get('/v1/admin/keys', { key: admin })).json
  t.same(items.find(({ id }: { id: string }) => id === rest.id), rest)
  t.notMatch(JSON.stringify(items), key.slice(17, 60))
  t.same((await get('/v1/me', { key })).json, { id: rest.id, role: 'editor', members: ['mexico'], plans: ['mexico-4'], organisation: 'article-19', alias: null, publication: null })
})

t.test('nothing that is kept or logged holds the secret', async t => {
  const { key } = (await make({ role: 'registrar', name: 'desk' })).json
  await get('/v1/me', { key })
  const [, , secret = ''] = key.split('_')
  const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(deps.db)
  const kept = []
  for (const { name } of tables) kept.push((await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(deps.db)).rows)
  const { rows } = await sql<{ hash: string }>`select encode(hash, 'hex') as hash from api_key where id = ${idOf(key)}`.execute(deps.db)
  t.equal(rows[0]?.hash.length, 64)
  for (const text of [JSON.stringify(kept), JSON.stringify(app.logs)]) {
    for (const part of [secret, secret.slice(0, 32), secret.slice(32, 64), Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')]) t.notOk(text.includes(part))
  }
})

t.test('each role has the scope it needs and no other', async t => {
  const [members, plans, organisation] = [['mexico'], ['mexico-4'], 'r3d']
  const good = [{ role: 'editor', members }, { role: 'editor', plans }, { role: 'editor', members, plans, organisation }, { role: 'reviewer', organisation }, { role: 'assessor', plans }, { role: 'registrar' }, { role: 'moderator' }, { role: 'admin' }, { role: 'admin', organisation: null, members: [] }]
  for (const scope of good) t.equal((await make({ name: 'n', ...scope })).status, 201, JSON.stringify(scope))
  const bad: [object, string[]][] = [
    [{ role: 'editor' }, ['/members']], [{ role: 'editor', members: [], plans: [] }, ['/members']], [{ role: 'editor', organisation }, ['/members']], [{ role: 'reviewer' }, ['/organisation']], [{ role: 'assessor' }, ['/plans']],
    [{ role: 'reviewer', organisation, members }, ['/members']], [{ role: 'assessor', plans, organisation }, ['/organisation']], [{ role: 'registrar', members, plans }, ['/members', '/plans']], [{ role: 'moderator', organisation }, ['/organisation']], [{ role: 'admin', plans }, ['/plans']]
  ]
  for (const [scope, pointers] of bad) {
    const answer = await make({ name: 'n', ...scope })
    t.equal(answer.status, 400, JSON.stringify(scope))
    t.same(answer.json.errors.map(({ pointer }: { pointer: string }) => pointer), pointers)
  }
})

t.test('what a scope names must exist', async t => {
  const answer = await make({ role: 'editor', name: 'n', members: ['mexico', 'atlantis'], plans: ['mexico-9'], organisation: 'nobody' })
  t.equal(answer.status, 400)
  t.match(answer.json, { type: /unknown-scope$/, detail: 'There is no member atlantis, no action plan mexico-9, no institution nobody.' })
})

t.test('lives at most 400 days, and ends with its last day', async t => {
  for (const days of [0, 401, -1, 1.5, '30']) t.equal((await make({ role: 'registrar', name: 'n', days })).status, 400, String(days))
  t.equal((await make({ role: 'registrar', name: 'n', days: 400 })).json.expiresOn, '2027-12-27')
  const { key, expiresOn } = (await make({ role: 'registrar', name: 'n', days: 1 })).json
  t.equal(expiresOn, '2026-11-23')
  app.setNow('2026-11-23T23:59:59.999Z')
  t.equal((await get('/v1/me', { key })).status, 200)
  app.setNow('2026-11-24T00:00:00.000Z')
  t.equal((await get('/v1/me', { key })).status, 401)
  app.setNow('2026-11-22T12:00:00.000Z')
})

t.test('is over the moment it is revoked, and stays in the list', async t => {
  const { key, id } = (await make({ role: 'registrar', name: 'n' })).json
  t.equal((await get('/v1/me', { key })).status, 200)
  const revoked = await request('DELETE', `/v1/admin/keys/${id}`, { key: admin })
  t.equal(revoked.status, 204)
  t.equal(revoked.text, '')
  t.equal((await get('/v1/me', { key })).status, 401)
  app.setNow('2026-11-23T12:00:00.000Z')
  t.equal((await request('DELETE', `/v1/admin/keys/${id}`, { key: admin })).status, 204, 'again changes nothing')
  app.setNow('2026-11-22T12:00:00.000Z')
  const { items } = (await get('/v1/admin/keys?limit=200', { key: admin })).json
  t.match(items.find((one: { id: string }) => one.id === id), { revokedOn: '2026-11-22', lastUsedOn: '2026-11-22' })
  t.equal((await request('DELETE', '/v1/admin/keys/aaaaaaaaaaaa', { key: admin })).status, 404)
  t.equal((await request('DELETE', '/v1/admin/keys/short', { key: admin })).status, 400)
})

t.test('two live keys of one scope work side by side, so that keys can be changed', async t => {
  const keys = [await app.key({ role: 'registrar' }), await app.key({ role: 'registrar' })]
  for (const key of keys) t.equal((await get('/v1/me', { key })).json.role, 'registrar')
})

t.test('its last use is noted by the day', async t => {
  const { key, id } = (await make({ role: 'registrar', name: 'n' })).json
  const lastUsed = async () => (await get('/v1/admin/keys?limit=200', { key: admin })).json.items.find((one: { id: string }) => one.id === id).lastUsedOn
  t.equal(await lastUsed(), null)
  app.setNow('2026-11-25T17:45:12.345Z')
  await get('/v1/me', { key })
  await get('/v1/me', { key })
  t.equal(await lastUsed(), '2026-11-25')
  app.setNow('2026-11-22T12:00:00.000Z')
})

t.test('only an administrator manages keys, and manages nothing else', async t => {
  for (const scope of [{ role: 'editor', members: ['mexico'] }, { role: 'registrar' }, { role: 'moderator' }] as const) {
    const key = await app.key(scope as Parameters<typeof app.key>[0])
    t.equal((await make({ role: 'registrar', name: 'n' }, key)).status, 403)
    t.equal((await get('/v1/admin/keys', { key })).status, 403)
    t.equal((await request('DELETE', '/v1/admin/keys/aaaaaaaaaaaa', { key })).status, 403)
  }
  t.equal((await post('/v1/admin/keys', { role: 'registrar', name: 'n' })).status, 401)
  t.equal((await get('/v1/admin/keys')).status, 401)
  t.equal((await get('/v1/me')).status, 401)
  t.equal((await make({ role: 'king', name: 'n' })).status, 400)
  t.equal((await make({ role: 'admin', name: 'n', id: 'aaaaaaaaaaaa' })).status, 400)
})

t.test('lists keys in pages, newest first', async t => {
  const first = (await get('/v1/admin/keys?limit=2', { key: admin })).json
  t.equal(first.items.length, 2)
  const next = (await get(`/v1/admin/keys?limit=2&cursor=${encodeURIComponent(first.page.nextCursor)}`, { key: admin })).json
  t.notSame(next.items, first.items)
  t.equal((await get('/v1/admin/keys?sort=createdOn', { key: admin })).status, 200)
})

t.test('a reviewer speaks for an organisation outside government', async t => {
  const { post, request, key } = await startApp(t, { starter: true })
  const [admin, registrar] = [await key({ role: 'admin' }), await key({ role: 'registrar' })]
  const make = (organisation: string) => post('/v1/admin/keys', { role: 'reviewer', organisation, name: 'reviews' }, { key: admin })
  t.match(await make('mexico-sfp'), { status: 400, json: { type: /not-civil-society$/, errors: [{ pointer: '/organisation' }] } })
  await post('/v1/institutions', { id: 'somebody', name: { en: 'Somebody' }, kind: null }, { key: registrar })
  t.match(await make('somebody'), { status: 400, json: { type: /not-civil-society$/ } })
  t.equal((await request('PATCH', '/v1/institutions/somebody', { key: registrar, body: { kind: 'civil_society' }, headers: { 'if-match': '*' } })).status, 200)
  t.equal((await make('somebody')).status, 201)
})

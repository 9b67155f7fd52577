import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../../_support/app.ts'

const REVIEW = { kind: 'progress', completion: 'limited', endorsement: 'contested', reviewedOn: '2026-11-20', evidence: [{ url: 'https://example.org/seen' }], state: 'published' }
const ALIAS = { role: 'reviewer', organisation: 'r3d', alias: 'observer', plans: ['mexico-4'], publication: 'immediate' as const }

t.test('an organisation reviews under an alias, and nothing links the two', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, post, request, deps } = app
  const admin = await app.key({ role: 'admin' })
  const made = await post('/v1/admin/keys', { ...ALIAS, name: 'reviews' }, { key: admin })
  t.match(made, { status: 201, json: { role: 'reviewer', organisation: null, alias: 'observer', plans: ['mexico-4'] } })
  const { key } = made.json
  t.match((await get('/v1/me', { key })).json, { organisation: null, alias: 'observer', plans: ['mexico-4'] })

  const draft = await post('/v1/commitments/MX0081/reviews', { ...REVIEW, state: 'draft' }, { key, headers: { 'idempotency-key': 'one' } })
  t.match(draft, { status: 201, json: { organisation: null, alias: 'observer' } })
  const address = `/v1/reviews/${draft.json.id}`
  const named = await app.key({ role: 'reviewer', organisation: 'r3d' })
  const colleague = await app.key({ ...ALIAS, role: 'reviewer' })
  t.equal((await get(address, { key: named })).status, 404, 'the organisation\'s own key does not see what its alias drafts')
  t.equal((await get(address)).status, 404)
  t.strictSame((await get('/v1/reviews?mine=true', { key: colleague })).json.items, [draft.json], 'another key of the alias does')
  t.strictSame((await get('/v1/reviews?mine=true', { key: named })).json.items, [])

  const published = await request('PATCH', address, { key: colleague, body: { state: 'published' }, headers: { 'if-match': String(draft.headers.etag) } })
  t.match(published, { status: 200, json: { organisation: null, alias: 'observer', revision: 1 } })
  const patch = (by: string) => request('PATCH', address, { key: by, body: { completion: 'complete' }, headers: { 'if-match': '*' } })
  t.equal((await patch(named)).status, 403)
  t.equal((await patch(await app.key({ ...ALIAS, role: 'reviewer', alias: 'another' }))).status, 403)
  t.equal((await patch(key)).status, 200)
  t.match((await get(`${address}/revisions`)).json.items, [{ by: { role: 'reviewer', institution: null, alias: 'observer' } }, { by: { institution: null, alias: 'observer' } }])
  t.match((await get('/v1/commitments/MX0081')).json.status.civilSociety.latest, [{ organisation: null, alias: 'observer' }])
  t.equal((await get('/v1/reviews?organisation=r3d')).json.items.length, 0)

  t.equal((await post('/v1/commitments/MX0064/reviews', REVIEW, { key })).status, 403, 'an alias writes in its plan only')
  const other = await post('/v1/commitments/MX0080/reviews', { ...REVIEW, state: 'draft' }, { key })
  t.equal((await request('DELETE', `/v1/reviews/${other.json.id}`, { key: named })).status, 404)
  t.equal((await request('DELETE', `/v1/reviews/${other.json.id}`, { key })).status, 204)

  await sql`delete from api_key where alias is null`.execute(deps.db)
  for (const table of ['review', 'revision', 'reviewer_alias', 'api_key', 'idempotency']) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(r)::text as row from ${sql.table(table)} r where to_jsonb(r)::text like '%observer%'`.execute(deps.db)
    if (table !== 'idempotency') t.not(rows.length, 0, `${table} knows the alias`)
    t.notMatch(JSON.stringify(rows), /r3d/, `and ${table} not whose it is`)
  }
  t.notMatch(JSON.stringify(app.logs), /r3d|observer/)
})

t.test('an alias belongs to one organisation and one plan', async (t) => {
  const app = await startApp(t, { starter: true })
  const admin = await app.key({ role: 'admin' })
  const make = (change: object) => app.post('/v1/admin/keys', { ...ALIAS, name: 'n', ...change }, { key: admin })
  t.equal((await make({})).status, 201)
  t.equal((await make({})).status, 201, 'of which there may be several keys')
  for (const change of [{ organisation: 'socialtic' }, { plans: ['mexico-3'] }, { alias: 'article-19' }]) t.match(await make(change), { status: 409, json: { type: /alias-taken$/ } })
  t.match(await make({ organisation: 'nobody', alias: 'new' }), { status: 400, json: { type: /unknown-scope$/ } })
  for (const [change, pointer] of [[{ plans: [] }, '/plans'], [{ plans: ['mexico-3', 'mexico-4'] }, '/plans'], [{ alias: null }, '/plans'], [{ organisation: null }, '/organisation'], [{ role: 'editor', publication: undefined }, '/alias'], [{ alias: 'Observer' }, '/alias']] as const) {
    t.match(await make(change), { status: 400, json: { errors: [{ pointer }] } }, JSON.stringify(change))
  }
})

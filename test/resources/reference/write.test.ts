import t from 'tap'
import { startApp } from '../../_support/app.ts'

interface Case { path: string, fresh: Record<string, unknown>, patch: object, emptied: object, unknown: [string, object] }

const CASES: Case[] = [
  {
    path: '/v1/members',
    fresh: { id: 'atlantis', name: { en: 'Atlantis' }, kind: 'national', status: 'active', externalRefs: [{ source: 'test', id: 'a' }] },
    patch: { status: 'withdrawn', statusEvents: [{ on: '2026-01-31', status: 'withdrawn', reason: 'voluntary', note: null, document: null }], name: { es: 'Atlántida' } },
    emptied: { name: { en: null, es: null } },
    unknown: ['/parent', { kind: 'local', parent: 'nowhere' }]
  },
  {
    path: '/v1/policy-areas',
    fresh: { id: 'tides', name: { en: 'Tides' }, kind: 'sector', taxonomy: 'test' },
    patch: { description: { en: 'Of the sea' }, name: { es: 'Mareas' } },
    emptied: { name: { en: null, es: null } },
    unknown: ['/broader', { broader: 'nothing' }]
  },
  {
    path: '/v1/institutions',
    fresh: { id: 'harbour-office', name: { en: 'Harbour office' }, kind: 'government' },
    patch: { url: 'https://example.org/', name: { es: 'Oficina del puerto' } },
    emptied: { name: { en: null, es: null } },
    unknown: ['/member', { member: 'nowhere' }]
  }
]

for (const { path, fresh, patch, emptied, unknown: [pointer, wrong] } of CASES) {
  t.test(`the registrar adds and changes ${path}`, async (t) => {
    const { get, post, request, key } = await startApp(t, { starter: true })
    const registrar = await key({ role: 'registrar' })
    const created = await post(path, fresh, { key: registrar })
    t.match(created, { status: 201, json: { ...fresh, revision: 1 }, headers: { location: `${path}/${fresh.id}` } })
    t.equal((await post(path, fresh, { key: registrar })).status, 409)

    const change = (body: object, headers: Record<string, string>, by = registrar) => request('PATCH', `${path}/${fresh.id}`, { key: by, body, headers })
    t.equal((await change(patch, {})).status, 428)
    const changed = await change(patch, { 'if-match': String(created.headers.etag) })
    t.match(changed, { status: 200, json: { ...patch, revision: 2 } })
    t.equal(Object.keys(changed.json.name).length, 2, 'a language is added beside the other')
    t.equal((await change(patch, { 'if-match': String(created.headers.etag) })).status, 412)
    t.match(await change(emptied, { 'if-match': '*' }), { status: 400, json: { errors: [{ pointer: '/name' }] } })
    t.equal((await change({ id: 'other' }, { 'if-match': '*' })).status, 400, 'an id stays')
    t.equal((await change({}, { 'if-match': '*' })).status, 400, 'a change says something')
    t.equal((await get(`${path}/${fresh.id}/revisions`)).json.items.length, 2)

    t.match(await post(path, { ...fresh, id: 'other', ...wrong }, { key: registrar }), { status: 400, json: { type: /unknown-reference$/, errors: [{ pointer }] } })
    t.equal((await request('PATCH', `${path}/nothing`, { key: registrar, body: patch })).status, 404)
    t.equal((await post(path, fresh)).status, 401)
    t.equal((await post(path, { ...fresh, id: 'third' }, { key: await key({ role: 'reviewer', organisation: 'r3d' }) })).status, 403)
    t.equal((await change(patch, { 'if-match': '*' }, await key({ role: 'assessor', plans: ['mexico-4'] }))).status, 403)
  })
}

t.test('a member has a parent if and only if it is local, and a policy area is not its own broader one', async (t) => {
  const { post, key } = await startApp(t, { starter: true })
  const registrar = await key({ role: 'registrar' })
  const local = { id: 'atlantis', name: { en: 'Atlantis' }, kind: 'local', status: 'active', parent: 'mexico' }
  t.match(await post('/v1/members', { ...local, kind: 'national' }, { key: registrar }), { status: 400, json: { errors: [{ pointer: '/parent' }] } })
  t.match(await post('/v1/members', { ...local, parent: null }, { key: registrar }), { status: 400, json: { errors: [{ pointer: '/parent' }] } })
  t.equal((await post('/v1/members', local, { key: registrar })).status, 201)
  const area = { id: 'tides', name: { en: 'Tides' }, kind: 'sector', taxonomy: 'test', broader: 'tides' }
  t.match(await post('/v1/policy-areas', area, { key: registrar }), { status: 400, json: { errors: [{ pointer: '/broader' }] } })
  t.equal((await post('/v1/policy-areas', { ...area, broader: 'civic-space' }, { key: registrar })).status, 201)
})

t.test('an editor adds and changes institutions of its own member only', async (t) => {
  const { post, request, key } = await startApp(t, { starter: true })
  const editor = await key({ role: 'editor', members: ['mexico'] })
  const fresh = { id: 'mexico-harbour', name: { en: 'Harbour' }, kind: 'government', member: 'mexico' }
  const created = await post('/v1/institutions', fresh, { key: editor })
  t.equal(created.status, 201)
  const change = (id: string) => request('PATCH', `/v1/institutions/${id}`, { key: editor, body: { url: null }, headers: { 'if-match': '*' } })
  t.equal((await change('mexico-harbour')).status, 200)
  t.equal((await change('citizen-lab')).status, 403)
  t.equal((await post('/v1/institutions', { ...fresh, id: 'nobodys', member: null }, { key: editor })).status, 403)
  t.equal((await post('/v1/institutions', { ...fresh, id: 'nobodys', member: undefined }, { key: editor })).status, 403)
  t.equal((await request('POST', '/v1/institutions', { key: editor, headers: { 'content-type': 'application/json' }, payload: 'null' })).status, 403)
})

t.test('patch by patch, no text comes to have more languages than there is room for', async (t) => {
  const { get, put, request, key } = await startApp(t, { starter: true })
  const [registrar, editor] = [await key({ role: 'registrar' }), await key({ role: 'editor', members: ['mexico'] })]
  const names = (from: number) => Object.fromEntries(Array.from({ length: 39 }, (_, index) => [`en-${String(from + index).padStart(3, '0')}`, 'Mexico']))
  const patch = (name: object) => request('PATCH', '/v1/members/mexico', { key: registrar, body: { name }, headers: { 'if-match': '*' } })
  t.match(await patch(names(1)), { status: 400, json: { type: /invalid-body$/, errors: [{ pointer: '/name', detail: 'would have more than 40 members' }] } })
  t.equal((await patch({ 'en-999': 'Mexico' })).status, 200)

  const address = '/v1/action-plans/mexico-4/document'
  const say = (title: object) => put(address, { plan: { id: 'mexico-4', title }, commitments: [{ code: 'MX0081', title }] }, { key: editor, headers: { 'if-match': '*' } })
  t.match(await say(names(1)), { status: 400, json: { errors: [{ pointer: '/plan/title', detail: 'would have more than 40 languages' }, { pointer: '/commitments/0/title' }] } })
  t.equal(Object.keys((await get('/v1/commitments/MX0081')).json.title).length, 3)
})

t.test('one source gives an entity one reference', async (t) => {
  const { post, key } = await startApp(t)
  const body = { id: 'narnia', name: { en: 'Narnia' }, kind: 'national', status: 'active', externalRefs: [{ source: 'test', id: 'a' }, { source: 'test', id: 'b' }] }
  t.match(await post('/v1/members', body, { key: await key({ role: 'registrar' }) }), { status: 400, json: { type: /ambiguous-identity$/ } })
})

import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { addMember, commitmentsOf, editing, everything, planOf, uuid } from '../../_support/plan.ts'

const app = await startApp(t, { starter: true })
await addMember(app, 'chile')
const { put, request } = app
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { create, apply, path, read } = editing(app, key)
const anyway = { 'if-match': '*' }
await create(planOf(5, { commitments: [{ id: uuid(1), number: '1', title: { en: 'One' }, milestones: [{ id: uuid(2), number: '1', title: { en: 'M' } }] }] }))

t.test('an editor writes the plans of its members, and the plans of its scope', async t => {
  const chile = { plan: { id: 'chile-1', member: 'chile', number: 1, title: { en: 'First' }, cycleYear: 2023 } }
  const ofChile = await app.key({ role: 'editor', members: ['chile'] })
  const ofPlan = await app.key({ role: 'editor', plans: ['mexico-5'] })
  const write = (body: { plan: { id: string, member?: string } }, by: string) => put(`/v1/action-plans/${body.plan.id}/document`, body, { key: by, headers: body.plan.id === 'chile-1' ? { 'if-none-match': '*' } : anyway })
  t.equal((await write(chile, key)).status, 403)
  t.equal((await write(chile, ofPlan)).status, 403)
  t.equal((await write(chile, ofChile)).status, 201)
  t.equal((await write(planOf(5), ofChile)).status, 403)
  t.equal((await write(planOf(5), ofPlan)).status, 200)
  t.equal((await write(planOf(6), ofPlan)).status, 403)
  t.equal((await write({ plan: { ...planOf(5).plan, member: 'chile' } }, ofChile)).status, 403, 'whose plan it is, not whose it says it is')
  t.equal((await write({ plan: { id: 'mexico-9' } }, key)).status, 412, 'a document that does not say whose it is')
})

t.test('other roles write no plan', async t => {
  const wanted = [{ role: 'reviewer', organisation: 'article-19' }, { role: 'assessor', plans: ['mexico-5'] }, { role: 'registrar' }, { role: 'moderator' }, { role: 'admin' }] as const
  for (const scope of wanted) {
    const answer = await put(path(5), planOf(5), { key: await app.key(scope as Parameters<typeof app.key>[0]), headers: anyway })
    t.equal(answer.status, 403, scope.role)
    t.match(answer.json.detail, new RegExp(`takes the role editor; the key has the role ${scope.role}`))
  }
})

t.test('no key, and a key that is forged, malformed, revoked or expired, are 401', async t => {
  const [, id = '', secret = ''] = /^oct_([a-z0-9]+)_(.*)$/.exec(key) ?? []
  const other = await app.key({ role: 'editor', members: ['mexico'] })
  const revoked = await app.key({ role: 'editor', members: ['mexico'] })
  const admin = await app.key({ role: 'admin' })
  t.equal((await request('DELETE', `/v1/admin/keys/${/^oct_([a-z0-9]+)_/.exec(revoked)?.[1]}`, { key: admin })).status, 204)
  const wrong = [`oct_${id}_${other.slice(-secret.length)}`, `${key}x`, key.slice(0, -1), key.toUpperCase(), `oct_${id}_${'0'.repeat(70)}`, revoked, 'x', 'oct__']
  for (const one of wrong) {
    const answer = await put(path(5), planOf(5), { key: one, headers: anyway })
    t.equal(answer.status, 401, one)
    t.match(answer.headers['www-authenticate'], /^Bearer/)
  }
  for (const authorization of ['', 'Basic bWU6bWU=', 'Bearer', `Token ${key}`, `Bearer ${key} ${key}`]) {
    t.equal((await put(path(5), planOf(5), { headers: { ...anyway, authorization } })).status, 401, authorization)
  }
  t.equal((await put(path(5), planOf(5), { headers: anyway })).status, 401)
  t.equal((await app.get(path(5), { key: 'wrong' })).status, 401, 'a wrong key never passes for anybody')
  app.setNow('2027-11-22T12:00:00.000Z')
  t.equal((await put(path(5), planOf(5), { key, headers: anyway })).status, 200, 'its last day')
  app.setNow('2027-11-23T00:00:00.000Z')
  t.equal((await put(path(5), planOf(5), { key, headers: anyway })).status, 401)
  app.setNow('2026-11-22T12:00:00.000Z')
})

t.test('refuses in the documented order', async t => {
  const foreign = await app.key({ role: 'editor', plans: ['mexico-4'] })
  const bad = { plan: { id: 'mexico-5', unknown: 1 } }
  const steps: [string, number, Parameters<typeof request>[2]][] = [
    ['404 before 401', 404, { payload: '{', headers: { 'content-type': 'text/plain' } }],
    ['401 before 415', 401, { payload: '{', headers: { 'content-type': 'text/plain' } }],
    ['415 before parsing', 415, { key: foreign, payload: '{', headers: { 'content-type': 'text/plain' } }],
    ['415 for a spreadsheet', 415, { key, payload: '{}', headers: { 'content-type': 'text/csv', ...anyway } }],
    ['413 before parsing', 413, { key: foreign, payload: `{${' '.repeat(16 * 1024 * 1024)}`, headers: { 'content-type': 'application/json' } }],
    ['parsing before 403', 400, { key: foreign, payload: '{', headers: { 'content-type': 'application/json' } }],
    ['403 before 428', 403, { key: foreign, body: bad }],
    ['428 before 400', 428, { key, body: bad }],
    ['400 before 412', 400, { key, body: bad, headers: { 'if-match': '"r0-stale"' } }],
    ['412 before 409', 412, { key, body: planOf(5), headers: { 'if-match': '"r0-stale"' } }]
  ]
  for (const [name, status, options] of steps) {
    const url = name === '404 before 401' ? '/v1/action-plans/mexico-5/documents' : name === '412 before 409' ? `${path(5)}?digest=sha256-${'A'.repeat(43)}` : path(5)
    t.equal((await request('PUT', url, options)).status, status, name)
  }
  t.match((await request('POST', path(5), { key, body: {} })).headers.allow, /GET.*PUT/)
})

t.test('takes a document of nearly 16 MiB, and none above', async t => {
  const text = 'á'.repeat(29_000)
  const commitments = Array.from({ length: 270 }, (_, index) => ({ number: `big-${index}`, title: { en: `B ${index}` }, description: { es: text } }))
  const document = planOf(6, { commitments })
  const payload = JSON.stringify(document)
  t.ok(payload.length > 7_000_000 && Buffer.byteLength(payload) < 16 * 1024 * 1024)
  t.equal((await put(`${path(6)}?dryRun=true`, document, { key })).json.counts.create, 271)
  const padded = { key, headers: { 'content-type': 'application/json' } }
  t.equal((await request('PUT', `${path(6)}?dryRun=true`, { ...padded, payload: `${JSON.stringify(planOf(6))}${' '.repeat(16 * 1024 * 1024 - JSON.stringify(planOf(6)).length)}` })).status, 200)
  t.equal((await request('PUT', `${path(6)}?dryRun=true`, { ...padded, payload: `${JSON.stringify(planOf(6))}${' '.repeat(16 * 1024 * 1024)}` })).status, 413)
})

t.test('refuses members that it does not know or that the service owns', async t => {
  const before = await everything(app)
  const cases: [object, string][] = [
    [{ ...planOf(5), extra: 1 }, '/extra'], [planOf(5, { plan: { revision: 9 } as object }), '/plan/revision'], [planOf(5, { plan: { updatedAt: '2026-01-01T00:00:00Z' } as object }), '/plan/updatedAt'], [planOf(5, { plan: { era: '2020' } as object }), '/plan/era'],
    ...['status', 'revision', 'updatedAt', 'overdue', 'completion', 'plan', 'position', '__proto_'].map(name => [planOf(5, { commitments: [{ id: uuid(1), [name]: null } as object] }), `/commitments/0/${name}`] as [object, string]),
    ...['completion', 'overdue', 'commitment', 'revision'].map(name => [planOf(5, { commitments: [{ id: uuid(1), milestones: [{ id: uuid(2), [name]: null } as object] }] }), `/commitments/0/milestones/0/${name}`] as [object, string]),
    [planOf(5, { institutions: [{ id: 'r3d', revision: 1 } as { id: string }] }), '/institutions/0/revision']
  ]
  for (const [body, pointer] of cases) {
    const answer = await put(path(5), body, { key, headers: anyway })
    t.equal(answer.status, 400, pointer)
    t.match(answer.json, { type: /invalid-body$/, errors: [{ pointer, detail: 'is not known here' }] })
  }
  const several = await put(path(5), { plan: { id: 'mexico-5', a: 1, cycleYear: 'x', number: 0 }, commitments: [{ sdgs: [18], values: ['x'], title: {} }, 7] }, { key, headers: anyway })
  t.same(several.json.errors.map(({ pointer }: { pointer: string }) => pointer).sort(), ['/commitments/0/sdgs/0', '/commitments/0/title', '/commitments/0/values/0', '/commitments/1', '/plan/a', '/plan/cycleYear', '/plan/number'])
  for (const query of ['dryRun=maybe', 'absent=delete', 'digest=abc', 'what=ever', `digest=sha256-${'A'.repeat(43)}&digest=sha256-${'A'.repeat(43)}`]) {
    t.equal((await put(`${path(5)}?${query}`, planOf(5), { key, headers: anyway })).status, 400, query)
  }
  t.equal(await everything(app), before)
})

t.test('never fails on a body that is no document', async t => {
  for (const payload of ['[]', 'null', '7', '"text"', '{"plan":null}', '{"plan":"x"}', '{"plan":{"id":7,"member":{}}}', '{"plan":{"id":"mexico-5","member":["mexico"]}}', '{"commitments":{}}']) {
    t.equal((await request('PUT', path(5), { key, payload, headers: { 'content-type': 'application/json', ...anyway } })).status, 400, payload)
  }
  t.ok([400, 403].includes((await request('PUT', '/v1/action-plans/peru-1/document', { key, payload: '{"plan":{"member":{"a":1}}}', headers: { 'content-type': 'application/json', ...anyway } })).status))
  t.equal((await request('PUT', path(5), { key, headers: anyway })).status, 400, 'no body at all')
})

t.test('days that no calendar has, and years before any plan, are refused', async t => {
  for (const endsOn of ['0000-01-01', '2023-02-29', '2023-13-01', '20230101', '2023-01-01T00:00:00Z', '+12023-01-01']) {
    t.equal((await put(path(5), planOf(5, { commitments: [{ id: uuid(1), endsOn }] }), { key, headers: anyway })).status, 400, endsOn)
  }
  t.equal((await apply(planOf(5, { commitments: [{ id: uuid(1), startsOn: '1000-01-01', endsOn: '9999-12-31' }] }))).status, 200)
  t.match(commitmentsOf(await read(5))[0], { startsOn: '1000-01-01', endsOn: '9999-12-31' })
})

t.test('a language tag may be a word that objects know', async t => {
  t.equal((await apply(planOf(5, { commitments: [{ id: uuid(1), title: { toString: 'x', valueOf: 'y' } }] }))).status, 200)
  t.match(commitmentsOf(await read(5))[0]?.title, { en: 'One', toString: 'x', valueOf: 'y' })
})

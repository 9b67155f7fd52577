import t from 'tap'
import { startApp } from '../../_support/app.ts'

const UPDATE = {
  institution: 'mexico-sfp', period: '2020-H2', reportedOn: '2020-12-01', completion: 'limited', schedule: 'behind', challenges: { en: 'Not agreed.' }, narrative: { en: 'Two sessions.' }
}

async function tracker (t: Parameters<typeof startApp>[0]) {
  const tracker = await startApp(t, { starter: true })
  const editor = await tracker.key({ role: 'editor', members: ['mexico'], organisation: 'mexico-sfp' })
  const send = (change: object = {}, by = editor, headers: Record<string, string> = {}) =>
    tracker.post('/v1/commitments/MX0081/progress-updates', { ...UPDATE, ...change }, { key: by, headers })
  const patch = (id: string, body: unknown, headers: Record<string, string>, by = editor) =>
    tracker.request('PATCH', `/v1/progress-updates/${id}`, { key: by, body, headers })
  return { ...tracker, editor, send, patch }
}

t.test('an editor reports and the report stands in the status', async (t) => {
  const { get, send, patch } = await tracker(t)
  const created = await send()
  t.match(created, { status: 201, json: { completion: 'limited', milestone: null, revision: 1 }, headers: { location: `/v1/progress-updates/${created.json.id}` } })
  t.match((await get('/v1/commitments/MX0081')).json.status.government, { completion: 'limited', period: '2020-H2', schedule: 'behind', progressUpdate: created.json.id })

  t.equal((await patch(created.json.id, { completion: 'substantial' }, {})).status, 428)
  const changed = await patch(created.json.id, { completion: 'substantial', challenges: null }, { 'if-match': String(created.headers.etag) })
  t.match(changed, { status: 200, json: { completion: 'substantial', challenges: null, narrative: { en: 'Two sessions.' }, revision: 2 } })
  t.equal((await patch(created.json.id, { percent: 50 }, { 'if-match': String(created.headers.etag) })).status, 412)
  t.equal((await get('/v1/commitments/MX0081')).json.status.government.completion, 'substantial')
  const { json: { items } } = await get(`/v1/progress-updates/${created.json.id}/revisions`)
  t.match(items, [{ by: { role: 'editor', institution: 'mexico-sfp' } }, { revision: 2 }])
})

t.test('an institution reports once for each period, commitment, milestone and indicator', async (t) => {
  const { get, put, send, editor } = await tracker(t)
  const document = '/v1/action-plans/mexico-4/document'
  const { json: plan, headers } = await get(document)
  const index = plan.commitments.findIndex(({ code }: { code: string }) => code === 'MX0081')
  plan.commitments[index].milestones = [{ number: '1', title: { en: 'A step' }, indicators: [{ number: '1.1', title: { en: 'A measure' } }] }]
  await put(document, plan, { key: editor, headers: { 'if-match': String(headers.etag) } })
  const [milestone] = (await get('/v1/commitments/MX0081?include=milestones')).json.milestones
  const indicator = milestone.indicators[0].id

  t.equal((await send()).status, 201)
  t.match(await send({ completion: 'complete' }), { status: 409, json: { type: /already-exists$/ } })
  t.equal((await send({ period: '2021-H1' })).status, 201)
  t.equal((await send({ milestone: milestone.id })).status, 201)
  t.equal((await send({ milestone: milestone.id, indicator })).status, 201)
  t.equal((await send({ milestone: milestone.id, indicator })).status, 409)
  t.equal((await get(`/v1/milestones/${milestone.id}`)).json.completion, 'limited')
  t.match(await send({ period: '2022', indicator }), { status: 400, json: { errors: [{ pointer: '/indicator' }] } }, 'an indicator goes with its milestone')
})

t.test('a report that cannot stand is refused with its reason', async (t) => {
  const { get, send, patch, key, post } = await tracker(t)
  t.match(await send({ challenges: null }), { status: 400, json: { type: /challenges-required$/, errors: [{ pointer: '/challenges' }] } })
  t.match(await send({ completion: 'not_started', challenges: null }), { status: 400 })
  t.match(await send({ evidence: [{ publisher: 'Somebody' }] }), { status: 400, json: { type: /evidence-incomplete$/ } })
  t.match(await send({ institution: 'nobody' }), { status: 400, json: { type: /unknown-reference$/, errors: [{ pointer: '/institution' }] } })
  t.match(await send({ milestone: '01968f00-0000-7000-8000-000000000083', indicator: '01968f00-0000-7000-8000-000000000084' }),
    { status: 400, json: { type: /unknown-reference$/, errors: [{ pointer: '/milestone' }, { pointer: '/indicator' }] } })
  t.match(await send({ reportedOn: '2026-11-24' }), { status: 400, json: { type: /date-in-future$/, errors: [{ pointer: '/reportedOn' }] } })
  t.equal((await send({}, await key({ role: 'reviewer', organisation: 'r3d' }))).status, 403)
  t.equal((await send({}, await key({ role: 'editor', plans: ['mexico-3'] }))).status, 403)
  t.equal((await post('/v1/commitments/MX0081/progress-updates', UPDATE)).status, 401)
  t.equal((await post('/v1/commitments/XX0001/progress-updates', UPDATE, { key: await key({ role: 'editor', members: ['mexico'] }) })).status, 404)
  t.equal((await post('/v1/commitments/_/progress-updates', UPDATE, { key: await key({ role: 'editor', members: ['mexico'] }) })).status, 404)
  t.equal((await patch('_', {}, {})).status, 404)
  t.equal((await patch('01968f00-0000-7000-8000-000000000083', {}, {})).status, 404)
  t.equal((await get('/v1/progress-updates')).json.items.length, 0)

  const { json, headers } = await send({}, await key({ role: 'editor', plans: ['mexico-4'] }), { 'idempotency-key': 'a' })
  t.equal((await patch(json.id, { institution: 'r3d' }, { 'if-match': String(headers.etag) })).status, 400, 'who reported stays')
  t.equal((await patch(json.id, { percent: 5 }, { 'if-match': String(headers.etag) }, await key({ role: 'editor', plans: ['mexico-3'] }))).status, 403)
})

t.test('only a public body of the member speaks for its government', async (t) => {
  const { send, key, post } = await tracker(t)
  const registrar = await key({ role: 'registrar' })
  await post('/v1/members', { id: 'chile', name: { es: 'Chile' }, kind: 'national', status: 'active' }, { key: registrar })
  await post('/v1/institutions', { id: 'chile-segpres', name: { es: 'SEGPRES' }, kind: 'government', member: 'chile' }, { key: registrar })
  await post('/v1/institutions', { id: 'mexico-academy', name: { es: 'Academia' }, kind: 'academia', member: 'mexico' }, { key: registrar })
  await post('/v1/institutions', { id: 'mexico-somebody', name: { es: 'Alguien' }, kind: null, member: 'mexico' }, { key: registrar })
  t.match(await send({ institution: 'mexico-somebody' }), { status: 400, json: { type: /not-of-government$/, errors: [{ detail: 'Nobody has said of which kind mexico-somebody is.' }] } })
  for (const institution of ['article-19', 'r3d', 'chile-segpres', 'mexico-academy']) {
    t.match(await send({ institution }), { status: 400, json: { type: /not-of-government$/, errors: [{ pointer: '/institution', detail: `${institution} is not a public body of mexico.` }] } })
  }
  t.equal((await send({ institution: 'mexico-inai', reportedOn: '2026-11-23' })).status, 201, 'an autonomous body does; tomorrow is today somewhere')
})

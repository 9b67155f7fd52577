import t from 'tap'
import { startApp } from '../../_support/app.ts'

async function tracker (t: Parameters<typeof startApp>[0]) {
  const tracker = await startApp(t, { starter: true })
  const editor = await tracker.key({ role: 'editor', members: ['mexico'] })
  const add = (url: string, body: unknown, by = editor) => tracker.post(url, body, { key: by })
  const patch = (url: string, body: unknown, etag?: unknown, by = editor) =>
    tracker.request('PATCH', url, { key: by, body, headers: etag === undefined ? {} : { 'if-match': String(etag) } })
  return { ...tracker, editor, add, patch }
}

t.test('an editor adds a plan, a commitment and a milestone, and changes each', async (t) => {
  const { get, add, patch } = await tracker(t)
  const plan = await add('/v1/action-plans', { member: 'mexico', number: 5, title: { en: 'Fifth' }, cycleYear: 2026, endsOn: '2028-12-31' })
  t.match(plan, { status: 201, json: { id: 'mexico-5', era: '2021', lifecycle: 'submitted', revision: 1 }, headers: { location: '/v1/action-plans/mexico-5' } })
  const commitment = await add('/v1/commitments', { plan: 'mexico-5', title: { en: 'Open the books' }, endsOn: '2026-11-01' })
  t.match(commitment, { status: 201, json: { plan: 'mexico-5', lifecycle: 'active', status: { overdue: true, nextDueOn: '2026-11-01' } } })
  const { id } = commitment.json
  const milestone = await add(`/v1/commitments/${id}/milestones`, { number: '1', title: { en: 'Publish' }, dueOn: '2026-10-01' })
  t.match(milestone, { status: 201, json: { commitment: id, overdue: true, revision: 1 } })

  const address = `/v1/milestones/${milestone.json.id}`
  t.equal((await patch(address, { weight: 10 })).status, 428)
  const moved = await patch(address, { dueOn: null, duePrecision: 'ongoing', dueText: 'Ongoing', title: { es: 'Publicar' } }, milestone.headers.etag)
  t.match(moved, { status: 200, json: { overdue: false, dueText: 'Ongoing', title: { en: 'Publish', es: 'Publicar' }, revision: 2 } })
  t.match(await patch(address, { weight: 10 }, milestone.headers.etag), { status: 412, json: { currentRevision: 2 } })

  const changed = await patch(`/v1/commitments/${id}`, { code: 'MX0999', lifecycle: 'paused' }, commitment.headers.etag)
  t.match(changed, { status: 200, json: { code: 'MX0999', status: { overdue: false } } })
  t.match(await patch('/v1/commitments/mx0999', { code: 'MX1000' }, '*'), { status: 400, json: { type: /code-immutable$/, errors: [{ pointer: '/code' }] } })
  t.match(await patch('/v1/action-plans/mexico-5', { lifecycle: 'in_implementation' }, plan.headers.etag), { status: 200, json: { revision: 2 } })
  t.equal((await get('/v1/commitments/MX0999/revisions')).json.items.length, 2)
  t.same((await patch('/v1/commitments/MX0999', { lifecycle: 'paused' }, '*')).json.revision, 2, 'saying the same again changes nothing')
})

t.test('a duplicate is entered in error: hidden, never deleted', async (t) => {
  const { get, add, patch } = await tracker(t)
  const { json: { id }, headers } = await add('/v1/commitments', { plan: 'mexico-4', title: { en: 'Twice' }, number: '7a' })
  t.equal((await patch(`/v1/commitments/${id}`, { lifecycle: 'entered_in_error', lifecycleReason: 'duplicate' }, headers.etag)).status, 200)
  const listed = async (query: string) => (await get(`/v1/commitments?plan=mexico-4&limit=200${query}`)).json.items.some((item: { id: string }) => item.id === id)
  t.equal(await listed(''), false)
  t.equal(await listed('&lifecycle=entered_in_error'), true)
  t.equal((await get(`/v1/commitments/${id}`)).status, 200)
})

t.test('what is there already, or cannot stand, is refused with a pointer into the body', async (t) => {
  const { add, patch } = await tracker(t)
  t.match(await add('/v1/action-plans', { member: 'mexico', number: 4, title: { en: 'Again' }, cycleYear: 2019 }), { status: 409, json: { type: /already-exists$/ } })
  t.equal((await add('/v1/commitments', { plan: 'mexico-4', title: { en: 'Again' }, number: '7' })).status, 400, 'the number is that of another')
  t.equal((await add('/v1/commitments', { plan: 'mexico-4', title: { en: 'Again' }, code: 'MX0081' })).status, 409)
  t.match(await add('/v1/commitments', { plan: 'mexico-4', title: { en: 'New' }, code: 'MX0064', startsOn: '2021-01-02', endsOn: '2021-01-01', policyAreas: ['nothing'] }),
    { status: 400, json: { errors: [{ pointer: '/endsOn' }, { pointer: '/policyAreas/0' }, { pointer: '/code' }] } })
  t.match(await add('/v1/commitments/MX0081/milestones', { title: { en: 'A' }, stakeholders: [{ institution: 'nobody', role: 'lead' }] }),
    { status: 400, json: { type: /unknown-reference$/, errors: [{ pointer: '/stakeholders/0/institution' }] } })
  t.match(await patch('/v1/commitments/MX0081', { lifecycle: 'inactive', lifecycleReason: null }, '*'), { status: 400, json: { type: /lifecycle-reason-required$/ } })
  t.match(await patch('/v1/action-plans/mexico-4', { startsOn: '2030-01-01' }, '*'), { status: 400, json: { type: /dates-out-of-order$/, errors: [{ pointer: /On$/ }] } })
  t.equal((await patch('/v1/action-plans/mexico-4', { number: 5 }, '*')).status, 400)
})

t.test('only editors of the plan write it', async (t) => {
  const { add, patch, post, key } = await tracker(t)
  const other = await key({ role: 'editor', plans: ['mexico-3'] })
  const reviewer = await key({ role: 'reviewer', organisation: 'r3d' })
  const writes: [string, string, object][] = [
    ['POST', '/v1/action-plans', { member: 'mexico', number: 6, title: { en: 'T' }, cycleYear: 2027 }],
    ['PATCH', '/v1/action-plans/mexico-4', { url: null }],
    ['POST', '/v1/commitments', { plan: 'mexico-4', title: { en: 'T' } }],
    ['PATCH', '/v1/commitments/MX0081', { cluster: 'c' }],
    ['POST', '/v1/commitments/MX0081/milestones', { title: { en: 'T' } }]
  ]
  for (const [method, url, body] of writes) {
    for (const by of [other, reviewer]) t.equal((await (method === 'POST' ? add(url, body, by) : patch(url, body, '*', by))).status, 403, `${method} ${url}`)
  }
  t.equal((await post('/v1/commitments', {})).status, 401)
  t.equal((await add('/v1/commitments', { plan: 4, title: { en: 'T' } })).status, 403)
  t.equal((await add('/v1/action-plans', { member: 4 })).status, 403)
  t.equal((await add('/v1/action-plans', null)).status, 403)
  for (const url of ['/v1/action-plans/nowhere-1', '/v1/commitments/_', '/v1/commitments/XX9999', '/v1/milestones/_', '/v1/milestones/01968f00-0000-7000-8000-000000000083']) {
    t.equal((await patch(url, {}, '*')).status, 404, url)
  }
  t.equal((await add('/v1/commitments', { plan: 'mexico-3', title: { en: 'T' } }, other)).status, 201)
})

t.test('an editor of one plan names institutions and writes none', async (t) => {
  const { get, put, key } = await startApp(t, { starter: true })
  const address = '/v1/action-plans/mexico-4/document'
  const planOnly = await key({ role: 'editor', plans: ['mexico-4'] })
  const { json, headers } = await get(address)
  const send = (institutions: object[]) => put(address, { ...json, institutions }, { key: planOnly, headers: { 'if-match': String(headers.etag) } })
  t.equal((await send(json.institutions)).status, 200, 'as they stand')
  t.match(await send([{ id: 'mexico-inai', url: 'https://example.org/' }]), { status: 400, json: { type: /foreign-institution$/, errors: [{ pointer: '/institutions/0' }] } })
  t.equal((await send([{ id: 'mexico-new', kind: 'government', name: { en: 'New' } }])).status, 400)
})

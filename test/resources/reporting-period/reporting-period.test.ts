import t from 'tap'
import { type Answer, startApp } from '../../_support/app.ts'
import { errorsOf, everything, fieldsOf, opsOf, revisionCount } from '../../_support/plan.ts'

const PERIOD = '/v1/action-plans/mexico-4/progress-updates/2020-H2'
const UPDATE = { commitment: 'MX0081', institution: 'mexico-sfp', reportedOn: '2020-12-01', completion: 'limited', challenges: { en: 'Not agreed.' } }

async function tracker (t: Parameters<typeof startApp>[0]) {
  const tracker = await startApp(t, { starter: true })
  const editor = await tracker.key({ role: 'editor', plans: ['mexico-4'], organisation: 'mexico-sfp' })
  const report = (progressUpdates: object[], { query = '', headers = { 'if-match': '*' } as Record<string, string>, key = editor } = {}): Promise<Answer> =>
    tracker.put(`${PERIOD}${query}`, { progressUpdates }, { key, headers })
  const dryRun = (progressUpdates: object[]) => report(progressUpdates, { query: '?dryRun=true', headers: {} })
  const steps = async () => {
    const document = '/v1/action-plans/mexico-4/document'
    const member = await tracker.key({ role: 'editor', members: ['mexico'] })
    await tracker.put(document, { plan: { id: 'mexico-4' }, commitments: [{ code: 'MX0081', milestones: [{ number: '1', title: { en: 'A step' }, indicators: [{ number: '1.1', title: { en: 'A measure' } }] }] }] }, { key: member, headers: { 'if-match': '*' } })
    const [milestone] = (await tracker.get('/v1/commitments/MX0081?include=milestones')).json.milestones
    return { milestone: milestone.id as string, indicator: milestone.indicators[0].id as string }
  }
  return { ...tracker, editor, report, dryRun, steps }
}

t.test('an editor reports a whole period in one call', async (t) => {
  const app = await tracker(t)
  const { get, report, steps } = app
  const { milestone, indicator } = await steps()
  t.same((await get(PERIOD)).json, { progressUpdates: [] }, 'nothing is reported yet')
  const list = [
    UPDATE,
    { milestone: milestone.toUpperCase(), institution: 'mexico-sfp', reportedOn: '2020-12-01', completion: 'complete', percent: 100 },
    { commitment: 'mx0081', milestone, indicator, institution: 'mexico-inai', reportedOn: '2020-12-02', externalRefs: [{ source: 'desk', id: '1' }] }
  ]
  const made = await report(list, { headers: { 'if-none-match': '*' } })
  t.match(made, { status: 200, headers: { 'cache-control': 'no-store' }, json: { plan: 'mexico-4', dryRun: false, counts: { create: 3, update: 0 }, errors: [] } })
  t.match(made.json.changes[1], { op: 'create', type: 'progress-update', code: 'MX0081', pointer: '/progressUpdates/1' })
  t.match((await get('/v1/commitments/MX0081')).json.status.government, { completion: 'limited', period: '2020-H2', progressUpdate: made.json.changes[0].id })
  t.match((await get(`/v1/milestones/${milestone}`)).json, { completion: 'complete' })
  t.match((await get(`/v1/progress-updates/${made.json.changes[2].id}/revisions`)).json.items, [{ by: { role: 'editor', institution: 'mexico-sfp' }, on: '2026-11-22' }])

  const [before, revisions, read] = [await everything(app), await revisionCount(app), await get(PERIOD)]
  t.match(await report(list), { status: 200, json: { counts: { unchanged: 3, create: 0, update: 0 } } })
  t.match(await report(read.json.progressUpdates, { headers: { 'if-match': String(read.headers.etag) } }), { status: 200, json: { counts: { unchanged: 3 } } }, 'what GET gives, PUT takes')
  t.equal(await everything(app), before, 'the same again changes nothing')
  t.equal(await revisionCount(app), revisions)

  const changed = await report([{ commitment: 'MX0081', institution: 'mexico-sfp', narrative: { es: 'Dos sesiones.' }, challenges: { es: 'Sin acuerdo.' } }], { headers: { 'if-match': String(read.headers.etag) } })
  t.same(opsOf(changed), ['update progress-update /progressUpdates/0', 'missing progress-update -', 'missing progress-update -'])
  t.same(fieldsOf(changed), { '/narrative/es': [null, 'Dos sesiones.'], '/challenges/es': [null, 'Sin acuerdo.'] })
  t.match((await get(`/v1/progress-updates/${changed.json.changes[0].id}`)).json, { challenges: { en: 'Not agreed.', es: 'Sin acuerdo.' }, completion: 'limited', reportedOn: '2020-12-01', revision: 2 })
  t.equal(await revisionCount(app), revisions + 1, 'what is missing stays as it is')
  t.equal((await report([], { headers: { 'if-match': String(read.headers.etag) } })).status, 412)
})

t.test('a dry run says what would happen, and its digest applies exactly that', async (t) => {
  const app = await tracker(t)
  const { report, dryRun, get, post, editor } = app
  const before = await everything(app)
  const seen = await dryRun([UPDATE])
  t.match(seen, { status: 200, json: { dryRun: true, digest: /^sha256-/, changes: [{ op: 'create', id: null, fields: [{ field: '/reportedOn', from: null, to: '2020-12-01' }] }] } })
  t.equal(await everything(app), before)
  t.equal((await report([{ ...UPDATE, percent: 1 }], { query: `?digest=${seen.json.digest}`, headers: {} })).status, 409, 'another list')
  t.match(await report([UPDATE], { query: `?digest=${seen.json.digest}`, headers: {} }), { status: 200, json: { counts: { create: 1 } } })
  t.equal((await report([UPDATE], { query: `?digest=${seen.json.digest}`, headers: {} })).status, 409, 'the data moved')

  const next = await dryRun([])
  t.match(next.json, { counts: { missing: 1 }, changes: [{ op: 'missing', code: 'MX0081', pointer: null }] })
  await post('/v1/commitments/MX0082/progress-updates', { ...UPDATE, commitment: undefined, period: '2020-H2' }, { key: editor })
  t.equal((await report([], { query: `?digest=${next.json.digest}`, headers: {} })).status, 409)
  t.equal((await report([], { headers: { 'if-none-match': '*' } })).status, 412, 'there is something')
  t.equal((await report([UPDATE], { headers: {} })).status, 428)
  t.same((await get('/v1/action-plans/mexico-4/progress-updates/2021-H1')).json, { progressUpdates: [] }, 'another period is another list')
})

t.test('everything that is wrong is told at once, and nothing is written', async (t) => {
  const app = await tracker(t)
  const { report, dryRun, steps, post, editor } = app
  const { milestone, indicator } = await steps()
  await post('/v1/commitments/MX0082/progress-updates', { institution: 'mexico-sfp', reportedOn: '2020-01-01', period: '2020-H1', externalRefs: [{ source: 'desk', id: 'held' }] }, { key: editor })
  const before = await everything(app)
  const said = { institution: 'mexico-sfp', reportedOn: '2020-12-01' }
  const list = [
    { ...said },
    { ...said, commitment: 'MX0064' },
    { ...said, milestone: '00000000-0000-7000-8000-000000000001' },
    { ...said, commitment: 'MX0082', milestone },
    { ...said, commitment: 'MX0081', indicator },
    { ...UPDATE, institution: 'nobody', challenges: null, evidence: [{ publisher: 'Somebody' }] },
    { ...UPDATE, reportedOn: undefined },
    UPDATE,
    { ...said, commitment: 'MX0083', externalRefs: [{ source: 'desk', id: 'held' }, { source: 'desk', id: 'free' }] },
    { ...said, commitment: 'MX0084', externalRefs: [{ source: 'desk', id: 'new' }] },
    { ...said, commitment: 'MX0085', externalRefs: [{ source: 'desk', id: 'new' }] },
    { ...said, commitment: 'MX0086', institution: 'article-19', reportedOn: '2026-12-01' }
  ]
  const expected = [
    'ambiguous-identity /progressUpdates/10/externalRefs/0',
    'ambiguous-identity /progressUpdates/7',
    'ambiguous-identity /progressUpdates/8/externalRefs/0',
    'ambiguous-identity /progressUpdates/8/externalRefs/1',
    'challenges-required /progressUpdates/5/challenges',
    'date-in-future /progressUpdates/11/reportedOn',
    'evidence-incomplete /progressUpdates/5/evidence/0',
    'invalid-body /progressUpdates/0/commitment',
    'invalid-body /progressUpdates/6/reportedOn',
    'not-of-government /progressUpdates/11/institution',
    'unknown-reference /progressUpdates/1/commitment',
    'unknown-reference /progressUpdates/2/milestone',
    'unknown-reference /progressUpdates/3/milestone',
    'unknown-reference /progressUpdates/4/indicator',
    'unknown-reference /progressUpdates/5/institution'
  ]
  const seen = await dryRun(list)
  t.match(seen, { status: 200, json: { digest: null, counts: { conflict: 11, create: 1 } } })
  t.same(errorsOf(seen), expected)
  const refused = await report(list)
  t.match(refused, { status: 400, json: { type: /invalid-body$/, detail: '15 thing(s) cannot be applied. Nothing was written.' } })
  t.same(errorsOf(refused), expected)
  t.match(await report([{ ...UPDATE, challenges: null }]), { status: 400, json: { type: /challenges-required$/ } }, 'one kind of mistake has its own code')
  t.match(await report([{ ...UPDATE, id: '00000000-0000-7000-8000-000000000001', period: '2021' }]), { status: 400, json: { errors: [{ pointer: '/progressUpdates/0/id' }, { pointer: '/progressUpdates/0/period' }] } })
  t.equal(await everything(app), before)
})

t.test('it is for editors of the plan, and for plans and periods that exist', async (t) => {
  const { report, key, get, request, editor } = await tracker(t)
  t.equal((await report([], { key: await key({ role: 'editor', plans: ['mexico-3'] }) })).status, 403)
  t.equal((await report([], { key: await key({ role: 'assessor', plans: ['mexico-4'] }) })).status, 403)
  t.equal((await report([], { key: await key({ role: 'editor', members: ['mexico'] }) })).status, 200)
  t.equal((await get('/v1/action-plans/mexico-9/progress-updates/2020-H2')).status, 404)
  t.equal((await get('/v1/action-plans/mexico-4/progress-updates/2020-H3')).status, 400)
  t.equal((await request('PUT', '/v1/action-plans/mexico-9/progress-updates/2020-H2', { key: editor, body: { progressUpdates: [] } })).status, 404)
  t.equal((await request('PUT', PERIOD, { body: { progressUpdates: [] } })).status, 401)
})

t.test('of two who apply the same dry run one does, and one who reports meanwhile is not lost', async (t) => {
  const { get, report, dryRun, post, editor } = await tracker(t)
  const { digest } = (await dryRun([UPDATE])).json
  const answers = await Promise.all([1, 2, 3].map(() => report([UPDATE], { query: `?digest=${digest}`, headers: {} })))
  t.same(answers.map(({ status }) => status).sort(), [200, 409, 409])
  const [bulk, single] = await Promise.all([
    report([{ ...UPDATE, percent: 10 }, { ...UPDATE, commitment: 'MX0082' }]),
    post('/v1/commitments/MX0082/progress-updates', { ...UPDATE, commitment: undefined, period: '2020-H2', completion: 'complete' }, { key: editor })
  ])
  t.ok([[200, 201], [200, 409], [409, 201]].some(([a, b]) => bulk.status === a && single.status === b), `${bulk.status} ${single.status}`)
  t.equal((await get(PERIOD)).json.progressUpdates.length, 2)
})

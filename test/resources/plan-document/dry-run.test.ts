import t from 'tap'
import type { PlanDocument } from '../../../src/resources/plan-document/plan-document.schemas.ts'
import { startApp } from '../../_support/app.ts'
import { addMember, editing, errorsOf, everything, fieldsOf, opsOf, planOf, richPlan, uuid } from '../../_support/plan.ts'

const app = await startApp(t, { starter: true })
await addMember(app, 'chile')
const key = await app.key({ role: 'editor', members: ['mexico', 'chile'] })
const { create, apply, dryRun, read } = editing(app, key)
await create(richPlan(5))
const title = { en: 'T' }
const first = uuid(5001)

t.test('a dry run writes nothing and needs no precondition', async t => {
  const before = await everything(app)
  t.equal((await dryRun(richPlan(6))).status, 200)
  t.equal((await dryRun(planOf(5, { plan: { title: { en: 'Other' } }, commitments: [] }), '&absent=withdraw')).status, 200)
  t.equal((await dryRun(planOf(5, { commitments: [{ title }] }))).status, 200, 'with errors too')
  t.equal((await app.put('/v1/action-plans/mexico-5/document?dryRun=true', richPlan(5), { key, headers: { 'if-match': '"r0-stale"' } })).status, 412, 'what is expected all the same is heeded')
  t.equal(await everything(app), before)
})

t.test('says what would become of each entity, field by field and language by language', async t => {
  const shown = await dryRun(planOf(5, {
    plan: { title: { es: 'Quinto plan', en: 'Plan five' }, endsOn: '2026-12-31', endsPrecision: 'year' },
    institutions: [{ id: 'mexico-ministry-5', kind: 'legislature' }, { id: 'mexico-fresh', name: { es: 'Nueva' }, kind: 'government' }],
    commitments: [
      { id: first, title: { es: 'Compromiso', en: 'Pledge', pt: 'Compromisso' }, sdgs: [5, 16], values: [], milestones: [{ id: uuid(5011), weight: 50 }, { number: '3', title: { es: 'Nuevo' } }] },
      { title }
    ]
  }))
  t.equal(shown.status, 200)
  t.match(shown.json, { plan: 'mexico-5', dryRun: true, digest: null })
  t.same(shown.json.counts, { create: 2, update: 4, unchanged: 0, missing: 2, conflict: 1 })
  t.same(opsOf(shown), ['update action-plan /plan', 'update commitment /commitments/0', 'update milestone /commitments/0/milestones/0', 'create milestone /commitments/0/milestones/1', 'missing milestone -', 'conflict commitment /commitments/1', 'missing commitment -'])
  const of = (pointer: string) => shown.json.changes.find((change: { pointer: string }) => change.pointer === pointer).fields
  t.same(of('/plan'), [{ field: '/title/en', from: 'Fifth plan', to: 'Plan five' }, { field: '/endsOn', from: '2025-12-31', to: '2026-12-31' }, { field: '/endsText', from: '2025', to: null }])
  t.same(of('/commitments/0'), [
    { field: '/title/en', from: 'Commitment', to: 'Pledge' }, { field: '/title/pt', from: null, to: 'Compromisso' }, { field: '/values', from: ['access_to_information', 'technology_and_innovation'], to: [] }
  ])
  t.same(of('/institutions/0'), [{ field: '/kind', from: 'government', to: 'legislature' }])
  t.match(of('/institutions/1'), [{ field: '/kind', from: null }, { field: '/member', to: 'mexico' }, { field: '/name/es', to: 'Nueva' }])
  t.match(of('/commitments/0/milestones/1').map(({ field }: { field: string }) => field), ['/number', '/title/es', '/startsPrecision', '/duePrecision', '/lifecycle'])
  t.same(of('/commitments/1'), [])
})

t.test('a new entity shows what it will hold, and nothing that is empty', async t => {
  const shown = await dryRun(planOf(7, { commitments: [{ number: '1', title }] }))
  t.same(Object.keys(fieldsOf(shown)).sort(), ['/cycleYear', '/endsPrecision', '/lifecycle', '/member', '/number', '/originalEndsPrecision', '/startsPrecision', '/submittedPrecision', '/title/en'])
})

const WRONG: PlanDocument = {
  plan: { id: 'mexico-5', member: 'chile', number: 6, eraOverride: 'none', startsOn: '2024-01-01', endsOn: '2023-12-31', submittedPrecision: 'day', submittedOn: null },
  institutions: [
    { id: 'article-19', name: { en: 'Renamed' } }, { id: 'chile-body', name: { en: 'Body' }, kind: 'government', member: 'chile' }, { id: 'nobodys', name: { en: 'N' }, kind: 'civil_society', member: null }, { id: 'mexico-ministry-5', member: 'chile' }, { id: 'r3d' }
  ],
  commitments: [
    {
      id: first,
      code: 'MX9999',
      policyAreas: ['weather', 'civic-space', 'astrology'],
      stakeholders: [{ institution: 'r3d', role: 'lead' }, { institution: 'ghost', role: 'lead' }, { institution: 'r3d', role: 'lead' }],
      startsOn: '2024-02-28',
      startsPrecision: 'month',
      lifecycle: 'inactive',
      lifecycleReason: null,
      milestones: [
        { id: uuid(5011), dueOn: '2025-01-01', stakeholders: [{ institution: 'phantom', role: 'lead' }] },
        { id: uuid(5012), startsOn: '2024-05-01', dueOn: '2024-04-30' },
        { number: '9', title, startsPrecision: 'ongoing', startsOn: '2024-05-01', dueOn: '2024-05-30', duePrecision: 'quarter', indicators: [{ number: 'a', title, dueOn: '2024-12-30', duePrecision: 'year' }] }
      ]
    },
    { number: '55', title, startsOn: '2024-12-31', startsPrecision: 'year', endsOn: '2024-01-31', endsPrecision: 'month' },
    { number: '56', title, startsOn: '2024-06-30', startsPrecision: 'quarter', endsOn: '2024-03-31', endsPrecision: 'day' },
    { number: '57', title, endsOn: '2024-03-31', endsPrecision: 'ongoing' }
  ]
}

const ERRORS = [
  'code-immutable /commitments/0/code', 'date-precision /commitments/0/milestones/2/dueOn', 'date-precision /commitments/0/milestones/2/indicators/0/dueOn', 'date-precision /commitments/0/milestones/2/startsOn',
  'date-precision /commitments/0/startsOn', 'date-precision /commitments/3/endsOn', 'date-precision /plan/submittedOn', 'dates-out-of-order /commitments/0/milestones/0/dueOn', 'dates-out-of-order /commitments/0/milestones/1/dueOn',
  'dates-out-of-order /commitments/2/endsOn', 'dates-out-of-order /plan/endsOn', 'foreign-institution /institutions/0', 'foreign-institution /institutions/3', 'invalid-body /commitments/0/stakeholders/2', 'invalid-body /plan/member', 'invalid-body /plan/number',
  'lifecycle-reason-required /commitments/0/lifecycleReason', 'unknown-reference /commitments/0/milestones/0/stakeholders/0/institution', 'unknown-reference /commitments/0/policyAreas/0', 'unknown-reference /commitments/0/policyAreas/2',
  'unknown-reference /commitments/0/stakeholders/1/institution', 'unknown-reference /institutions/1/member', 'unknown-reference /institutions/2/member', 'unknown-reference /plan/eraOverride'
]

t.test('finds all errors at once, each with its place and code, and applying refuses with the same', async t => {
  const before = await everything(app)
  const shown = await dryRun(WRONG)
  t.equal(shown.status, 200)
  t.same(errorsOf(shown), ERRORS, 'the plan is Mexico\'s whatever the document says')
  t.ok(shown.json.errors.every(({ detail }: { detail: string }) => detail.length > 10))
  const refused = await apply(WRONG)
  t.equal(refused.status, 400)
  t.match(refused.json, { type: /invalid-body$/, detail: /Nothing was written/ })
  t.same(refused.json.errors, shown.json.errors)
  t.equal(await everything(app), before)
})

t.test('one kind of error gives its own code', async t => {
  const codes = [
    [{ plan: { endsOn: '2000-01-01' } }, 'dates-out-of-order'], [{ plan: { startsPrecision: 'ongoing' as const, startsOn: '2024-01-01' } }, 'date-precision'],
    [{ commitments: [{ title }] }, 'ambiguous-identity'], [{ commitments: [{ id: first, lifecycleReason: null }] }, 'lifecycle-reason-required'],
    [{ institutions: [{ id: 'r3d', name: { en: 'R' } }] }, 'foreign-institution'], [{ commitments: [{ id: first, policyAreas: ['weather'] }] }, 'unknown-reference']
  ] as const
  for (const [parts, code] of codes) t.match((await apply(planOf(5, parts as Parameters<typeof planOf>[1]))).json, { status: 400, type: new RegExp(`/problems/${code}$`) })
})

t.test('a plan makes institutions of its own member only, and names others as they are', async t => {
  const of = async (institution: object) => errorsOf(await dryRun(planOf(5, { institutions: [institution as { id: string }] })))
  t.same(await of({ id: 'chile-body', name: { en: 'B' }, kind: 'government', member: 'chile' }), ['unknown-reference /institutions/0/member'])
  t.same(await of({ id: 'nobodys', name: { en: 'N' }, kind: 'civil_society', member: null }), ['unknown-reference /institutions/0/member'])
  t.same(await of({ id: 'mexico-ministry-5', member: 'chile' }), ['foreign-institution /institutions/0'])
  t.same(await of({ id: 'article-19', url: 'https://example.org' }), ['foreign-institution /institutions/0'])
  t.same(await of({ ...(await app.get('/v1/institutions/article-19')).json, revision: undefined, updatedAt: undefined }), [], 'as it is')
  t.same(await of({ id: 'mexico-fine', name: { en: 'F' }, kind: 'private' }), [])
})

t.test('a commitment does not end before milestones that the document leaves alone', async t => {
  t.same(errorsOf(await dryRun(planOf(5, { commitments: [{ id: first, endsOn: '2024-10-31' }] }))), ['dates-out-of-order /commitments/0/endsOn'])
  t.same(errorsOf(await dryRun(planOf(5, { commitments: [{ id: first, endsOn: '2024-10-31', milestones: [] }] }))), ['dates-out-of-order /commitments/0/endsOn'])
  t.same(errorsOf(await dryRun(planOf(5, { commitments: [{ id: first, endsOn: '2024-10-31', milestones: [{ id: uuid(5011) }] }] }))), ['dates-out-of-order /commitments/0/milestones/0/dueOn'])
  t.same(errorsOf(await dryRun(planOf(5, { commitments: [{ id: first, endsOn: '2024-10-31', milestones: [{ id: uuid(5011), dueOn: '2024-10-31' }] }] }))), [])
  t.same(errorsOf(await dryRun(planOf(5, { commitments: [{ id: first, endsOn: '2024-10-31', milestones: [] }] }), '&absent=withdraw')), [], 'or withdraws')
  t.same(errorsOf(await dryRun(planOf(5, { commitments: [{ id: first, endsOn: '2024-12-31', endsPrecision: 'year', milestones: [{ id: uuid(5011), dueOn: '2025-01-01' }] }] }))), [], 'a year is too vague to say')
})

t.test('a date comes as a whole', async t => {
  const after = async (dates: object) => {
    await apply(planOf(5, { plan: { startsOn: '2023-06-30', startsPrecision: 'month', startsText: 'June', ...{} } }))
    t.equal((await apply(planOf(5, { plan: dates }))).status, 200)
    const { startsOn, startsPrecision, startsText } = (await read(5)).json.plan
    return [startsOn, startsPrecision, startsText]
  }
  t.same(await after({ startsOn: '2023-07-01' }), ['2023-07-01', 'day', null])
  t.same(await after({ startsOn: null }), [null, 'unknown', null])
  t.same(await after({ startsPrecision: 'ongoing' }), [null, 'ongoing', null])
  t.same(await after({ startsOn: null, startsPrecision: 'ongoing', startsText: 'Ongoing' }), [null, 'ongoing', 'Ongoing'])
  t.same(await after({ startsPrecision: 'day' }), ['2023-06-30', 'day', null])
  t.same(await after({ startsPrecision: 'quarter', startsText: 'Q2' }), ['2023-06-30', 'quarter', 'Q2'])
  t.same(await after({ startsText: 'Juni' }), ['2023-06-30', 'month', 'Juni'])
})

t.test('a new plan needs its member, number, title and year, and the id they make', async t => {
  const bare = await app.put('/v1/action-plans/mexico-8/document?dryRun=true', { plan: { id: 'mexico-8' } }, { key })
  t.same(errorsOf(bare), ['invalid-body /plan/cycleYear', 'invalid-body /plan/member', 'invalid-body /plan/number', 'invalid-body /plan/title'])
  t.same(errorsOf(await app.put('/v1/action-plans/mexico-8/document?dryRun=true', { plan: { ...planOf(9).plan, id: 'mexico-8' } }, { key })), ['invalid-body /plan/id'])
  const elsewhere = await app.put('/v1/action-plans/mexico-8/document?dryRun=true', planOf(9), { key })
  t.equal(elsewhere.status, 400)
  t.match(elsewhere.json.errors, [{ pointer: '/plan/id' }])
})

t.test('a report ends where no plan does: counts are complete, lists and texts are cut and say so', async t => {
  const milestones = Array.from({ length: 500 }, () => ({}))
  const hostile = planOf(5, { commitments: Array.from({ length: 21 }, (_, index) => ({ number: `n${index}`, title, milestones })) })
  const { json, text } = await dryRun(hostile)
  t.same(json.counts, { create: 21, update: 0, unchanged: 1, missing: 4, conflict: 10500 })
  t.same([json.changes.length, json.changesLeftOut, json.errors.length, json.errorsLeftOut], [10000, 526, 1000, 9500])
  t.ok(text.length < 4_000_000)
  const refused = await apply(hostile)
  t.equal(refused.json.errors.length, 1000)
  t.equal(refused.json.detail, '10500 thing(s) cannot be applied. Nothing was written. Only the first 1000 are named here, 9500 more are not.')

  const long = await dryRun(planOf(5, { plan: { title: { es: `${'x'.repeat(3999)}🏛️` } } }))
  t.same(fieldsOf(long)['/title/es'], ['Quinto plan', `${'x'.repeat(3999)}\ufffd…`])
  t.equal(long.json.changesLeftOut, 0)

  const indicators = Array.from({ length: 200 }, (_, index) => ({ number: String(index), title: { en: 'I' } }))
  await create(planOf(10, { commitments: [{ number: '1', title, milestones: [{ number: '1', title, indicators }] }] }))
  const renamed = await dryRun(planOf(10, { commitments: [{ number: '1', milestones: [{ number: '1', indicators: indicators.map(({ number }) => ({ number, title: { en: 'J', es: 'J', fr: 'J' } })) }] }] }))
  const { fields, fieldsLeftOut } = renamed.json.changes.find(({ type }: { type: string }) => type === 'milestone')
  t.same([fields.length, fieldsLeftOut], [400, 200])
})

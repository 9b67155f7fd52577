import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { commitmentsOf, editing, errorsOf, everything, fieldsOf, opsOf, planOf, revisionCount, richPlan, uuid } from '../../_support/plan.ts'

const app = await startApp(t, { starter: true })
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { create, apply, dryRun, read } = editing(app, key)
await create(richPlan(5))
const [first, second] = [uuid(5001), uuid(5002)]

t.test('nothing is deleted by omission, at any level', async t => {
  const before = await everything(app)
  const documents = [
    planOf(5, { plan: { title: { es: 'Quinto plan' } } }),
    planOf(5, { plan: { title: { es: 'Quinto plan' } }, institutions: [], commitments: [] }),
    planOf(5, { plan: { title: { es: 'Quinto plan' }, externalRefs: [] }, institutions: [{ id: 'mexico-ministry-5' }], commitments: [{ id: first }, { id: second, title: { en: 'Second' } }] }),
    planOf(5, { plan: { title: { es: 'Quinto plan' } }, commitments: [{ id: first, title: { es: 'Compromiso' }, externalRefs: [{ source: 'desk', id: 'c/5/1' }], milestones: [] }] }),
    planOf(5, { plan: { title: { es: 'Quinto plan' } }, commitments: [{ id: first, externalRefs: [], milestones: [{ id: uuid(5011), externalRefs: [] }] }] }),
    planOf(5, { plan: { title: { es: 'Quinto plan' } }, commitments: [{ id: first, milestones: [{ number: '1', indicators: [] }, { number: '2' }] }] }),
    planOf(5, { plan: { title: { es: 'Quinto plan' } }, commitments: [{ id: first, milestones: [{ number: '1', indicators: [{ number: '1.2', externalRefs: [] }] }] }] })
  ]
  for (const [index, document] of documents.entries()) {
    const answer = await apply(document)
    t.equal(answer.status, 200, JSON.stringify(answer.json.errors))
    t.same([answer.json.counts.create, answer.json.counts.update, answer.json.counts.conflict], [0, 0, 0], `document ${index}`)
  }
  t.equal(await everything(app), before)
})

t.test('says what is here and not in the document, with what hangs below it', async t => {
  const answer = await dryRun(planOf(5, { plan: { title: { es: 'Quinto plan' } }, commitments: [{ id: second }] }))
  t.same(opsOf(answer), ['unchanged action-plan /plan', 'unchanged commitment /commitments/0', 'missing commitment -', 'missing milestone -', 'missing milestone -'])
  t.match(answer.json.changes.slice(2), [{ id: first, code: 'MX0050' }, { id: uuid(5011) }, { id: uuid(5012) }])
  const below = await dryRun(planOf(5, { plan: { title: { es: 'Quinto plan' } }, commitments: [{ id: first, milestones: [{ number: '2' }] }, { id: second }] }))
  t.same(opsOf(below), ['unchanged action-plan /plan', 'unchanged commitment /commitments/0', 'unchanged milestone /commitments/0/milestones/0', 'missing milestone -', 'unchanged commitment /commitments/1'])
})

t.test('adds a language, a reference, an item, and leaves the others', async t => {
  const answer = await apply(planOf(5, {
    plan: { title: { pt: 'Quinto plano' } },
    commitments: [{ id: first, title: { fr: 'Engagement' }, externalRefs: [{ source: 'third', id: 'z' }], stakeholders: [{ institution: 'r3d', role: 'lead' }] }]
  }))
  t.same(fieldsOf(answer), {
    '/title/pt': [null, 'Quinto plano'],
    '/title/fr': [null, 'Engagement'],
    '/externalRefs': [richPlan(5).commitments?.[0]?.externalRefs, [{ source: 'desk', id: 'c/5/1' }, { source: 'other', id: 'x:1' }, { source: 'third', id: 'z' }]],
    '/stakeholders': [richPlan(5).commitments?.[0]?.stakeholders, [{ institution: 'r3d', role: 'lead' }]]
  })
  const [commitment] = commitmentsOf(await read(5))
  t.same(commitment?.title, { es: 'Compromiso', en: 'Commitment', fr: 'Engagement' })
  t.equal(commitment?.externalRefs?.length, 3)
})

t.test('null empties what may be empty: a member, a language, a date', async t => {
  const answer = await apply(planOf(5, {
    plan: { title: { pt: null }, description: null, startsOn: null, termYears: null, eraOverride: null, publishedCounts: null, url: null, participationInDevelopment: null },
    institutions: [{ id: 'mexico-ministry-5', shortName: null, url: null }],
    commitments: [{ id: first, number: null, shortTitle: null, problem: { es: null }, budget: null, cluster: null, endsOn: null, sdgs: [], policyAreas: [], stakeholders: [], milestones: [{ id: uuid(5011), expectedOutput: null, weight: null, dueOn: null, indicators: [{ id: uuid(5021), target: null, number: null }] }] }]
  }))
  t.equal(answer.status, 200)
  const { plan, commitments: [commitment] } = (await read(5)).json
  t.match(plan, { title: { es: 'Quinto plan' }, description: null, startsOn: null, startsPrecision: 'unknown', startsText: null, termYears: null, eraOverride: null, publishedCounts: null, url: null, participationInDevelopment: null })
  t.notOk('pt' in plan.title)
  t.match(commitment, { number: null, shortTitle: null, problem: null, budget: null, cluster: null, endsOn: null, endsPrecision: 'unknown', sdgs: [], policyAreas: [], stakeholders: [] })
  t.match(commitment.milestones[0], { expectedOutput: null, weight: null, dueOn: null, duePrecision: 'unknown', dueText: null })
  t.match(commitment.milestones[0].indicators[0], { target: null, number: null, dueText: 'Ongoing' })
  t.match((await app.get('/v1/institutions/mexico-ministry-5')).json, { shortName: null, url: null })
  t.same(fieldsOf(answer)['/problem/es'], ['P', null])
  t.same(fieldsOf(answer)['/sdgs'], [[5, 16], []])
  const count = await revisionCount(app)
  await apply(planOf(5, { plan: { title: { es: 'Quinto plan' }, description: null, publishedCounts: {} }, commitments: [{ id: first, problem: { fr: null }, sdgs: [] }] }))
  t.equal(await revisionCount(app), count, 'emptying what is empty changes nothing')
})

t.test('what is required cannot be emptied', async t => {
  const titles = { es: null, en: null, fr: null }
  const answer = await dryRun(planOf(5, {
    plan: { title: { ...titles } },
    institutions: [{ id: 'mexico-ministry-5', name: { es: null, en: null } }, { id: 'mexico-new' }],
    commitments: [{ id: first, title: titles, milestones: [{ id: uuid(5011), title: titles, indicators: [{ id: uuid(5021), title: titles }] }] }, { number: '77' }]
  }))
  t.same(errorsOf(answer), [
    'invalid-body /commitments/0/milestones/0/indicators/0/title', 'invalid-body /commitments/0/milestones/0/title', 'invalid-body /commitments/0/title', 'invalid-body /commitments/1/title',
    'invalid-body /institutions/0/name', 'invalid-body /institutions/1/name', 'invalid-body /plan/title'
  ])
  t.same(opsOf(answer), ['conflict action-plan /plan', 'conflict commitment /commitments/0', 'conflict milestone /commitments/0/milestones/0', 'missing milestone -', 'conflict commitment /commitments/1', 'missing commitment -'])
})

t.test('absent=withdraw withdraws what is left out, with what hangs below it, and keeps it visible', async t => {
  await create(planOf(6, {
    commitments: [
      { number: '1', title: { en: 'Stays' }, milestones: [{ number: 'a', title: { en: 'Stays' } }, { number: 'b', title: { en: 'Goes' } }] },
      { number: '2', title: { en: 'Goes' }, lifecycle: 'inactive', lifecycleReason: 'dropped', milestones: [{ number: 'c', title: { en: 'Goes too' } }] },
      { number: '3', title: { en: 'By mistake' }, lifecycle: 'entered_in_error', lifecycleReason: 'duplicate' }
    ]
  }))
  const document = planOf(6, { commitments: [{ number: '1', milestones: [{ number: 'a' }] }] })
  t.same((await dryRun(document)).json.counts, { create: 0, update: 0, unchanged: 3, missing: 4, conflict: 0 })
  const shown = await dryRun(document, '&absent=withdraw')
  t.same(shown.json.counts, { create: 0, update: 3, unchanged: 3, missing: 1, conflict: 0 })
  t.same(fieldsOf(shown)['/lifecycle'], ['active', 'withdrawn'])
  t.same(fieldsOf(shown)['/lifecycleReason'], ['dropped', 'absent_from_document'])
  const done = await apply(document, '?absent=withdraw')
  t.same(done.json.counts, shown.json.counts)
  const [one, two, three] = commitmentsOf(await read(6))
  t.same([one?.lifecycle, two?.lifecycle, two?.lifecycleReason, three?.lifecycle], ['active', 'withdrawn', 'absent_from_document', 'entered_in_error'])
  t.same([one?.milestones?.map(({ lifecycle }) => lifecycle), two?.milestones?.map(({ lifecycle }) => lifecycle)], [['active', 'withdrawn'], ['withdrawn']])
  t.equal((await app.get(`/v1/commitments/${two?.id}`)).json.lifecycle, 'withdrawn')
  const count = await revisionCount(app)
  t.same((await apply(document, '?absent=withdraw')).json.counts, { create: 0, update: 0, unchanged: 3, missing: 4, conflict: 0 })
  t.equal(await revisionCount(app), count, 'a second time changes nothing')
  await apply(planOf(6, { commitments: [{ number: '2', lifecycle: 'active' }] }))
  t.match(commitmentsOf(await read(6))[1], { lifecycle: 'active', lifecycleReason: null }, 'it comes back when a document says so')
})

t.test('a document without commitments, or a commitment without milestones, withdraws none', async t => {
  const before = await everything(app)
  await apply(planOf(5, { plan: { title: { es: 'Quinto plan' } } }), '?absent=withdraw')
  t.equal(await everything(app), before)
  const shown = await dryRun(planOf(5, { plan: { title: { es: 'Quinto plan' } }, commitments: [{ id: first }, { id: second }] }), '&absent=withdraw')
  t.equal(shown.json.counts.update, 0)
})

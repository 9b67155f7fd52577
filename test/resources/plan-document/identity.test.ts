import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { commitmentsOf, editing, errorsOf, everything, fieldsOf, opsOf, planOf, uuid } from '../../_support/plan.ts'

const app = await startApp(t, { starter: true })
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { create, apply, dryRun, read } = editing(app, key)
const title = { en: 'T' }

await create(planOf(5, {
  commitments: [
    { id: uuid(1), code: 'MX0501', number: '1', title, externalRefs: [{ source: 'desk', id: 'one' }], milestones: [{ id: uuid(11), number: '1', title, indicators: [{ id: uuid(111), title, externalRefs: [{ source: 'desk', id: 'i' }] }] }] },
    { id: uuid(2), number: '2', title },
    { id: uuid(3), number: 'same', title },
    { id: uuid(4), number: 'same', title },
    { id: uuid(5), number: null, title }
  ]
}))

t.test('finds an item by id, by code, by external reference, by number', async t => {
  const said = [
    { id: uuid(1), cluster: 'a' }, { id: uuid(1).toUpperCase(), cluster: 'b' }, { code: 'MX0501', cluster: 'c' },
    { externalRefs: [{ source: 'unknown', id: 'x' }, { source: 'desk', id: 'one' }], cluster: 'd' }, { number: '1', cluster: 'e' }
  ]
  for (const item of said) {
    const answer = await apply(planOf(5, { commitments: [item] }))
    t.match(answer.json.changes[1], { op: 'update', type: 'commitment', id: uuid(1), code: 'MX0501', pointer: '/commitments/0' })
    t.equal(commitmentsOf(await read(5))[0]?.cluster, item.cluster)
  }
})

t.test('the id stands above the code, the code above the reference, the reference above the number', async t => {
  t.same(errorsOf(await dryRun(planOf(5, { commitments: [{ id: uuid(2), code: 'MX0501' }] }))), ['code-immutable /commitments/0/code'])
  t.same(errorsOf(await dryRun(planOf(5, { commitments: [{ id: uuid(2), externalRefs: [{ source: 'desk', id: 'one' }] }] }))), ['ambiguous-identity /commitments/0/externalRefs/0'])
  t.match((await dryRun(planOf(5, { commitments: [{ id: uuid(2), number: '1' }] }))).json.changes[1], { id: uuid(2), fields: [{ field: '/number', from: '2', to: '1' }] })
  t.match((await dryRun(planOf(5, { commitments: [{ code: 'MX0501', number: '2' }] }))).json.changes[1], { id: uuid(1) })
  t.match((await dryRun(planOf(5, { commitments: [{ id: uuid(900), code: 'MX0501' }] }))).json.changes[1], { id: uuid(1), fields: [] }, 'an id of another installation')
})

t.test('gives a code once to what was found by its number, and never changes it', async t => {
  t.equal((await apply(planOf(5, { commitments: [{ number: '2', code: 'MX0502' }] }))).status, 200)
  const other = await apply(planOf(5, { commitments: [{ number: '2', code: 'MX0503' }] }))
  t.equal(other.status, 400)
  t.match(other.json, { type: /code-immutable$/, errors: [{ pointer: '/commitments/0/code' }] })
  t.same(errorsOf(await dryRun(planOf(5, { commitments: [{ id: uuid(2), code: null }] }))), ['code-immutable /commitments/0/code'])
})

t.test('creates with the id of the document, and shows no id that it would only make up', async t => {
  const document = planOf(5, { commitments: [{ id: uuid(6).toUpperCase(), title }, { number: '7', title, milestones: [{ number: '1', title, indicators: [{ number: 'x', title }] }] }] })
  const shown = (await dryRun(document)).json.changes.filter(({ op }: { op: string }) => op === 'create')
  t.match(shown, [{ id: uuid(6) }, { id: null }, { id: null }])
  t.match(shown[2].fields.find(({ field }: { field: string }) => field === '/indicators/0'), { from: null, to: { id: null, title } })
  const made = (await apply(document)).json.changes.filter(({ op }: { op: string }) => op === 'create')
  t.match(made, [{ id: uuid(6) }, { id: /^[0-9a-f-]{36}$/ }, { id: /^[0-9a-f-]{36}$/ }])
  t.equal((await app.get(`/v1/commitments/${made[1].id}`)).json.number, '7')
  const stored = commitmentsOf(await read(5)).find(({ number }) => number === '7')
  t.match(stored?.milestones?.[0]?.indicators, [{ id: /^[0-9a-f-]{36}$/, number: 'x' }])
})

t.test('refuses what could be one or the other', async t => {
  const cases: [string, object[], string[]][] = [
    ['nothing to tell it by', [{ title }], ['ambiguous-identity /commitments/0']],
    ['a number that two have here', [{ number: 'same' }], ['ambiguous-identity /commitments/0']],
    ['a number that two have there', [{ number: '1' }, { number: '1' }], ['ambiguous-identity /commitments/0', 'ambiguous-identity /commitments/1']],
    ['the same twice', [{ id: uuid(1) }, { code: 'MX0501' }, { number: '1', externalRefs: [{ source: 'desk', id: 'one' }] }], ['ambiguous-identity /commitments/1', 'ambiguous-identity /commitments/2']],
    ['an unknown id and a known number', [{ id: uuid(901), number: '1', title }], ['ambiguous-identity /commitments/0']],
    ['a new id twice', [{ id: uuid(902), title }, { id: uuid(902), title }], ['ambiguous-identity /commitments/1/id']],
    ['a new code twice', [{ code: 'MX0590', title }, { code: 'MX0590', title }], ['code-immutable /commitments/1/code']],
    ['a new reference twice', [{ externalRefs: [{ source: 'new', id: '1' }], title }, { externalRefs: [{ source: 'new', id: '1' }], title }], ['ambiguous-identity /commitments/1/externalRefs/0']],
    ['two references of one source', [{ id: uuid(2), externalRefs: [{ source: 'b', id: '1' }, { source: 'a', id: '1' }, { source: 'b', id: '2' }] }], ['ambiguous-identity /commitments/0/externalRefs/2']],
    ['the id of a milestone', [{ id: uuid(11), title }], ['ambiguous-identity /commitments/0/id']],
    ['the id of an indicator', [{ id: uuid(111), title }], ['ambiguous-identity /commitments/0/id']],
    ['a milestone of another commitment', [{ id: uuid(2), milestones: [{ id: uuid(11), title }] }], ['ambiguous-identity /commitments/0/milestones/0/id']],
    ['an indicator of another milestone', [{ id: uuid(2), milestones: [{ number: '1', title, indicators: [{ id: uuid(111), title }] }] }], ['ambiguous-identity /commitments/0/milestones/0/indicators/0/id']],
    ['a reference of another indicator', [{ id: uuid(2), milestones: [{ number: '1', title, indicators: [{ number: '1', title, externalRefs: [{ source: 'desk', id: 'i' }] }] }] }], ['ambiguous-identity /commitments/0/milestones/0/indicators/0/externalRefs/0']],
    ['a milestone and an indicator that cannot be told', [{ id: uuid(2), milestones: [{ title }, { number: '4', title, indicators: [{ title }] }] }], ['ambiguous-identity /commitments/0/milestones/0', 'ambiguous-identity /commitments/0/milestones/1/indicators/0']]
  ]
  const before = await everything(app)
  for (const [name, commitments, errors] of cases) {
    const shown = await dryRun(planOf(5, { commitments }))
    t.same(errorsOf(shown), errors, name)
    t.equal(shown.json.digest, null)
    t.ok(shown.json.counts.conflict > 0)
    const answer = await apply(planOf(5, { commitments }))
    t.equal(answer.status, 400, name)
    t.same(answer.json.errors, shown.json.errors)
  }
  t.equal(await everything(app), before)
})

t.test('a number that two share is told by more, and stays apart', async t => {
  t.same(opsOf(await dryRun(planOf(5, { commitments: [{ id: uuid(3), number: 'same' }, { id: uuid(4), number: 'same', cluster: 'x' }, { code: 'MX0599', number: 'same', title }] }))).slice(1, 4),
    ['unchanged commitment /commitments/0', 'update commitment /commitments/1', 'create commitment /commitments/2'])
  t.match(opsOf(await dryRun(planOf(5, { commitments: [{ id: uuid(1), number: '1' }, { id: uuid(903), number: '1', title }] }))).slice(2, 3), ['create commitment /commitments/1'], 'both sent: a second one')
})

t.test('what was entered in error does not stand in the way of its number', async t => {
  await apply(planOf(5, { commitments: [{ id: uuid(4), lifecycle: 'entered_in_error', lifecycleReason: 'duplicate' }] }))
  t.match((await dryRun(planOf(5, { commitments: [{ number: 'same', cluster: 'y' }] }))).json.changes[1], { op: 'update', id: uuid(3) })
})

t.test('what another plan holds is not touched', async t => {
  const plan5 = await read(5)
  const answer = await create(planOf(6, {
    plan: { externalRefs: [{ source: 'desk', id: 'p' }] },
    commitments: [
      { id: uuid(1), title }, { code: 'MX0501', title }, { externalRefs: [{ source: 'desk', id: 'one' }], title }, { number: '1', title },
      { id: uuid(2), number: '8', title, milestones: [{ id: uuid(11), title }, { number: '3', title, indicators: [{ id: uuid(111), title }] }] },
      { code: 'MX0081', number: '9', title }
    ]
  }))
  t.equal(answer.status, 400)
  t.match(answer.json.type, /invalid-body$/, 'several kinds of error have the general code')
  t.same(errorsOf(answer), [
    'ambiguous-identity /commitments/0/id', 'ambiguous-identity /commitments/2/externalRefs/0', 'ambiguous-identity /commitments/4/id', 'ambiguous-identity /commitments/4/milestones/0/id',
    'ambiguous-identity /commitments/4/milestones/1/indicators/0/id', 'code-immutable /commitments/1/code', 'code-immutable /commitments/5/code'
  ])
  t.equal((await read(6)).status, 404)
  t.same((await read(5)).json, plan5.json)
})

t.test('references of plans and institutions are held like those of commitments', async t => {
  await apply(planOf(5, { plan: { externalRefs: [{ source: 'desk', id: 'plan' }] }, institutions: [{ id: 'mexico-a', name: { en: 'A' }, kind: 'government', externalRefs: [{ source: 'desk', id: 'a' }] }] }))
  const answer = await create(planOf(6, {
    plan: { externalRefs: [{ source: 'desk', id: 'plan' }] },
    institutions: [{ id: 'mexico-b', name: { en: 'B' }, kind: 'government', externalRefs: [{ source: 'desk', id: 'a' }] }, { id: 'mexico-c', name: { en: 'C' }, kind: 'government' }, { id: 'mexico-c', name: { en: 'C again' }, kind: 'government' }]
  }))
  t.equal(answer.status, 400)
  t.same(errorsOf(answer), ['ambiguous-identity /institutions/0/externalRefs/0', 'ambiguous-identity /institutions/2', 'ambiguous-identity /plan/externalRefs/0'])
})

t.test('milestones and indicators are found like commitments, and keep their order', async t => {
  const shown = await apply(planOf(5, {
    commitments: [{ id: uuid(1), milestones: [{ number: '1', indicators: [{ externalRefs: [{ source: 'desk', id: 'i' }], target: { en: '90 %' } }, { number: 'b', title }] }] }]
  }))
  t.equal(shown.status, 200)
  t.same(fieldsOf(shown)['/indicators/0/target/en'], [null, '90 %'])
  t.match(fieldsOf(shown)['/indicators/1'], [null, { number: 'b' }])
  const again = await apply(planOf(5, { commitments: [{ id: uuid(1), milestones: [{ id: uuid(11), indicators: [{ number: 'b' }] }] }] }))
  t.same(opsOf(again).slice(0, 3), ['unchanged action-plan /plan', 'unchanged commitment /commitments/0', 'unchanged milestone /commitments/0/milestones/0'])
  t.match(commitmentsOf(await read(5))[0]?.milestones?.[0]?.indicators, [{ id: uuid(111) }, { number: 'b' }])
})

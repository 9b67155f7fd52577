import t from 'tap'
import { inTransaction } from '../../../src/db/transaction.ts'
import { saveMilestones } from '../../../src/resources/milestone/milestone.service.ts'
import { startApp } from '../../_support/app.ts'
import { editing, planOf, uuid } from '../../_support/plan.ts'

/** What GET gives, PUT takes: also after many documents, and after changes that come from elsewhere. */

const app = await startApp(t, { starter: true })
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { create, apply } = editing(app, key)
const title = { en: 'T' }
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))

t.test('document by document, no list outgrows what a document may hold', async (t) => {
  await create(planOf(21, { commitments: [{ number: '1', title, milestones: [{ number: '1', title, indicators: many(120, n => ({ number: `a${n}`, title })) }, ...many(299, n => ({ number: `a${n}`, title }))], externalRefs: many(12, n => ({ source: `a-${n}`, id: '1' })) }] }))
  const commitment = (said: object) => planOf(21, { commitments: [{ number: '1', ...said }] })
  const refused: [object, string][] = [
    [commitment({ externalRefs: many(12, n => ({ source: `b-${n}`, id: '1' })) }), '/commitments/0/externalRefs'],
    [commitment({ milestones: [{ number: '1', indicators: many(120, n => ({ number: `b${n}`, title })) }] }), '/commitments/0/milestones/0/indicators'],
    [commitment({ milestones: many(300, n => ({ number: `b${n}`, title })) }), '/commitments/0/milestones']
  ]
  for (const [document, pointer] of refused) {
    t.match(await apply(document as ReturnType<typeof planOf>), { status: 400, json: { type: /invalid-body$/, errors: [{ pointer, detail: /^would have more than \d+ / }] } }, pointer)
  }
  await create(planOf(22, { commitments: many(1100, n => ({ number: `a${n}`, title })) }))
  t.match(await apply(planOf(22, { commitments: many(1000, n => ({ number: `b${n}`, title })) })), { status: 400, json: { errors: [{ pointer: '/commitments' }] } })
})

t.test('a commitment that ends earlier asks of its active milestones only, whatever of the end changes', async (t) => {
  await create(planOf(23, { commitments: [{ id: uuid(23), title, endsOn: '2024-12-31', endsPrecision: 'day', milestones: [{ id: uuid(231), title, lifecycle: 'withdrawn', dueOn: '2024-12-31', duePrecision: 'day' }] }] }))
  const patch = (body: object) => app.request('PATCH', `/v1/commitments/${uuid(23)}`, { key, body, headers: { 'if-match': '*' } })
  t.equal((await patch({ endsOn: '2024-06-30' })).status, 200)
  t.match(await apply((await app.get('/v1/action-plans/mexico-23/document')).json), { status: 200, json: { counts: { update: 0, conflict: 0 } } })

  await create(planOf(24, { commitments: [{ id: uuid(24), title, endsOn: '2024-12-31', endsPrecision: 'year', milestones: [{ title, number: '1', dueOn: '2025-03-15', duePrecision: 'day' }] }] }))
  t.match(await app.request('PATCH', `/v1/commitments/${uuid(24)}`, { key, body: { endsPrecision: 'day' }, headers: { 'if-match': '*' } }), { status: 400, json: { type: /dates-out-of-order$/ } })
})

t.test('the words of a date stay while the date does', async (t) => {
  await create(planOf(25, { commitments: [{ number: '1', title, startsOn: '2023-12-31', startsPrecision: 'year', startsText: 'In 2023' }] }))
  const startsText = async (said: object) => {
    await apply(planOf(25, { commitments: [{ number: '1', ...said }] }))
    return (await app.get('/v1/commitments?plan=mexico-25')).json.items[0].startsText
  }
  t.equal(await startsText({ startsOn: '2023-12-31', startsPrecision: 'year' }), 'In 2023')
  t.equal(await startsText({ startsOn: '2024-12-31', startsPrecision: 'year' }), null, 'words of another date would lie')
})

t.test('an indicator that somebody else has just created is not taken from its milestone', async (t) => {
  await create(planOf(26, { commitments: [{ number: '1', title, milestones: [{ number: '1', title, indicators: [{ number: '1', title }] }, { number: '2', title }] }] }))
  const { json: { items: [one, two] } } = await app.get('/v1/milestones?plan=mexico-26')
  const { revision: _, completion: _completion, overdue: _overdue, updatedAt: _at, ...facts } = two
  const context = { actor: { role: 'editor', institution: null, alias: null }, on: '2026-11-22', at: '2026-11-22T12:00:00.000Z' } as const
  await t.rejects(inTransaction(app.deps.db, tx => saveMilestones(tx, context, [{ ...facts, indicators: one.indicators }])), { code: 'already-exists' })
})

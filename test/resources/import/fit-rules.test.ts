import t from 'tap'
import { withoutRefused } from '../../../src/resources/import/fit.rules.ts'
import type { PlanDocument } from '../../../src/resources/plan-document/plan-document.schemas.ts'

const ref = [{ source: 'ogp', id: 'm/1/1' }]
const document: PlanDocument = {
  plan: { id: 'm-1', title: { en: 'P' }, externalRefs: ref },
  institutions: [{ id: 'i', name: { en: 'I' }, kind: 'government' }],
  commitments: [{ externalRefs: ref, code: 'MX0001', startsOn: '2014-01-01', startsPrecision: 'day', sdgs: [1] }, { code: 'MX0002', title: { en: 'B' } }]
}
const refuse = (...pointers: string[]) => {
  const { document: fitting, decisions } = withoutRefused(document, pointers.map(pointer => ({ pointer, detail: 'Why.' })))
  return { fitting, told: decisions.map(({ rule, value, action }) => `${rule} ${value} ${action}`) }
}

t.test('leaves out the member, or the whole date, that was refused', async t => {
  const { fitting, told } = refuse('/commitments/0/startsOn', '/commitments/0/sdgs/0', '/commitments/1/code', '/plan/externalRefs/0')
  t.same(fitting.commitments, [{ externalRefs: ref, code: 'MX0001' }, { title: { en: 'B' } }])
  t.same(fitting.plan, { id: 'm-1', title: { en: 'P' } })
  t.same(told, ['refused-by-rule m/1/1 Why. Left out: startsOn, startsPrecision.', 'refused-by-rule m/1/1 Why. Left out: sdgs.', 'refused-by-rule MX0002 Why. Left out: code.', 'refused-by-rule m/1/1 Why. Left out: externalRefs.'])
})

t.test('leaves out the item where it cannot be without, once', async t => {
  const { fitting, told } = refuse('/commitments/0', '/commitments/0/sdgs', '/institutions/0/kind')
  t.same([fitting.commitments, fitting.institutions], [[{ code: 'MX0002', title: { en: 'B' } }], []])
  t.same(told, ['refused-by-rule m/1/1 Why. Left out: all of it.', 'refused-by-rule i Why. Left out: all of it.'])
})

t.test('decides nothing where there is nothing to leave out', async t => {
  for (const pointer of ['/plan/endsOn', '/commitments/1/cluster', '/commitments/9', '']) t.same(refuse(pointer), { fitting: document, told: [] }, pointer)
  t.same(withoutRefused({ plan: { id: 'm-1' } }, []), { document: { plan: { id: 'm-1' }, institutions: [], commitments: [] }, decisions: [] })
  t.match(withoutRefused({ plan: { id: 'm-1' }, commitments: [{ cluster: 'x' }] }, [{ pointer: '/commitments/0', detail: 'Why.' }]).decisions, [{ value: null }])
})

t.test('leaves the document itself as it is', async t => {
  const before = structuredClone(document)
  refuse('/commitments/0', '/plan/title')
  t.same(document, before)
})

import t from 'tap'
import { CODE_LISTS } from '../../../src/resources/code-list/code-list.data.ts'
import { faultsOfChange } from '../../../src/resources/report-change/carried.rules.ts'

const codes = (id: string) => CODE_LISTS.find(list => list.id === id)?.codes ?? []
const CODES = { eras: codes('eras'), marks: codes('marks'), requirements: codes('minimum-requirement'), triggers: codes('process-trigger') }
const BEFORE = { type: 'results', authorKind: 'irm', publishedOn: '2016-05-01', cycleYear: 2013 } as const

t.test('a rule that published data broke before hinders no change, and no other may be broken', async (t) => {
  const carried = {
    assessments: [{ id: 'a', indicators: { verifiable: { value: 'yes' as const }, completion: { value: 'limited' as const } }, starred: null, promising: null }],
    process: null,
    clusters: null
  }
  t.same(faultsOfChange(carried, BEFORE, { ...BEFORE, publishedOn: '2016-06-01' }, CODES), [])
  t.match(faultsOfChange(carried, BEFORE, { ...BEFORE, type: 'co_creation_brief' }, CODES), [{ pointer: '', detail: /^assessment a\/indicators\/completion: / }])
})

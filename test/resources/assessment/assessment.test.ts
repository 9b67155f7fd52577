import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects, sorts } from '../../_support/list.ts'
import { ID } from '../../_support/world.ts'

t.test('assessments', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('gives an assessment with the published star beside the computed one', async (t) => {
    const { status, json } = await app.get(`/v1/assessments/${ID.mismatch}`)
    t.equal(status, 200)
    t.match(json, { commitment: ID.alpha, report: ID.results, indicators: { completion: { value: 'limited' } }, starred: true, computedStar: false, starRule: 4 })
    t.equal((await app.get(`/v1/assessments/${ID.alpha}`)).status, 404)
  })

  t.test('filters', t => selects(t, app, '/v1/assessments', {
    'member=france': [ID.agreeing],
    'plan=canada-5&plan=france-3': [ID.mismatch, ID.preliminary, ID.agreeing],
    [`report=${ID.commented}`]: [ID.preliminary],
    'completion=limited&completion=substantial': [ID.mismatch, ID.preliminary],
    'completion=limited&starred=true': [ID.mismatch],
    'starred=false': [ID.agreeing],
    'starMismatch=true': [ID.mismatch],
    'starMismatch=false': [ID.preliminary, ID.agreeing],
    'externalRef=test:assessment:1': [ID.mismatch]
  }))

  t.test('sorts in both directions by the date of the report', t => sorts(t, app, '/v1/assessments?', {
    publishedOn: [ID.mismatch, ID.agreeing, ID.preliminary],
    '-publishedOn': [ID.preliminary, ID.agreeing, ID.mismatch],
    updatedAt: [ID.mismatch, ID.preliminary, ID.agreeing],
    '-updatedAt': [ID.agreeing, ID.preliminary, ID.mismatch]
  }))

  t.test('lists those of one commitment', async (t) => {
    await selects(t, app, '/v1/commitments/ca0001/assessments', { '': [ID.mismatch, ID.preliminary], 'starred=true': [ID.mismatch] })
    t.equal((await app.get('/v1/commitments/XX0000/assessments')).status, 404)
  })
})

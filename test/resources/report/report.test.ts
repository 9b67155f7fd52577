import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects, sorts } from '../../_support/list.ts'
import { ID } from '../../_support/world.ts'

t.test('reports', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('gives a report', async (t) => {
    const { status, json } = await app.get(`/v1/reports/${ID.results}`)
    t.equal(status, 200)
    t.match(json, { plan: 'canada-5', type: 'results', authorKind: 'irm', stage: 'final', publishedOn: '2026-09-01', publishedPrecision: 'day' })
    t.equal((await app.get(`/v1/reports/${ID.alpha}`)).status, 404)
  })

  t.test('filters', t => selects(t, app, '/v1/reports', {
    'member=france': [ID.french],
    'member=france&member=canada&type=results': [ID.french, ID.results],
    'plan=canada-5': [ID.results, ID.commented, ID.selfAssessed],
    'type=self_assessment_midterm&type=action_plan_review': [ID.selfAssessed, ID.commented],
    'authorKind=government': [ID.selfAssessed],
    'stage=public_comment': [ID.commented],
    'externalRef=test:report:1': [ID.results]
  }))

  t.test('sorts in both directions with undated reports last', t => sorts(t, app, '/v1/reports?member=canada&member=france', {
    publishedOn: [ID.results, ID.french, ID.commented, ID.selfAssessed],
    '-publishedOn': [ID.commented, ID.french, ID.results, ID.selfAssessed],
    updatedAt: [ID.results, ID.commented, ID.selfAssessed, ID.french],
    '-updatedAt': [ID.french, ID.selfAssessed, ID.commented, ID.results]
  }))
})

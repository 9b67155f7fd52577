import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects, sorts } from '../../_support/list.ts'
import { ID } from '../../_support/world.ts'

t.test('progress updates', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('gives a progress update', async (t) => {
    const { status, json } = await app.get(`/v1/progress-updates/${ID.latestUpdate}`)
    t.equal(status, 200)
    t.match(json, { commitment: ID.alpha, milestone: null, institution: 'canadatbs', period: '2026-H1', reportedOn: '2026-07-01', completion: 'substantial', percent: 62.5, schedule: 'behind' })
    t.equal((await app.get(`/v1/progress-updates/${ID.alpha}`)).status, 404)
  })

  t.test('filters', t => selects(t, app, '/v1/progress-updates', {
    'member=france': [ID.oldUpdate],
    'plan=france-3&plan=mexico-4': [ID.oldUpdate],
    'institution=citizen-lab': [ID.oldUpdate],
    'period=2025-H2&period=2026-Q1': [ID.earlierUpdate, ID.oldUpdate],
    'completion=complete&completion=substantial': [ID.completeUpdate, ID.latestUpdate],
    [`milestone=${ID.overdueStep}`]: [ID.stepUpdate, ID.indicatorUpdate],
    [`milestone=${ID.overdueStep.toUpperCase()}&milestone=${ID.completeStep}&completion=limited`]: [ID.stepUpdate],
    'externalRef=test:progress-update:1': [ID.latestUpdate]
  }))

  t.test('sorts in both directions', t => sorts(t, app, '/v1/progress-updates?period=2026-H1&period=2026-Q1', {
    reportedOn: [ID.oldUpdate, ID.stepUpdate, ID.indicatorUpdate, ID.latestUpdate, ID.completeUpdate],
    '-reportedOn': [ID.completeUpdate, ID.latestUpdate, ID.indicatorUpdate, ID.stepUpdate, ID.oldUpdate],
    updatedAt: [ID.latestUpdate, ID.completeUpdate, ID.stepUpdate, ID.indicatorUpdate, ID.oldUpdate],
    '-updatedAt': [ID.oldUpdate, ID.indicatorUpdate, ID.stepUpdate, ID.completeUpdate, ID.latestUpdate]
  }))

  t.test('lists those of one commitment and its milestones', async (t) => {
    await selects(t, app, '/v1/commitments/fr0005/progress-updates', { '': [ID.oldUpdate], 'completion=complete': [] })
    t.equal((await app.get('/v1/commitments/XX0000/progress-updates')).status, 404)
  })
})

import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects, sorts } from '../../_support/list.ts'
import { ID } from '../../_support/world.ts'

const SHOWN = [ID.overdueStep, ID.ongoingStep, ID.completeStep, ID.todayStep]

t.test('milestones', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('gives a milestone with its indicators and its latest completion', async (t) => {
    const { status, json } = await app.get(`/v1/milestones/${ID.overdueStep}`)
    t.equal(status, 200)
    t.match(json, {
      commitment: ID.alpha,
      number: '1.10',
      dueOn: '2026-06-30',
      weight: 12.5,
      completion: 'limited',
      overdue: true,
      stakeholders: [{ institution: 'canadatbs', role: 'lead' }],
      indicators: [{ id: ID.indicator, number: '1.1', dueOn: '2026-05-31', externalRefs: [{ source: 'test', id: 'indicator:1' }] }]
    })
    t.same((await app.get(`/v1/milestones/${ID.overdueStep.toUpperCase()}`)).json, json)
    t.equal((await app.get(`/v1/milestones/${ID.alpha}`)).status, 404)
    t.equal((await app.get('/v1/milestones/1')).status, 400)
  })

  t.test('filters, and hides what was entered in error unless asked for', t => selects(t, app, '/v1/milestones', {
    '': SHOWN,
    'lifecycle=entered_in_error': [ID.mistakenStep],
    'lifecycle=entered_in_error&lifecycle=active': [...SHOWN, ID.mistakenStep, ID.stepOfMistake],
    'member=france': [ID.todayStep],
    'member=france&member=canada': SHOWN,
    'plan=canada-5': [ID.overdueStep, ID.ongoingStep, ID.completeStep],
    'cycleYear=2021': [ID.todayStep],
    'completion=complete': [ID.completeStep],
    'completion=complete&completion=limited': [ID.completeStep, ID.overdueStep],
    'overdue=true': [ID.overdueStep],
    'overdue=false': [ID.ongoingStep, ID.completeStep, ID.todayStep],
    'dueBefore=2026-11-22': [ID.overdueStep, ID.completeStep],
    'dueAfter=2026-06-30': [ID.todayStep],
    'dueAfter=2026-06-29&dueBefore=2026-07-01&completion=limited': [ID.overdueStep],
    'externalRef=test:milestone:1': [ID.overdueStep]
  }))

  t.test('is not overdue on the day itself, and is on the day after', async (t) => {
    t.equal((await app.get(`/v1/milestones/${ID.todayStep}`)).json.overdue, false)
    app.setNow('2026-11-23T00:00:00.000Z')
    t.equal((await app.get(`/v1/milestones/${ID.todayStep}`)).json.overdue, true)
    await selects(t, app, '/v1/milestones', { 'overdue=true': [ID.overdueStep, ID.todayStep] })
    app.setNow('2026-11-22T12:00:00.000Z')
  })

  t.test('sorts in both directions with open-ended deadlines last', t => sorts(t, app, '/v1/milestones?', {
    dueOn: [ID.overdueStep, ID.completeStep, ID.todayStep, ID.ongoingStep],
    '-dueOn': [ID.todayStep, ID.completeStep, ID.overdueStep, ID.ongoingStep],
    updatedAt: [ID.overdueStep, ID.ongoingStep, ID.completeStep, ID.todayStep],
    '-updatedAt': [ID.todayStep, ID.completeStep, ID.ongoingStep, ID.overdueStep]
  }))

  t.test('lists those of one commitment in the order of its plan', async (t) => {
    await sorts(t, app, '/v1/commitments/CA0001/milestones?', { position: [ID.overdueStep, ID.ongoingStep, ID.completeStep] })
    await selects(t, app, `/v1/commitments/${ID.mistake}/milestones`, { '': [ID.stepOfMistake] })
    t.equal((await app.get('/v1/commitments/XX0000/milestones')).status, 404)
  })
})

import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects, sorts } from '../../_support/list.ts'

t.test('action plans', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('gives a plan with the era of its cycle year, unless it says otherwise', async (t) => {
    const { status, json } = await app.get('/v1/action-plans/mexico-4')
    t.equal(status, 200)
    t.match(json, { id: 'mexico-4', member: 'mexico', number: 4, startsOn: '2019-12-10', endsOn: '2022-08-31', originalEndsOn: '2021-08-31', era: '2018-2019' })
    t.equal((await app.get('/v1/action-plans/france-3')).json.era, 'special')
    t.equal((await app.get('/v1/action-plans/mexico-9')).status, 404)
  })

  t.test('filters', t => selects(t, app, '/v1/action-plans', {
    'member=canada': ['canada-5'],
    'member=canada&member=france': ['canada-5', 'france-3', 'france-4'],
    'region=europe': ['france-3', 'france-4'],
    'region=europe&region=americas&lifecycle=in_implementation': ['canada-5'],
    'cycleYear=2019&cycleYear=2024': ['mexico-4', 'france-4'],
    'lifecycle=draft': ['france-4'],
    'externalRef=test:action-plan:1': ['canada-5']
  }))

  t.test('sorts by cycle year in both directions', t => sorts(t, app, '/v1/action-plans?cycleYear=2021&cycleYear=2022&cycleYear=2024', {
    cycleYear: ['france-3', 'canada-5', 'france-4'],
    '-cycleYear': ['france-4', 'canada-5', 'france-3']
  }))

  t.test('counts a plan by status and voice, without what was entered in error', async (t) => {
    const { status, json } = await app.get('/v1/action-plans/canada-5/summary')
    t.equal(status, 200)
    t.same(json, {
      plan: 'canada-5',
      commitments: 2,
      lifecycle: { active: 2 },
      government: { substantial: 1, not_reported: 1 },
      civilSociety: { not_started: 1, limited: 1 },
      endorsement: { contested: 1, endorsed: 1, not_addressed: 1 },
      reviewed: 2,
      irm: { limited: 1, not_assessed: 1 },
      milestones: 3,
      overdue: 1,
      diverging: 1,
      starred: 1,
      lastReportedOn: '2026-07-01',
      publishedCounts: { commitments: 3 }
    })
  })

  t.test('counts a plan without commitments', async (t) => {
    t.match((await app.get('/v1/action-plans/france-4/summary')).json, { commitments: 0, lifecycle: {}, government: {}, civilSociety: {}, irm: {}, lastReportedOn: null })
    t.equal((await app.get('/v1/action-plans/france-9/summary')).status, 404)
  })
})

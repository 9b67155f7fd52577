import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects, sorts } from '../../_support/list.ts'
import { ID } from '../../_support/world.ts'

t.test('process assessments', async (t) => {
  const app = await startReadOnly(t, 'reading')
  const { get } = app

  t.test('are found by their report and by their own id, and need not be sent twice', async (t) => {
    const { status, json, headers } = await get(`/v1/reports/${ID.results.toUpperCase()}/process-assessment`)
    t.equal(status, 200)
    t.same(json, {
      id: ID.contrary,
      report: ID.results,
      plan: 'canada-5',
      participationInDevelopment: 'involve',
      participationInImplementation: null,
      minimumRequirements: { 2.2: 'not_met' },
      actedContraryToProcess: true,
      triggers: [{ trigger: 'other', text: { en: 'No repository' } }],
      revision: 1,
      updatedAt: '2026-09-02T00:00:00.000Z'
    })
    const same = await get(`/v1/process-assessments/${ID.contrary}`)
    t.same([same.json, same.headers.etag], [json, headers.etag])
    for (const url of [`/v1/reports/${ID.results}/process-assessment`, `/v1/process-assessments/${ID.contrary}`]) {
      t.equal((await get(url, { headers: { 'if-none-match': String(headers.etag) } })).status, 304)
    }
    for (const url of [`/v1/reports/${ID.selfAssessed}/process-assessment`, `/v1/reports/${ID.alpha}/process-assessment`, `/v1/process-assessments/${ID.results}`]) {
      t.equal((await get(url)).status, 404, url)
    }
    t.equal((await get('/v1/reports/_/process-assessment')).status, 400)
  })

  t.test('filter', t => selects(t, app, '/v1/process-assessments', {
    'member=canada': [ID.contrary, ID.early],
    'plan=france-3': [ID.silent],
    'plan=france-3&plan=canada-5&actedContraryToProcess=true': [ID.contrary],
    'actedContraryToProcess=false': [ID.early]
  }))

  t.test('sort in both directions by the date of the report', t => sorts(t, app, '/v1/process-assessments?', {
    publishedOn: [ID.contrary, ID.silent, ID.early],
    '-publishedOn': [ID.early, ID.silent, ID.contrary],
    updatedAt: [ID.early, ID.silent, ID.contrary],
    '-updatedAt': [ID.contrary, ID.silent, ID.early]
  }))
})

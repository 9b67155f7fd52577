import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects, sorts } from '../../_support/list.ts'
import { ID } from '../../_support/world.ts'

t.test('clusters of commitments', async (t) => {
  const app = await startReadOnly(t, 'reading')
  const { get } = app
  const OPEN = { name: { en: 'Open companies' }, promising: true }

  t.test('are found by their report and by their own id, and need not be sent twice', async (t) => {
    const { status, json, headers } = await get(`/v1/reports/${ID.commented.toUpperCase()}/clusters`)
    t.equal(status, 200)
    t.same(json, { id: ID.clusters, report: ID.commented, plan: 'canada-5', clusters: [{ ...OPEN, commitments: [ID.alpha, ID.beta] }], revision: 1, updatedAt: '2026-09-02T00:00:00.000Z' })
    const same = await get(`/v1/report-clusters/${ID.clusters}`)
    t.same([same.json, same.headers.etag], [json, headers.etag])
    for (const url of [`/v1/reports/${ID.commented}/clusters`, `/v1/report-clusters/${ID.clusters}`]) {
      t.equal((await get(url, { headers: { 'if-none-match': String(headers.etag) } })).status, 304)
    }
    for (const url of [`/v1/reports/${ID.selfAssessed}/clusters`, `/v1/reports/${ID.alpha}/clusters`, `/v1/report-clusters/${ID.results}`]) {
      t.equal((await get(url)).status, 404, url)
    }
    t.equal((await get('/v1/reports/_/clusters')).status, 400)
  })

  t.test('are seen from each of their commitments, rated by itself or not', async (t) => {
    t.same((await get('/v1/commitments/CA0001/voices')).json.clusters, [{ report: ID.commented, ...OPEN }])
    t.same((await get(`/v1/commitments/${ID.beta}/voices`)).json.clusters, [{ report: ID.commented, ...OPEN }])
    t.same((await get(`/v1/commitments/${ID.paused}/voices`)).json.clusters, [{ report: ID.french, name: { fr: 'Autres' }, promising: false }])
    t.same((await get(`/v1/commitments/${ID.withdrawn}/voices`)).json.clusters, [])
    t.same((await get(`/v1/assessments/${ID.preliminary}`)).json.cluster, OPEN)
    t.equal((await get(`/v1/assessments/${ID.mismatch}`)).json.cluster, null, 'another report puts it in none')
    const { assessments } = (await get('/v1/commitments/CA0001?include=assessments')).json
    t.same(assessments.map(({ cluster }: { cluster: unknown }) => cluster), [OPEN, null])
  })

  t.test('filter', t => selects(t, app, '/v1/report-clusters', {
    'member=france': [ID.unmarked],
    'plan=canada-5': [ID.clusters, ID.emptied],
    'promising=true': [ID.clusters],
    'promising=false': [ID.unmarked, ID.emptied]
  }))

  t.test('sort in both directions by the date of the report', t => sorts(t, app, '/v1/report-clusters?', {
    publishedOn: [ID.unmarked, ID.emptied, ID.clusters],
    '-publishedOn': [ID.clusters, ID.emptied, ID.unmarked],
    updatedAt: [ID.unmarked, ID.emptied, ID.clusters],
    '-updatedAt': [ID.clusters, ID.emptied, ID.unmarked]
  }))
})

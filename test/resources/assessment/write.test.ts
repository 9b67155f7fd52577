import t from 'tap'
import { startApp } from '../../_support/app.ts'

const STARRED = {
  relevance: { value: ['civic_participation'] }, verifiable: { value: 'yes' }, potentialImpact: { value: 'transformative' }, completion: { value: 'complete' }, didItOpenGovernment: { value: 'major' }
}

async function tracker (t: Parameters<typeof startApp>[0]) {
  const tracker = await startApp(t, { starter: true })
  const assessor = await tracker.key({ role: 'assessor', plans: ['mexico-4'] })
  const report = (change: object = {}, by = assessor) =>
    tracker.post('/v1/reports', { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final', publishedOn: '2022-09-01', ...change }, { key: by })
  const assess = (body: object, by = assessor, commitment = 'MX0081') => tracker.post(`/v1/commitments/${commitment}/assessments`, body, { key: by })
  const patch = (address: string, body: unknown, headers: Record<string, string> = { 'if-match': '*' }, by = assessor) =>
    tracker.request('PATCH', address, { key: by, body, headers })
  return { ...tracker, assessor, report, assess, patch }
}

t.test('an assessor adds a report and assesses a commitment, and the status shows it', async (t) => {
  const { get, report, assess, patch } = await tracker(t)
  const results = await report()
  t.match(results, { status: 201, json: { publishedOn: '2022-09-01', publishedPrecision: 'day', revision: 1 } })
  const assessment = await assess({ report: results.json.id, indicators: STARRED, starred: false })
  t.match(assessment, { status: 201, json: { computedStar: true, starRule: 4, starred: false, outOfEra: [] } })
  t.match((await get('/v1/commitments/MX0081')).json.status.irm, { completion: 'complete', starMismatch: true, report: results.json.id })
  t.equal((await assess({ report: results.json.id, indicators: {} })).status, 409, 'once for each report')

  const address = `/v1/assessments/${assessment.json.id}`
  t.equal((await patch(address, { starred: true }, {})).status, 428)
  const changed = await patch(address, { starred: true, indicators: { completion: { value: null, missing: 'not_reviewed' } } }, { 'if-match': String(assessment.headers.etag) })
  t.match(changed, { status: 200, json: { starred: true, computedStar: null, indicators: { completion: { value: null, missing: 'not_reviewed' }, verifiable: { value: 'yes' } } } })
  t.equal((await patch(address, { starred: null }, { 'if-match': String(assessment.headers.etag) })).status, 412)
  t.equal((await get(`${address}/revisions`)).json.items.length, 2)

  const draft = await patch(`/v1/reports/${results.json.id}`, { stage: 'public_comment', title: { es: 'Resultados' } }, { 'if-match': String(results.headers.etag) })
  t.match(draft, { status: 200, json: { stage: 'public_comment', title: { es: 'Resultados' }, revision: 2 } })
  t.equal((await patch(`/v1/reports/${results.json.id}`, { stage: 'final' }, { 'if-match': String(results.headers.etag) })).status, 412)
})

t.test('an indicator that a report cannot carry is refused with the reason', async (t) => {
  const { report, assess } = await tracker(t)
  const { json: { id: design } } = await report({ type: 'design', publishedOn: '2020-12-31', publishedPrecision: 'year' })
  t.match(await assess({ report: design, indicators: { completion: { value: 'limited' }, potentialImpact: { value: 'minor' } } }),
    { status: 400, json: { type: /indicator-not-in-era$/, errors: [{ pointer: '/indicators/completion' }] } }, 'a design report carries no completion')
  const { json: { id: results } } = await report({ publishedOn: null })
  t.match(await assess({ report: results, indicators: { specificity: { value: 'high' } } }), { status: 400, json: { errors: [{ pointer: '/indicators/specificity' }] } })
  t.match(await assess({ report: results, indicators: { verifiable: { value: 'no' }, completion: { value: 'limited' } } }),
    { status: 400, json: { type: /not-verifiable$/, errors: [{ pointer: '/indicators/completion' }] } })
  t.equal((await assess({ report: results, indicators: { verifiable: { value: 'no' }, completion: { value: null, missing: 'not_applicable' } } })).status, 201)
})

t.test('reports and assessments are written for the plans of the key, and for what exists', async (t) => {
  const { get, post, report, assess, patch, key, assessor } = await tracker(t)
  const other = await key({ role: 'assessor', plans: ['mexico-3'] })
  const editor = await key({ role: 'editor', members: ['mexico'] })
  t.equal((await report({}, other)).status, 403)
  t.equal((await report({}, editor)).status, 403)
  t.equal((await report({ plan: 4 })).status, 403)
  t.equal((await post('/v1/reports', null, { key: assessor })).status, 403)
  t.match(await report({ publishedPrecision: 'unknown' }), { status: 400, json: { type: /date-precision$/ } })
  t.match(await report({ publishedOn: null, publishedPrecision: 'year' }), { status: 400, json: { detail: /./, errors: [{ detail: /empty/ }] } })

  const { json: { id } } = await report()
  const { json: { id: elsewhere } } = await report({ plan: 'mexico-3', type: 'progress_midterm' }, other)
  t.match(await assess({ report: elsewhere, indicators: {} }), { status: 400, json: { type: /unknown-reference$/ } })
  t.equal((await assess({ report: id, indicators: {} }, other)).status, 403)
  t.equal((await assess({ report: id, indicators: {} }, assessor, 'XX0000')).status, 404)
  t.equal((await assess({ report: id, indicators: {} }, assessor, '_')).status, 404)
  const { json } = await assess({ report: id, indicators: {} })
  t.equal((await patch(`/v1/assessments/${json.id}`, { starred: true }, { 'if-match': '*' }, other)).status, 403)
  t.equal((await patch(`/v1/reports/${id}`, { url: null }, { 'if-match': '*' }, other)).status, 403)
  for (const missing of ['/v1/assessments/_', '/v1/reports/_', '/v1/assessments/01968f00-0000-7000-8000-000000000083', '/v1/reports/01968f00-0000-7000-8000-000000000083']) {
    t.equal((await patch(missing, {})).status, 404)
  }
  t.equal((await get('/v1/assessments')).json.items.length, 1)
})

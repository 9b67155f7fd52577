import t from 'tap'
import { startApp } from '../../_support/app.ts'

async function tracker (t: Parameters<typeof startApp>[0]) {
  const { post, request, key } = await startApp(t, { starter: true })
  const assessor = await key({ role: 'assessor', plans: ['mexico-4'] })
  const { json: { id } } = await post('/v1/reports', { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final', publishedOn: '2022-09-01' }, { key: assessor })
  const send = (method: 'PATCH' | 'POST' | 'PUT', address: string, body: unknown, headers: Record<string, string> = {}) => request(method, address, { key: assessor, body, headers })
  return {
    id,
    assess: (indicators: object) => send('POST', '/v1/commitments/MX0081/assessments', { report: id, indicators }),
    put: (part: string, body: object) => send('PUT', `/v1/reports/${id}/${part}`, body, { 'if-none-match': '*' }),
    change: (body: object, address = `/v1/reports/${id}`) => send('PATCH', address, body, { 'if-match': '*' })
  }
}

t.test('a report that carries nothing may become any other', async (t) => {
  const { change } = await tracker(t)
  for (const type of ['design', 'co_creation_brief', 'results']) t.equal((await change({ type })).status, 200, type)
})

t.test('a report stays one that could carry its ratings', async (t) => {
  const { id, assess, change } = await tracker(t)
  const { json: { id: assessment } } = await assess({ completion: { value: 'limited' }, potentialImpact: { value: 'minor' } })
  const refused = await change({ type: 'design' })
  t.match(refused, { status: 409, json: { type: /report-carries-ratings$/, errors: [{ pointer: '', detail: `assessment ${assessment}/indicators/completion: a report of type design does not carry completion in 2019 or 2022` }] } })
  t.match(await change({ type: 'self_assessment_end_of_term' }), { status: 409, json: { errors: { length: 2 } } })
  t.equal((await change({ publishedOn: '2022-10-15', title: { en: 'Results' } })).status, 200, 'the day may be mended')
  t.equal((await change({ publishedOn: null, publishedPrecision: 'unknown' })).status, 200, 'the cycle year of the plan has both')
  t.equal((await change({ indicators: { completion: { value: null, missing: 'not_reviewed' } } }, `/v1/assessments/${assessment}`)).status, 200)
  t.equal((await change({ type: 'design' })).status, 200, 'a design report carries what is left')
  t.match(await assess({ completion: { value: 'limited' } }), { status: 400 }, id)
})

t.test('what a report\'s year alone allows keeps the year', async (t) => {
  const { assess, change } = await tracker(t)
  t.equal((await assess({ potentialForResults: { value: 'modest' } })).status, 201, '2022 has it, 2019 has not')
  t.equal((await change({ publishedOn: '2022-12-31' })).status, 200)
  for (const date of [{ publishedOn: '2019-12-31' }, { publishedOn: null, publishedPrecision: 'unknown' }]) {
    t.match(await change(date), { status: 409, json: { errors: [{ detail: /potentialForResults/ }] } })
  }
})

t.test('a report with a process assessment never becomes the government\'s own', async (t) => {
  const { put, change } = await tracker(t)
  t.equal((await put('process-assessment', { participationInDevelopment: 'consult' })).status, 201)
  t.match(await change({ authorKind: 'government' }), { status: 409, json: { errors: [{ detail: /^process assessment: .*the government's own$/ }] } })
  t.equal((await change({ stage: 'public_comment' })).status, 200)
})

t.test('a report with promising clusters stays one that marks them', async (t) => {
  const { put, change } = await tracker(t)
  t.equal((await put('clusters', { clusters: [{ name: { en: 'Openness' }, commitments: ['MX0081'], promising: true }] })).status, 201)
  t.match(await change({ publishedOn: '2019-12-31' }), { status: 409, json: { errors: [{ detail: /^clusters: a report of type results/ }] } })
  t.equal((await change({ publishedOn: '2021-12-31' })).status, 200)
})

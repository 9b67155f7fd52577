import t from 'tap'
import { everything, revisionCount } from '../../_support/plan.ts'
import { startAssessing } from '../../_support/reports.ts'

const cluster = (en: string, commitments: string[], more: object = { promising: true }) => ({ name: { en }, commitments, ...more })

t.test('an assessor groups the commitments of a plan, and every version stays', async (t) => {
  const app = await startAssessing(t)
  const { get, post, report, write, assessor } = app
  const id = await report()
  const address = `/v1/reports/${id}/clusters`
  const ids = Object.fromEntries(await Promise.all(['MX0501', 'MX0502', 'MX0503'].map(async code => [code, (await get(`/v1/commitments/${code}`)).json.id]))) as Record<string, string>
  const { MX0501 = '', MX0502 = '', MX0503 = '' } = ids

  const created = await write(address, { clusters: [cluster('Together', ['mx0502', MX0501.toUpperCase()]), cluster('Alone', ['MX0503'], {})] }, 'new')
  t.match(created, { status: 201, json: { report: id, plan: 'mexico-5', revision: 1 } })
  t.same(created.json.clusters, [cluster('Together', [MX0501, MX0502].sort()), cluster('Alone', [MX0503], { promising: null })])
  t.same((await get(address)).json, created.json)

  const before = await revisionCount(app)
  const same = await write(address, { clusters: [cluster('Together', [MX0501, 'MX0502']), cluster('Alone', ['MX0503'])].map((one, at) => at === 0 ? one : { ...one, promising: null }) }, String(created.headers.etag))
  t.same([same.status, same.json, same.headers.etag], [200, created.json, created.headers.etag], 'the same again, in another order and by other names')
  t.equal(await revisionCount(app), before)

  const { json: assessment } = await post('/v1/commitments/MX0501/assessments', { report: id, indicators: { verifiable: { value: 'yes' } }, promising: false }, { key: assessor })
  t.same(assessment.cluster, { name: { en: 'Together' }, promising: true }, 'one promising cluster of what is not promising alone')
  const patched = await app.request('PATCH', `/v1/assessments/${assessment.id}`, { key: assessor, body: { promising: null }, headers: { 'if-match': '*' } })
  t.match(patched, { status: 200, json: { promising: null, cluster: { promising: true }, revision: 2 } })
  const { body } = (await get(`/v1/assessments/${assessment.id}/revisions/2`)).json
  t.notOk('cluster' in JSON.parse(body), 'what is derived is not in the record')

  const emptied = await write(address, { clusters: [] }, String(created.headers.etag))
  t.match(emptied, { status: 200, json: { clusters: [], revision: 2 } })
  t.equal((await get(`/v1/assessments/${assessment.id}`)).json.cluster, null)
  t.match((await get(`/v1/report-clusters/${created.json.id}/revisions`)).json.items, [{ revision: 1, op: 'create', by: { role: 'assessor' } }, { revision: 2, op: 'update' }])
})

t.test('clusters are created and changed by an assessor of the plan who says what they saw', async (t) => {
  const { report, write, put, key } = await startAssessing(t)
  const id = await report()
  const address = `/v1/reports/${id}/clusters`
  const said = { clusters: [cluster('One', ['MX0501'])] }
  t.equal((await write(address, said)).status, 428)
  t.equal((await write(address, said, '"r1"')).status, 412)
  const { headers } = await write(address, said, 'new')
  t.match(await write(address, said, 'new'), { status: 412, json: { currentRevision: 1 } })
  t.equal((await write(address, { clusters: [] }, String(headers.etag))).status, 200)
  t.match(await write(address, said, String(headers.etag)), { status: 412, json: { currentRevision: 2 } })
  t.equal((await write(`${address}?dryRun=true`, said, '*')).status, 400)

  for (const wanted of [{ role: 'assessor', plans: ['mexico-4'] }, { role: 'registrar' }, { role: 'editor', members: ['mexico'] }] as const) {
    t.equal((await write(address, said, '*', await key(JSON.parse(JSON.stringify(wanted))))).status, 403, wanted.role)
  }
  t.equal((await put(address, said)).status, 401)
  for (const missing of ['_', '01968f00-0000-7000-8000-000000000083']) t.equal((await write(`/v1/reports/${missing}/clusters`, said, 'new')).status, 404)
})

t.test('a cluster names commitments of the plan of its report, each once', async (t) => {
  const app = await startAssessing(t)
  const { get, report, write } = app
  const address = `/v1/reports/${await report()}/clusters`
  const before = await everything(app)
  const { id } = (await get('/v1/commitments/MX0501')).json
  t.match(await write(address, { clusters: [cluster('One', ['MX0501', 'MX0081', 'MX9999', id]), cluster('Two', ['mx0501', 'MX0502', '01968f00-0000-7000-8000-000000000083'])] }, 'new'), {
    status: 400,
    json: {
      type: /unknown-reference$/,
      errors: [
        { pointer: '/clusters/0/commitments/1', code: 'unknown-reference' }, { pointer: '/clusters/0/commitments/2', code: 'unknown-reference' },
        { pointer: '/clusters/0/commitments/3', code: 'commitment-in-two-clusters' }, { pointer: '/clusters/1/commitments/0', code: 'commitment-in-two-clusters' },
        { pointer: '/clusters/1/commitments/2', code: 'unknown-reference' }
      ]
    }
  })
  t.match(await write(address, { clusters: [cluster('One', ['MX0501']), cluster('Two', ['mx0501'])] }, 'new'), { status: 400, json: { type: /commitment-in-two-clusters$/ } })
  for (const wrong of [{}, { clusters: null }, { clusters: [cluster('Empty', [])] }, { clusters: [{ commitments: ['MX0501'] }] }, { clusters: [cluster('Odd', ['7'])] }, { clusters: [cluster('Odd', ['MX0501'], { promising: 'yes' })] }, { clusters: [], plan: 'mexico-5' }]) {
    t.match(await write(address, wrong, 'new'), { status: 400, json: { type: /invalid-body$/ } }, JSON.stringify(wrong))
  }
  t.equal(await everything(app), before, 'nothing was written')
})

t.test('what no report of its time called promising is refused, of clusters and of commitments', async (t) => {
  const { post, report, write, assessor } = await startAssessing(t)
  const clusters = [cluster('One', ['MX0081'], {})]
  const refused = { status: 400, json: { type: /indicator-not-in-era$/ } }
  const early = await report({ plan: 'mexico-4', type: 'design', publishedOn: '2019-12-31' })
  t.match(await write(`/v1/reports/${early}/clusters`, { clusters }, 'new'), { ...refused, json: { ...refused.json, errors: [{ pointer: '/clusters/0', detail: /type design .* 2019 or 2019/ }] } })
  t.equal((await write(`/v1/reports/${early}/clusters`, { clusters: [] }, 'new')).status, 201, 'none is always true')
  const brief = await report({ type: 'co_creation_brief' })
  t.match(await write(`/v1/reports/${brief}/clusters`, { clusters: [cluster('One', ['MX0501'])] }, 'new'), refused, 'a brief rates nothing')
  const late = await report({ plan: 'mexico-4', type: 'results', publishedOn: '2022-09-01' })
  t.equal((await write(`/v1/reports/${late}/clusters`, { clusters }, 'new')).status, 201, 'the year of the report serves')

  const assess = (report: string, said: object, commitment: string) => post(`/v1/commitments/${commitment}/assessments`, { report, indicators: {}, ...said }, { key: assessor })
  t.match(await assess(early, { promising: false }, 'MX0081'), { ...refused, json: { ...refused.json, errors: [{ pointer: '/promising' }] } })
  const review = await report()
  t.match(await assess(review, { starred: true }, 'MX0501'), { ...refused, json: { ...refused.json, errors: [{ pointer: '/starred', detail: /does not carry starred in 2023 or 2024/ }] } })
  t.match(await assess(review, { promising: true }, 'MX0501'), { status: 201, json: { promising: true, starred: null } })
  t.match(await assess(early, { starred: true }, 'MX0081'), { status: 201, json: { starred: true, promising: null } })
})

import { createHash } from 'node:crypto'
import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { type Item, walk } from '../../_support/list.ts'

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64')

t.test('revisions', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, put } = app
  const key = await app.key({ role: 'editor', members: ['mexico'] })
  const address = '/v1/action-plans/mexico-4/document'
  for (const en of ['Second words', 'Third words']) {
    const { headers } = await get(address)
    const { status } = await put(address, { plan: { id: 'mexico-4', title: { en } }, commitments: [{ code: 'MX0081', title: { en } }] }, { key, headers: { 'if-match': String(headers.etag) } })
    t.equal(status, 200)
  }

  t.test('keep what was said, in a chain that anybody can recompute', async (t) => {
    const revisions = await walk(t, app, '/v1/commitments/mx0081/revisions?limit=1')
    t.same(revisions.map(({ revision, op, by }: Item) => [revision, op, by.role]), [[1, 'create', 'system'], [2, 'update', 'editor'], [3, 'update', 'editor']])
    let previous = null
    for (const one of revisions) {
      t.equal(createHash('sha256').update(bytes(one.salt)).update(one.body, 'utf8').digest('base64'), one.bodyHash)
      t.equal(bytes(one.salt).length, 32)
      t.equal(one.previous, previous)
      t.equal(one.on, '2026-11-22')
      t.equal(one.logIndex, null)
      previous = one.bodyHash
      const { status, redactions, revision, updatedAt, ...said } = (await get('/v1/commitments/MX0081')).json
      t.same(Object.keys(JSON.parse(one.body)).sort(), Object.keys(said).sort(), 'the stored facts, less what the service owns')
      if (one.revision === revision) t.same(JSON.parse(one.body), said)
    }
    t.equal(new Set(revisions.map(({ salt }: Item) => salt)).size, 3)
    t.equal(JSON.parse(revisions[1].body).title.en, 'Second words')
  })

  t.test('are listed newest first on request', async (t) => {
    t.same((await walk(t, app, '/v1/action-plans/mexico-4/revisions?sort=-revision&limit=2')).map(({ revision }) => revision), [3, 2, 1])
  })

  t.test('are found one by one, by code, by id and by number', async (t) => {
    const { id } = (await get('/v1/commitments/MX0081')).json
    const one = await get('/v1/commitments/mx0081/revisions/2')
    t.equal(one.status, 200)
    t.equal(one.headers['cache-control'], 'max-age=300, must-revalidate')
    t.same((await get(`/v1/commitments/${id.toUpperCase()}/revisions/2`)).json, one.json)
    t.equal((await get(`/v1/commitments/${id}/revisions/2`, { headers: { 'if-none-match': String(one.headers.etag) } })).status, 304)
    t.equal((await get('/v1/commitments/MX0081/revisions')).headers['cache-control'], 'max-age=300, must-revalidate')
    for (const [path, status] of [['MX0081/revisions/4', 404], ['MX0081/revisions/0', 400], ['MX0081/revisions/2147483648', 400], ['MX0081/revisions/one', 400], ['MX9999/revisions', 404], ['MX9999/revisions/1', 404]] as const) {
      t.equal((await get(`/v1/commitments/${path}`)).status, status, path)
    }
  })

  t.test('exist of every entity from its first day', async (t) => {
    for (const list of ['members', 'institutions', 'policy-areas', 'code-lists', 'action-plans', 'commitments', 'reports']) {
      const { items } = (await get(`/v1/${list}?limit=2`)).json
      for (const { id, revision } of items) {
        const { json } = await get(`/v1/${list}/${id}/revisions/${revision}`)
        t.match(json, { id, revision }, `${list} ${id}`)
        t.equal(JSON.parse(json.body).id, id)
        t.equal((await get(`/v1/${list}/${String(id).toUpperCase()}/revisions`)).status, list === 'commitments' || list === 'reports' ? 200 : 400)
      }
    }
    for (const list of ['milestones', 'progress-updates', 'reviews', 'replies', 'assessments', 'process-assessments', 'report-clusters']) {
      t.equal((await get(`/v1/${list}/00000000-0000-7000-8000-000000000000/revisions`)).status, 404)
    }
  })

  t.test('are listed in the order of the log once they have their place in it, each as at its own address', async (t) => {
    t.same((await get('/v1/revisions')).json.items, [])
    await app.sequence()
    const all = await walk(t, app, '/v1/revisions?limit=37')
    t.same(all.map(({ logIndex }: Item) => logIndex), all.map((_, at) => at))
    t.same(all.map(({ type, id, revision }: Item) => [type, id, revision]), (await walk(t, app, '/v1/changes?limit=200')).map(({ type, id, revision }: Item) => [type, id, revision]))
    const [last] = (await get('/v1/revisions?sort=-index&limit=1')).json.items
    t.same(last, all.at(-1))
    const one = (await get('/v1/commitments/MX0081/revisions/3')).json
    t.same(all[one.logIndex], one)
    const lines = await get('/v1/revisions?after=9&limit=2', { headers: { accept: 'application/x-ndjson' } })
    t.equal(lines.text, all.slice(10, 12).map((item: Item) => `${JSON.stringify(item)}\n`).join(''))
    t.equal(lines.headers['cache-control'], 'public, max-age=1, must-revalidate')
    for (const query of ['after=-1', 'limit=201', 'since=1']) t.match((await get(`/v1/revisions?${query}`)).json, { status: 400, type: /invalid-query$/ }, query)
  })
})

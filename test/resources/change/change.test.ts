import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { type Item, walk } from '../../_support/list.ts'

t.test('changes', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, sequence } = app
  const review = { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', evidence: [{ url: 'https://example.org/seen' }] }
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const change = (id: string, body: object) => app.request('PATCH', `/v1/reviews/${id}`, { key: reviewer, body, headers: { 'if-match': '*' } })

  t.test('begin with the first entry of the log and have every revision once it is sequenced', async (t) => {
    t.same((await get('/v1/changes')).json.items, [])
    t.match((await get('/v1/changes?after=0')).json, { status: 409, detail: 'You have change 0, and this log holds 0 changes.' })
    await sequence()
    const changes = await walk(t, app, '/v1/changes?limit=37')
    t.same(changes.map(({ index }: Item) => index), changes.map((_, at) => at))
    const { count } = await app.deps.db.selectFrom('revision').select(eb => eb.fn.countAll().as('count')).executeTakeFirstOrThrow()
    t.equal(changes.length, Number(count))
    t.equal((await get('/v1/changes?limit=1', { headers: { prefer: 'count=exact' } })).json.page.total, changes.length)
    for (const { type, id, revision, body, index, on } of changes.slice(-20)) {
      const list = { 'policy-area': 'policy-areas', report: 'reports', commitment: 'commitments' }[type as string] ?? `${type}s`
      const { json } = await get(`/v1/${list}/${id}/revisions/${revision}`)
      t.same([JSON.parse(json.body), json.logIndex, json.on], [body, index, on], `${type} ${id}`)
    }
  })

  t.test('come after the last one that a reader has, tombstones too, and never a draft', async (t) => {
    const [{ index: last }] = (await get('/v1/changes?sort=-index&limit=1')).json.items
    const after = async (index: number) => (await get(`/v1/changes?after=${index}`)).json.items
    t.same(await after(last), [])
    const { json: draft } = await app.post('/v1/commitments/mx0081/reviews', { ...review, state: 'draft' }, { key: reviewer })
    const { json: deleted } = await app.post('/v1/commitments/mx0081/reviews', { ...review, state: 'draft' }, { key: reviewer })
    await app.request('DELETE', `/v1/reviews/${deleted.id}`, { key: reviewer, headers: { 'if-match': '*' } })
    await sequence()
    t.same(await after(last), [], 'nothing public has changed')
    await change(draft.id, { state: 'published' })
    await change(draft.id, { state: 'retracted' })
    t.same(await after(last), [], 'what is not sequenced yet waits')
    await sequence()
    t.match(await after(last), [
      { index: last + 1, type: 'review', id: draft.id, revision: 1, op: 'create', on: '2026-11-22', body: { state: 'published' } },
      { index: last + 2, type: 'review', id: draft.id, revision: 2, op: 'update', on: '2026-11-22', body: { state: 'retracted' } }
    ])
    t.match(await after(last + 1), [{ index: last + 2 }])
    t.same(await after(last + 2), [])
    for (const ahead of [last + 3, 2147483647]) {
      t.match((await get(`/v1/changes?after=${ahead}`)).json, { status: 409, type: /ahead-of-log$/, detail: `You have change ${ahead}, and this log holds ${last + 3} changes.` })
    }
    t.notMatch(JSON.stringify(await after(last)), /\d\d:\d\d/, 'no instant')
  })

  t.test('are pages as of any list, by lines as well, and kept for a second', async (t) => {
    const page = await get('/v1/changes?after=9&limit=2')
    t.equal(page.headers['cache-control'], 'public, max-age=1, must-revalidate')
    t.equal((await get('/v1/changes?after=9&limit=2', { headers: { 'if-none-match': String(page.headers.etag) } })).status, 304)
    const lines = await get('/v1/changes?after=9&limit=2', { headers: { accept: 'application/x-ndjson' } })
    t.equal(lines.headers['content-type'], 'application/x-ndjson; charset=utf-8')
    t.equal(lines.text, page.json.items.map((item: Item) => `${JSON.stringify(item)}\n`).join(''))
    t.equal(lines.headers.link, page.headers.link, 'with where the next page is')
    t.not(lines.headers.etag, page.headers.etag)
    t.match((await get('/v1/changes', { headers: { accept: 'text/csv' } })).json, { status: 406, detail: /application\/x-ndjson/ })
    for (const query of ['after=-1', 'after=x', 'after=2147483648', 'limit=201', 'since=1']) t.match((await get(`/v1/changes?${query}`)).json, { status: 400, type: /invalid-query$/ }, query)
    t.match((await get(`/v1/changes?after=8&cursor=${page.json.page.nextCursor}`)).json, { status: 400, type: /invalid-cursor$/ })
  })
})

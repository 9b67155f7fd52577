import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { commitmentsOf, editing, everything, opsOf, planOf, revisionCount, richPlan } from '../../_support/plan.ts'

const app = await startApp(t, { starter: true })
const { get, put, request } = app
const key = await app.key({ role: 'editor', members: ['mexico'], organisation: 'article-19' })
const { path, create, apply, dryRun, read } = editing(app, key)

t.test('what GET gives of every starter plan, PUT takes without a change or a revision', async t => {
  for (const number of [1, 2, 3, 4]) {
    const before = await read(number)
    const all = await everything(app)
    const answer = await put(path(number), before.json, { key, headers: { 'if-match': String(before.headers.etag) } })
    t.equal(answer.status, 200)
    t.match(answer.json, { dryRun: false, counts: { create: 0, update: 0, missing: 0, conflict: 0 }, errors: [] })
    t.ok(answer.json.changes.every(({ op, fields }: { op: string, fields: [] }) => op === 'unchanged' && fields.length === 0))
    t.equal(await everything(app), all)
    t.same((await read(number)).json, before.json)
    t.equal((await read(number)).headers.etag, before.headers.etag)
  }
})

t.test('creates a plan that uses everything, once', async t => {
  const created = await create(richPlan(5))
  t.equal(created.status, 201)
  t.equal(created.headers['cache-control'], 'no-store')
  t.match(created.json.counts, { create: 6, update: 0, unchanged: 0, missing: 0, conflict: 0 })
  const stored = await read(5)
  const { plan, institutions, commitments } = richPlan(5)
  t.match(stored.json.plan, plan)
  t.match(stored.json.institutions.find(({ id }: { id: string }) => id === 'mexico-ministry-5'), institutions?.[0] as object)
  t.match(stored.json.commitments[0], { ...commitments?.[0], values: ['access_to_information', 'technology_and_innovation'], policyAreas: ['civic-space', 'fiscal-openness'], sdgs: [5, 16] }, 'sets are sorted')
  t.match(stored.json.commitments[1], { number: '2', lifecycle: 'active', milestones: [], startsOn: null, startsPrecision: 'unknown' })
  const again = await create(richPlan(5))
  t.equal(again.status, 412)
  t.equal(again.json.currentRevision, /^"r([^-]+)-/.exec(String(stored.headers.etag))?.[1])
  const all = await everything(app)
  const same = await apply(richPlan(5))
  t.same(same.json.counts, { create: 0, update: 0, unchanged: 6, missing: 0, conflict: 0 })
  t.equal((await apply(stored.json)).json.counts.unchanged, 7, 'with the institution of nobody that it names')
  t.equal(await everything(app), all)
})

t.test('writes a revision for each entity, with the role and the institution of the writer', async t => {
  const { items } = (await get('/v1/action-plans/mexico-5/revisions')).json
  t.match(items, [{ revision: 1, by: { role: 'editor', institution: 'article-19' } }])
  const [first] = commitmentsOf(await read(5))
  await apply(planOf(5, { commitments: [{ ...(first?.id === undefined ? {} : { id: first.id }), cluster: 'B' }] }))
  const revisions = (await get(`/v1/commitments/${first?.id}/revisions`)).json.items
  t.same(revisions.map(({ revision }: { revision: number }) => revision).sort(), [1, 2])
  t.equal((await get(`/v1/commitments/${first?.id}`)).json.revision, 2)
})

t.test('takes If-Match by its revision part, and refuses a stale one with the current revision', async t => {
  await create(planOf(6, { commitments: [{ number: '1', title: { en: 'One' } }] }))
  const seen = String((await read(6)).headers.etag)
  const change = (cluster: string, etag: string) => put(path(6), planOf(6, { commitments: [{ number: '1', cluster }] }), { key, headers: { 'if-match': etag } })
  const other = seen.replace(/-[^-]+"$/, '-otherbytes"')
  t.equal((await change('A', `"r0-zzz", ${other}`)).status, 200, 'one of several')
  const stale = await change('B', seen)
  t.equal(stale.status, 412)
  t.match(stale.json, { type: /stale-revision$/, currentRevision: String })
  t.equal((await change('B', `"r${stale.json.currentRevision}-any"`)).status, 200)
  t.equal((await change('C', `W/${String((await read(6)).headers.etag)}`)).status, 412, 'a weak tag never matches')
  t.equal((await change('C', 'nonsense')).status, 412)
  const absent = await put('/v1/action-plans/mexico-66/document', planOf(66), { key, headers: { 'if-match': '*' } })
  t.equal(absent.status, 412)
  t.equal(absent.json.currentRevision, undefined)
})

t.test('asks for If-Match, a digest or If-None-Match', async t => {
  for (const headers of [{}, { 'if-none-match': '"abc"' }]) {
    const answer = await put(path(6), planOf(6), { key, headers })
    t.equal(answer.status, 428)
    t.match(answer.json.type, /revision-required$/)
  }
})

t.test('applies what a dry run showed by its digest', async t => {
  const document = planOf(6, { commitments: [{ number: '1', cluster: 'D' }, { number: '2', title: { en: 'Two' } }] })
  const shown = (await dryRun(document)).json
  const byDigest = (body: object, query = '') => put(`${path(6)}?digest=${shown.digest}${query}`, body, { key })
  t.equal((await byDigest(planOf(6, { commitments: [{ number: '1', cluster: 'E' }] }))).status, 409, 'another document')
  t.equal((await byDigest(document, '&absent=withdraw')).status, 409, 'another wish for what is absent')
  const done = await byDigest(document)
  t.equal(done.status, 200)
  t.same(done.json.counts, shown.counts)
  t.match(done.json, { dryRun: false, digest: shown.digest })
  const moved = await byDigest(document)
  t.equal(moved.status, 409)
  t.match(moved.json.type, /data-moved$/)
  t.equal((await byDigest(document)).status, 409)
})

t.test('a digest creates a plan, and does not stand above If-None-Match or If-Match', async t => {
  const { digest } = (await dryRun(planOf(7))).json
  t.equal((await put(`${path(7)}?digest=${digest}`, planOf(7), { key, headers: { 'if-match': '*' } })).status, 412)
  t.equal((await put(`${path(7)}?digest=${digest}`, planOf(7), { key })).status, 201)
  const again = (await dryRun(planOf(7))).json.digest
  t.equal((await put(`${path(7)}?digest=${again}`, planOf(7), { key, headers: { 'if-none-match': '*' } })).status, 412)
})

t.test('a digest knows of institutions that the plan did not name yet', async t => {
  const institution = { id: 'mexico-shared', name: { en: 'Shared' }, kind: 'government' as const }
  const document = planOf(7, { institutions: [institution] })
  const { digest } = (await dryRun(document)).json
  await apply(planOf(6, { institutions: [{ ...institution, name: { en: 'Shared by others' } }] }))
  t.equal((await put(`${path(7)}?digest=${digest}`, document, { key })).status, 409)
})

t.test('answers GET with a strong ETag, 304, HEAD, and 404 where there is no plan', async t => {
  const first = await read(5)
  t.match(first.headers.etag, /^"r[0-9a-f]{16}-[\w-]{22}"$/)
  t.match(first.headers['cache-control'], /^public/)
  t.equal((await get(path(5), { headers: { 'if-none-match': String(first.headers.etag) } })).status, 304)
  t.equal((await request('HEAD', path(5))).headers.etag, first.headers.etag)
  t.equal((await get('/v1/action-plans/mexico-99/document')).status, 404)
  t.equal((await get('/v1/action-plans/NOT/document')).status, 400)
})

t.test('a change to an institution changes the document\'s ETag, a change elsewhere does not', async t => {
  const before = await read(5)
  await apply(planOf(7, { commitments: [{ number: '9', title: { en: 'Elsewhere' } }] }))
  t.equal((await read(5)).headers.etag, before.headers.etag)
  await apply(planOf(7, { institutions: [{ id: 'mexico-ministry-5', shortName: { es: 'S' } }] }))
  t.not((await read(5)).headers.etag, before.headers.etag)
})

t.test('keeps the order of the plan, and adds what is new at its end', async t => {
  const titles = async () => commitmentsOf(await read(8)).map(({ number }) => number)
  await create(planOf(8, { commitments: ['b', 'a', 'c'].map(number => ({ number, title: { en: number } })) }))
  t.same(await titles(), ['b', 'a', 'c'])
  const answer = await apply(planOf(8, { commitments: ['d', 'c', 'b'].map(number => ({ number, title: { en: number } })) }))
  t.same(opsOf(answer), ['unchanged action-plan /plan', 'create commitment /commitments/0', 'unchanged commitment /commitments/1', 'unchanged commitment /commitments/2', 'missing commitment -'])
  t.same(await titles(), ['b', 'a', 'c', 'd'])
})

t.test('appends exactly one revision for each entity that changed', async t => {
  const before = await revisionCount(app)
  const { json } = await apply(planOf(8, { plan: { title: { es: 'Ocho' } }, commitments: [{ number: 'a', cluster: 'x', milestones: [{ number: '1', title: { en: 'M' } }] }, { number: 'b' }] }))
  t.equal(await revisionCount(app), before + json.counts.create + json.counts.update)
  t.same(json.counts, { create: 1, update: 2, unchanged: 1, missing: 2, conflict: 0 })
})

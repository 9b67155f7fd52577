import t from 'tap'
import { type Answer, startApp } from '../../_support/app.ts'
import { everything, revisionCount } from '../../_support/plan.ts'
import { inTransaction } from '../../../src/db/transaction.ts'
import { changeReview } from '../../../src/resources/review/review.service.ts'

const MISSING = '5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b'
const DRAFT = { kind: 'progress', completion: 'limited', endorsement: 'contested', reviewedOn: '2026-11-20', narrative: { en: 'Half a thought.' }, state: 'draft' }
const EVIDENCE = [{ url: 'https://example.org/seen' }]

async function tracker (t: Parameters<typeof startApp>[0]) {
  const app = await startApp(t, { starter: true })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const others: Record<string, string | undefined> = {
    anybody: undefined,
    'another organisation': await app.key({ role: 'reviewer', organisation: 'r3d' }),
    'an editor of the member': await app.key({ role: 'editor', members: ['mexico'] }),
    'an editor of the plan who speaks for the same institution': await app.key({ role: 'editor', plans: ['mexico-4'], organisation: 'article-19' }),
    'an assessor': await app.key({ role: 'assessor', plans: ['mexico-4'] }),
    'a registrar': await app.key({ role: 'registrar' }),
    'a moderator': await app.key({ role: 'moderator' }),
    'an administrator': await app.key({ role: 'admin' })
  }
  const send = (change: object = {}, headers: Record<string, string> = {}) => app.post('/v1/commitments/MX0081/reviews', { ...DRAFT, ...change }, { key: reviewer, headers })
  const patch = (id: string, body: object, etag: unknown, key = reviewer) => app.request('PATCH', `/v1/reviews/${id}`, { key, body, headers: { 'if-match': String(etag) } })
  const remove = (id: string, key: string | undefined = reviewer, headers: Record<string, string> = {}) => app.request('DELETE', `/v1/reviews/${id}`, { ...(key === undefined ? {} : { key }), headers })
  const read = (url: string, key: string | undefined, method = 'GET') => app.request(method, url, key === undefined ? {} : { key })
  return { ...app, reviewer, others, send, patch, remove, read }
}

/** An answer less what differs between any two requests. */
const seen = ({ status, headers, text }: Answer, id: string) => [status, headers['cache-control'], headers.etag, text.replaceAll(id, MISSING).replace(/req-[\w-]{12}/, 'req')]

t.test('a draft exists for its own organisation, and for nobody else in any way', async (t) => {
  const { others, reviewer, send, patch, remove, read, deps } = await tracker(t)
  const lists = ['/v1/reviews', '/v1/reviews?organisation=article-19', '/v1/commitments/MX0081/reviews', '/v1/commitments/MX0081?include=reviews', '/v1/commitments/MX0081', '/v1/commitments?plan=mexico-4', '/v1/action-plans/mexico-4/summary', '/v1/action-plans/mexico-4/document']
  const before = new Map<string, unknown>()
  for (const [who, key] of Object.entries(others)) for (const url of lists) before.set(`${who} ${url}`, seen(await read(url, key), ''))
  const projection = await deps.db.selectFrom('commitment_status').selectAll().execute()

  const draft = await send()
  t.match(draft, { status: 201, json: { organisation: 'article-19', state: 'draft', evidence: [], revision: 1, replies: [] }, headers: { location: `/v1/reviews/${draft.json.id}`, 'cache-control': 'no-store', etag: /^"rd[0-9a-f]{16}-/ } })
  const { id } = draft.json

  for (const [who, key] of Object.entries(others)) {
    for (const url of lists) t.strictSame(seen(await read(url, key), ''), before.get(`${who} ${url}`), `${who} finds ${url} as it was`)
    for (const path of ['', '/revisions', '/revisions/1']) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await read(`/v1/reviews/${id}${path}`, key, method)
        t.equal(answer.status, 404)
        t.strictSame(seen(answer, id), seen(await read(`/v1/reviews/${MISSING}${path}`, key, method), MISSING), `${method} ${path} answers ${who} as for what does not exist`)
      }
    }
    if (key === undefined) continue
    for (const change of [patch, (id: string, _body: object, _etag: unknown, key: string) => remove(id, key)]) {
      const answer = await change(id, { state: 'published', evidence: EVIDENCE }, '*', key)
      t.equal(answer.status, 404)
      t.strictSame(seen(answer, id), seen(await change(MISSING, { state: 'published' }, '*', key), MISSING), `nor can ${who} change or delete it`)
    }
  }
  t.strictSame(await deps.db.selectFrom('commitment_status').selectAll().execute(), projection, 'the status knows nothing of it')

  const own = await read(`/v1/reviews/${id}`, reviewer)
  t.strictSame(own.json, draft.json)
  t.equal(own.headers.etag, draft.headers.etag)
  t.equal(own.headers['cache-control'], 'no-store')
  t.equal((await read(`/v1/reviews/${id}/revisions`, reviewer)).status, 404, 'it has no public history, for its author neither')
})

t.test('mine=true lists what is one\'s own, drafts too', async (t) => {
  const { get, others, reviewer, send, read, post } = await tracker(t)
  const { json: { id: draft } } = await send()
  const { json: { id: published } } = await send({ state: 'published', evidence: EVIDENCE })
  await post('/v1/commitments/MX0080/reviews', { ...DRAFT, reviewedOn: '2026-11-19' }, { key: reviewer })
  await post('/v1/commitments/MX0081/reviews', DRAFT, { key: others['another organisation'] as string })

  const idsOf = async (url: string, key: string | undefined) => (await read(url, key)).json.items.map(({ id }: { id: string }) => id)
  t.strictSame((await idsOf('/v1/commitments/MX0081/reviews?mine=true', reviewer)).sort(), [draft, published].sort())
  t.equal((await idsOf('/v1/reviews?mine=true', reviewer)).length, 3)
  t.strictSame(await idsOf('/v1/reviews?mine=false', reviewer), [published], 'without it a key sees what everybody sees')
  t.strictSame(await idsOf('/v1/reviews', reviewer), [published])
  t.equal((await idsOf('/v1/reviews?mine=true', others['another organisation'])).length, 1)
  t.equal((await idsOf('/v1/reviews?mine=true&completion=complete', reviewer)).length, 0)

  const first = await get('/v1/reviews?mine=true&limit=2', { key: reviewer, headers: { prefer: 'count=exact' } })
  t.match(first, { headers: { 'cache-control': 'no-store' }, json: { page: { total: 3 } } })
  t.equal((await idsOf(`/v1/reviews?mine=true&limit=2&cursor=${encodeURIComponent(first.json.page.nextCursor)}`, reviewer)).length, 1)

  for (const url of ['/v1/reviews?mine=true', '/v1/commitments/MX0081/reviews?mine=true']) {
    t.equal((await get(url)).status, 401)
    for (const who of ['an editor of the plan who speaks for the same institution', 'an administrator']) t.equal((await read(url, others[who])).status, 403, who)
  }
  t.equal((await get('/v1/reviews?mine=yes', { key: reviewer })).status, 400)
})

t.test('a draft is written again under its ETag, and the record begins with its publication', async (t) => {
  const app = await tracker(t)
  const { get, others, send, patch, read, reviewer } = app
  const draft = await send()
  const { id } = draft.json
  const recorded = await revisionCount(app)
  t.equal((await app.request('PATCH', `/v1/reviews/${id}`, { key: reviewer, body: { completion: 'complete' } })).status, 428)

  const again = await patch(id, { narrative: { en: 'A whole thought.' }, evidence: [{ publisher: 'Somebody' }], state: 'draft' }, draft.headers.etag)
  t.match(again, { status: 200, json: { state: 'draft', revision: 1, narrative: { en: 'A whole thought.' } } })
  t.not(again.headers.etag, draft.headers.etag)
  t.match(await patch(id, { completion: 'complete' }, draft.headers.etag), { status: 412, json: { currentRevision: /^d[0-9a-f]{16}$/ } })
  t.match(await patch(id, { state: 'retracted' }, again.headers.etag), { status: 409, json: { type: /state-not-possible$/ } }, 'what was never public cannot be retracted')
  t.match(await patch(id, { progressUpdate: MISSING }, again.headers.etag), { status: 400, json: { type: /unknown-reference$/ } })
  t.match(await patch(id, { state: 'published' }, again.headers.etag), { status: 400, json: { type: /evidence-required$/, errors: [{ pointer: '/evidence/0' }] } })
  t.match(await patch(id, { state: 'published', evidence: [] }, again.headers.etag), { status: 400, json: { errors: [{ pointer: '/evidence' }] } })
  t.equal(await revisionCount(app), recorded, 'nothing of it is recorded')
  t.equal((await get('/v1/commitments/MX0081')).json.status.civilSociety, null)

  const published = await patch(id, { state: 'published', evidence: EVIDENCE }, again.headers.etag)
  t.match(published, { status: 200, json: { state: 'published', revision: 1 }, headers: { etag: /^"r1-/ } })
  t.match((await get('/v1/commitments/MX0081')).json.status, { civilSociety: { organisations: 1 }, divergence: { diverges: true } })
  const { items } = (await get(`/v1/reviews/${id}/revisions`)).json
  t.match(items, [{ revision: 1, op: 'create', previous: null, by: { role: 'reviewer', institution: 'article-19' } }])
  t.notMatch(JSON.stringify(items), /Half a thought/, 'what was only a draft stays unsaid')
  for (const key of Object.values(others)) t.equal((await read(`/v1/reviews/${id}`, key)).status, 200)

  t.equal((await patch(id, { completion: 'complete' }, again.headers.etag)).status, 412, 'the draft\'s ETag is no more')
  t.match(await patch(id, { state: 'draft' }, published.headers.etag), { status: 409, json: { type: /state-not-possible$/ } })
  const revised = await patch(id, { completion: 'complete' }, published.headers.etag)
  t.match(revised, { status: 200, json: { revision: 2 } })
  const retracted = await patch(id, { state: 'retracted' }, revised.headers.etag)
  t.match(retracted, { status: 200, json: { revision: 3, state: 'retracted' } })
  for (const state of ['draft', 'published']) t.match(await patch(id, { state }, retracted.headers.etag), { status: 409, json: { type: /already-retracted$/ } })
  t.strictSame((await get(`/v1/reviews/${id}/revisions`)).json.items.map(({ op, revision }: { op: string, revision: number }) => [op, revision]), [['create', 1], ['update', 2], ['update', 3]])
})

t.test('a draft can be deleted by its organisation, and nothing of it is kept', async (t) => {
  const app = await tracker(t)
  const { send, remove, read, reviewer, patch, request } = app
  const before = await everything(app)
  const draft = await send({}, { 'idempotency-key': 'once' })
  const { id } = draft.json
  t.match(await everything(app), /Half a thought/)
  t.equal((await request('DELETE', `/v1/reviews/${id}`)).status, 401)
  const again = await patch(id, { completion: 'complete' }, draft.headers.etag)
  t.equal((await remove(id, reviewer, { 'if-match': String(draft.headers.etag) })).status, 412, 'If-Match is heeded where it is sent')
  const gone = await remove(id.toUpperCase(), reviewer, { 'if-match': String(again.headers.etag) })
  t.match(gone, { status: 204, text: '', headers: { 'cache-control': 'no-store' } })
  t.equal(await everything(app), before)
  t.equal((await read(`/v1/reviews/${id}`, reviewer)).status, 404)
  t.equal((await remove(id)).status, 404)
  t.equal((await remove('nothing')).status, 400)
  const context = { actor: { role: 'reviewer', institution: 'article-19', alias: null }, on: '2026-11-22', at: '2026-11-22T12:00:00.000Z' } as const
  await t.rejects(inTransaction(app.deps.db, tx => changeReview(tx, context, id, { organisation: 'article-19', alias: null, window: null }, { completion: 'complete' }, () => {})), { code: 'not-found' }, 'nor is it changed by who saw it before')
})

t.test('what was ever public is deleted by nobody', async (t) => {
  const app = await tracker(t)
  const { send, patch, remove, others, reviewer, read } = app
  const { json: { id }, headers } = await send({ state: 'published', evidence: EVIDENCE })
  const refuses = async () => {
    const before = await everything(app)
    for (const key of [reviewer, ...Object.values(others)]) {
      if (key === undefined) continue
      t.match(await remove(id, key), { status: 405, headers: { allow: 'GET, HEAD, PATCH, OPTIONS' }, json: { type: /method-not-allowed$/ } })
    }
    t.equal(await everything(app), before)
  }
  await refuses()
  await patch(id, { state: 'retracted' }, headers.etag)
  await refuses()
  t.match((await read(`/v1/reviews/${id}`, undefined)).json, { state: 'retracted' })
})

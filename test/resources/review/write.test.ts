import { sql } from 'kysely'
import t from 'tap'
import { canonicalText } from '../../../src/log/canonical.ts'
import { releaseSubmissions } from '../../../src/resources/review/submission.service.ts'
import { startApp } from '../../_support/app.ts'

const REVIEW = {
  kind: 'progress',
  completion: 'limited',
  endorsement: 'contested',
  reviewedOn: '2026-11-20',
  language: 'en',
  narrative: { en: 'What we saw.' },
  evidence: [{ url: 'https://example.org/seen', title: { en: 'Seen' } }],
  state: 'published'
}

t.test('a reviewer publishes, revises and retracts a review', async (t) => {
  const { get, post, request, key } = await startApp(t, { starter: true })
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const other = await key({ role: 'reviewer', organisation: 'r3d' })
  const editor = await key({ role: 'editor', members: ['mexico'] })

  const created = await post('/v1/commitments/mx0081/reviews', REVIEW, { key: reviewer })
  t.equal(created.status, 201)
  t.equal(created.headers.location, `/v1/reviews/${created.json.id}`)
  t.match(created.json, { organisation: 'article-19', alias: null, state: 'published', revision: 1, replies: [] })
  t.match(created.json.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4/, 'the id is random, not ordered by time')
  const { json: { status } } = await get('/v1/commitments/MX0081')
  t.same(status.civilSociety.completion, { limited: 1 })
  t.equal(status.divergence.diverges, true, 'a contested claim diverges')

  const address = `/v1/reviews/${created.json.id}`
  const patch = (body: unknown, headers: Record<string, string>, by = reviewer) => request('PATCH', address, { key: by, body, headers })
  const ifMatch = { 'if-match': String(created.headers.etag) }
  t.equal((await patch({ completion: 'substantial' }, ifMatch, other)).status, 403, 'not by another organisation')
  t.equal((await patch({ completion: 'substantial' }, ifMatch, editor)).status, 403, 'not by a government')
  t.equal((await patch({ completion: 'substantial' }, {})).status, 428)
  const revised = await patch({ completion: 'substantial', narrative: { es: 'Lo que vimos.', en: null } }, ifMatch)
  t.match(revised, { status: 200, json: { completion: 'substantial', narrative: { es: 'Lo que vimos.' }, revision: 2 } })
  t.same(Object.keys(revised.json.narrative), ['es'])
  t.match(await patch({ completion: 'complete' }, ifMatch), { status: 412, json: { currentRevision: 2 } })

  const retracted = await patch({ state: 'retracted' }, { 'if-match': String(revised.headers.etag), 'content-type': 'application/merge-patch+json' })
  t.match(retracted, { status: 200, json: { state: 'retracted' } })
  t.equal((await get('/v1/commitments/MX0081')).json.status.civilSociety, null, 'a retracted review rates nothing')
  t.equal((await get(address)).json.state, 'retracted', 'and stays visible as such')
  t.match(await patch({ state: 'published' }, { 'if-match': String(retracted.headers.etag) }), { status: 409, json: { type: /already-retracted$/ } })

  const { json: { items } } = await get(`${address}/revisions`)
  t.equal(items.length, 3)
  t.match(JSON.parse(items[0].body), { completion: 'limited', state: 'published' })
  t.same(items[0].by, { role: 'reviewer', institution: 'article-19', alias: null })
})

t.test('a review that cannot stand is refused with every reason', async (t) => {
  const { get, post, request, key } = await startApp(t, { starter: true })
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const send = (change: object) => post('/v1/commitments/MX0081/reviews', { ...REVIEW, ...change }, { key: reviewer })

  t.match(await send({ reviewedOn: '2026-11-24' }), { status: 400, json: { type: /date-in-future$/, errors: [{ pointer: '/reviewedOn' }] } })
  t.match(await send({ evidence: [{ url: 'http://' }] }), { status: 400, json: { type: /invalid-body$/ } })
  for (const evidence of [[], undefined]) t.match(await send({ evidence }), { status: 400, json: { type: /evidence-required$/, errors: [{ pointer: '/evidence' }] } })
  t.match(await send({ evidence: [{ title: { en: 'Heard' } }, { publisher: 'Somebody' }, { title: { en: 'Minutes' }, publisher: 'Somebody' }], completion: null, endorsement: null, narrative: null }),
    { status: 400, json: { errors: [{ pointer: '/evidence/0' }, { pointer: '/evidence/1' }, { pointer: '/narrative' }] } })
  t.match(await send({ progressUpdate: '01968f00-0000-7000-8000-000000000083' }), { status: 400, json: { type: /unknown-reference$/ } })
  t.equal((await send({ organisation: 'r3d' })).status, 400, 'an organisation is that of the key')
  for (const state of ['submitted', 'retracted']) t.equal((await send({ state })).status, 400, `nothing is posted as ${state}`)
  for (const missing of ['XX9999', '_']) t.equal((await post(`/v1/commitments/${missing}/reviews`, REVIEW, { key: reviewer })).status, 404)
  t.equal((await post('/v1/commitments/MX0081/reviews', REVIEW)).status, 401)
  t.equal((await post('/v1/commitments/MX0081/reviews', REVIEW, { key: await key({ role: 'editor', members: ['mexico'] }) })).status, 403)
  t.equal((await request('PATCH', '/v1/reviews/nothing', { key: reviewer, body: {} })).status, 404)
  t.equal((await request('PATCH', '/v1/reviews/01968f00-0000-7000-8000-000000000083', { key: reviewer, body: {} })).status, 404)
  t.equal((await get('/v1/reviews')).json.items.length, 0, 'nothing was kept')

  const bare = await send({ completion: null, endorsement: null })
  t.equal(bare.status, 201)
  const opened = await request('PATCH', `/v1/reviews/${bare.json.id}`, { key: reviewer, headers: { 'if-match': String(bare.headers.etag) }, body: { didItOpenGovernment: { civic_participation: 'marginal' }, completion: 'limited', narrative: { en: null } } })
  t.match(opened, { status: 200, json: { didItOpenGovernment: { civic_participation: 'marginal' }, narrative: null } })
})

t.test('a repeated Idempotency-Key posts one review', async (t) => {
  const { get, post, key } = await startApp(t, { starter: true })
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const send = (idempotencyKey: string, change: object = {}, by = reviewer) =>
    post('/v1/commitments/MX0081/reviews', { ...REVIEW, ...change }, { key: by, headers: { 'idempotency-key': idempotencyKey } })

  const [first, ...others] = await Promise.all(Array.from({ length: 20 }, () => send('once')))
  for (const answer of others) t.same([answer.status, answer.text, answer.headers.etag], [201, first?.text, first?.headers.etag])
  t.equal([first, ...others].filter(answer => answer?.headers['idempotency-replayed'] === 'true').length, 19)
  t.match(await send('once', { completion: 'complete' }), { status: 409, json: { type: /idempotency-key-reused$/ } })
  t.equal((await get('/v1/reviews')).json.items.length, 1)

  t.equal((await send('once', {}, await key({ role: 'reviewer', organisation: 'r3d' }))).status, 201, 'a key of one principal is not that of another')
  t.equal((await send('refused', { evidence: [] })).status, 400)
  t.equal((await send('refused')).status, 201, 'a refusal is not remembered')
  t.match(await send('x'.repeat(256)), { status: 400, json: { errors: [{ parameter: 'Idempotency-Key' }] } })
})

t.test('an answer is forgotten after two days', async (t) => {
  const { get, post, key, setNow } = await startApp(t, { starter: true })
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const send = () => post('/v1/commitments/MX0081/reviews', REVIEW, { key: reviewer, headers: { 'idempotency-key': 'daily' } })
  await send()
  setNow('2026-11-24T23:00:00.000Z')
  t.equal((await send()).headers['idempotency-replayed'], 'true')
  setNow('2026-11-25T01:00:00.000Z')
  t.equal((await send()).headers['idempotency-replayed'], undefined)
  t.equal((await get('/v1/reviews')).json.items.length, 2)
})

t.test('a failure while a reviewer writes is logged without what was done', async (t) => {
  const { post, key, deps, logs } = await startApp(t, { starter: true })
  await sql`alter table review add constraint refused_here check (kind <> 'shadow')`.execute(deps.db)
  const { status, json } = await post('/v1/commitments/MX0081/reviews', { ...REVIEW, kind: 'shadow' }, { key: await key({ role: 'reviewer', organisation: 'r3d' }) })
  t.equal(status, 500)
  const failed = logs.filter(({ reqId }) => reqId === json.instance)
  t.match(failed, [{ err: { code: '23514', message: 'left out, a reviewer asked' } }])
  t.notMatch(JSON.stringify(failed), /review\.|routes|\/v1/, 'neither route nor stack')
})

t.test('what is recorded of a new review is what is read back, and nothing where its reference is wrong', async (t) => {
  const { get, post, key, deps, setNow } = await startApp(t, { starter: true })
  const editor = await key({ role: 'editor', members: ['mexico'] })
  const [reviewer, alias] = [
    await key({ role: 'reviewer', organisation: 'r3d' }),
    await key({ role: 'reviewer', organisation: 'r3d', alias: 'observer', plans: ['mexico-4'] })
  ]
  const report = { institution: 'mexico-sfp', period: '2025-H1', reportedOn: '2025-07-01', completion: 'substantial' }
  const reported = await post('/v1/commitments/MX0081/progress-updates', report, { key: editor })
  t.equal(reported.status, 201)
  const whole = {
    ...REVIEW,
    progressUpdate: reported.json.id.toUpperCase(),
    narrative: { fr: 'Oui — \u2028 « un peu » 😀', en: 'A "little" \\ \t more' },
    evidence: [
      {
        url: null,
        title: { 'es-MX': 'Título', en: 'T' },
        publisher: 'R3D',
        publishedOn: '2026-01-01',
        quoteIsTranslation: false,
        sha256: null
      },
      { url: 'https://example.org/a?b=c#d' }
    ]
  }
  const created = await post('/v1/commitments/MX0081/reviews', whole, { key: reviewer })
  t.match(created, { status: 201, json: { progressUpdate: reported.json.id } })
  const address = `/v1/reviews/${created.json.id}`
  const { replies: _, redactions: __, revision, ...facts } = (await get(address)).json
  const { json: { items: [recorded] } } = await get(`${address}/revisions`)
  t.equal(revision, 1)
  t.equal(recorded.body, canonicalText(facts))
  t.equal(recorded.bodyHash, created.json.receipt.bodyHash)

  t.equal((await post('/v1/commitments/MX0081/reviews', whole, { key: alias })).status, 202)
  setNow('2026-11-27T00:00:00.000Z')
  t.equal(
    await releaseSubmissions(deps.db, deps.clock(), deps.config.window), 1,
    'it is recorded with the hash that was promised'
  )

  const counts = async () => (await sql<{ counts: string }>`
    select concat_ws(' ', (select count(*) from review), (select count(*) from revision where entity_type = 'review'), (select count(*) from submission)) as counts`.execute(deps.db)).rows[0]?.counts
  const before = await counts()
  for (const by of [reviewer, alias]) {
    for (const progressUpdate of [reported.json.id, '00000000-0000-4000-8000-000000000000']) {
      const answer = await post('/v1/commitments/MX0082/reviews', { ...whole, progressUpdate }, { key: by })
      t.match(answer, { status: 400, json: { type: /unknown-reference$/, errors: [{ pointer: '/progressUpdate' }] } })
    }
  }
  t.equal(await counts(), before)
})

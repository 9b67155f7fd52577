import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { uuid } from '../../_support/seed.ts'
import { insertRows } from '../../../src/db/bulk.ts'
import { inTransaction } from '../../../src/db/transaction.ts'

const REVIEW = { kind: 'progress', completion: 'limited', endorsement: 'contested', reviewedOn: '2026-11-20', evidence: [{ url: 'https://example.org/seen' }], state: 'published' }
const REPLY = { institution: 'mexico-sfp', repliedOn: '2026-11-21', text: { es: 'Respondemos.', en: 'We answer.' } }
const MISSING = '5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b'

async function tracker (t: Parameters<typeof startApp>[0]) {
  const app = await startApp(t, { starter: true })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const editor = await app.key({ role: 'editor', members: ['mexico'], organisation: 'mexico-sfp' })
  const publish = (change: object = {}) => app.post('/v1/commitments/MX0081/reviews', { ...REVIEW, ...change }, { key: reviewer })
  const reply = (review: string, change: object = {}, key: string | undefined = editor, headers: Record<string, string> = {}) =>
    app.post(`/v1/reviews/${review}/replies`, { ...REPLY, ...change }, { ...(key === undefined ? {} : { key }), headers })
  return { ...app, reviewer, editor, publish, reply }
}

t.test('a government replies, and the review stays as it was written', async (t) => {
  const { get, request, reviewer, publish, reply, key, deps } = await tracker(t)
  const { json: { receipt, ...review }, headers: { etag } } = await publish()
  const address = `/v1/reviews/${review.id}`
  const { json: history } = await get(`${address}/revisions`)
  const projection = await deps.db.selectFrom('commitment_status').selectAll().execute()

  const answered = await reply(review.id.toUpperCase())
  t.match(answered, { status: 201, headers: { location: `/v1/replies/${answered.json.id}`, etag: /^"r1-/ } })
  t.strictSame(answered.json, { id: answered.json.id, review: review.id, ...REPLY, redactions: [], revision: 1 })
  t.equal((await reply(review.id, { repliedOn: '2026-11-20', institution: 'mexico-inai' }, await key({ role: 'editor', plans: ['mexico-4'] }))).status, 201, 'an editor of the plan too')

  t.match(receipt, { by: '2026-11-23' })
  const read = await get(address)
  t.strictSame(read.json, { ...review, replies: [{ ...REPLY, institution: 'mexico-inai', repliedOn: '2026-11-20' }, REPLY] }, 'in the order of their dates')
  t.match(read.headers.etag, /^"r1-/, 'its revision stays')
  t.not(read.headers.etag, etag, 'while what is kept in caches is told apart')
  t.strictSame((await get(`${address}/revisions`)).json, history)
  t.strictSame(await deps.db.selectFrom('commitment_status').selectAll().execute(), projection)

  const one = await get(`/v1/replies/${answered.json.id}`)
  t.strictSame(one.json, answered.json)
  t.equal((await get(`/v1/replies/${answered.json.id}`, { headers: { 'if-none-match': String(one.headers.etag) } })).status, 304)
  const { items } = (await get(`/v1/replies/${answered.json.id}/revisions`)).json
  t.match(items, [{ type: 'reply', id: answered.json.id, revision: 1, op: 'create', by: { role: 'editor', institution: 'mexico-sfp', alias: null } }])
  const { revision: _revision, redactions: _redactions, ...facts } = answered.json
  t.strictSame(JSON.parse(items[0].body), facts)
  t.strictSame((await get(`/v1/replies/${answered.json.id}/revisions/1`)).json, items[0])
  t.equal((await get(`/v1/replies/${MISSING}`)).status, 404)

  const retracted = await request('PATCH', address, { key: reviewer, body: { state: 'retracted' }, headers: { 'if-match': String(etag) } })
  t.match(retracted, { status: 200, json: { revision: 2, replies: [{}, REPLY] } }, 'the author\'s ETag from before the replies still serves')
  t.equal((await reply(review.id)).status, 201, 'what is retracted stays visible, and can be answered')
})

t.test('only an editor of the commitment\'s member or plan replies, to what is public', async (t) => {
  const { get, request, reviewer, editor, publish, reply, key } = await tracker(t)
  const { json: { id } } = await publish()
  const { json: draft } = await publish({ state: 'draft' })
  t.equal((await request('POST', `/v1/reviews/${id}/replies`, { body: REPLY })).status, 401)
  for (const other of [reviewer, await key({ role: 'editor', plans: ['mexico-3'] }), await key({ role: 'assessor', plans: ['mexico-4'] }), await key({ role: 'registrar' }), await key({ role: 'moderator' }), await key({ role: 'admin' })]) {
    t.equal((await reply(id, {}, other)).status, 403)
  }
  for (const missing of [draft.id, MISSING, 'nothing']) {
    for (const key of [editor, reviewer]) t.equal((await reply(missing, {}, key)).status, 404, 'a draft answers as what does not exist, for its author too')
  }
  t.match(await reply(id, { institution: 'nobody' }), { status: 400, json: { type: /unknown-reference$/, errors: [{ pointer: '/institution' }] } })
  t.match(await reply(id, { institution: 'article-19' }), { status: 400, json: { type: /not-of-government$/, errors: [{ pointer: '/institution' }] } })
  t.match(await reply(id, { repliedOn: '2027-01-01' }), { status: 400, json: { type: /date-in-future$/, errors: [{ pointer: '/repliedOn' }] } })
  for (const change of [{ text: {} }, { text: undefined }, { repliedOn: 'today' }, { review: MISSING }, { revision: 7 }]) t.equal((await reply(id, change)).status, 400)
  t.strictSame((await get(`/v1/reviews/${id}`)).json.replies, [])

  const twice = [await reply(id, {}, editor, { 'idempotency-key': 'once' }), await reply(id, {}, editor, { 'idempotency-key': 'once' })]
  t.strictSame(twice.map(({ status, json }) => [status, json.id]), [[201, twice[0]?.json.id], [201, twice[0]?.json.id]])
  t.equal((await get(`/v1/reviews/${id}`)).json.replies.length, 1)
})

t.test('a review cannot be buried under replies', async (t) => {
  const { get, publish, reply, deps } = await tracker(t)
  const { json: { id } } = await publish()
  const row = { review: id, institution: 'mexico-sfp', replied_on: '2026-11-20', text: { en: 'Again' }, revision: 1, updated_at: '2026-11-20T00:00:00.000Z' }
  await inTransaction(deps.db, tx => insertRows(tx, 'review_reply', Array.from({ length: 99 }, (_, index) => ({ ...row, id: uuid(index) }))))
  const answers = await Promise.all([reply(id), reply(id)])
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 409])
  t.match(await reply(id), { status: 409, json: { type: /too-many-replies$/ } })
  t.equal((await get(`/v1/reviews/${id}`)).json.replies.length, 100)
})

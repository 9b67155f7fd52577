import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { engine } from '../../_support/db.ts'
import { revisionCount } from '../../_support/plan.ts'

const REVIEW = { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', evidence: [{ url: 'https://example.org/seen' }] }
const WRITERS = engine === 'postgres' ? 200 : 20
const REPEATS = engine === 'postgres' || process.env.PROVE === '1' ? 1000 : 100

for (const state of ['published', 'draft']) {
  t.test(`of ${WRITERS} who change one ${state} review at once, one wins and the others hear of it`, async (t) => {
    const { get, post, request, key } = await startApp(t, { starter: true })
    const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
    const { json: { id }, headers: { etag } } = await post('/v1/commitments/MX0081/reviews', { ...REVIEW, state }, { key: reviewer })
    const answers = await Promise.all(Array.from({ length: WRITERS }, (_, n) =>
      request('PATCH', `/v1/reviews/${id}`, { key: reviewer, body: { narrative: { en: `Writer ${n}` } }, headers: { 'if-match': String(etag) } })))
    const won = answers.filter(({ status }) => status === 200)
    t.equal(won.length, 1)
    t.equal(answers.filter(({ status }) => status === 412).length, WRITERS - 1)
    const { json, headers } = await get(`/v1/reviews/${id}`, { key: reviewer })
    const { receipt, ...review } = won[0]?.json
    t.equal(receipt === undefined, state === 'draft')
    t.strictSame(json, review)
    t.equal(headers.etag, won[0]?.headers.etag)
    t.equal(json.revision, state === 'draft' ? 1 : 2)
  })
}

t.test(`a request repeated ${REPEATS} times at once with one Idempotency-Key writes one review`, { timeout: 120_000 }, async (t) => {
  const app = await startApp(t, { starter: true })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const revisions = await revisionCount(app)
  const send = () => app.post('/v1/commitments/MX0081/reviews', { ...REVIEW, state: 'published' }, { key: reviewer, headers: { 'idempotency-key': 'once' } })
  const answers = await Promise.all(Array.from({ length: REPEATS }, send))
  t.equal(new Set(answers.map(({ status, text, headers: { etag, location } }) => JSON.stringify([status, text, etag, location]))).size, 1, 'every answer is the same')
  t.equal(answers[0]?.status, 201)
  t.equal(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true').length, REPEATS - 1, 'and all but one say that they repeat it')
  t.equal((await app.get('/v1/reviews')).json.items.length, 1)
  t.equal(await revisionCount(app), revisions + 1)
})

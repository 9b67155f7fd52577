import t from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { REVIEW } from '../../_support/places.ts'

const STATEMENT = { en: 'It named somebody who holds no office.' }
const narrative = (en: string) => ({ ...REVIEW, narrative: { en }, state: 'published' })

async function people (app: TestApp) {
  return {
    moderator: await app.key({ role: 'moderator' }),
    second: await app.key({ role: 'moderator' }),
    third: await app.key({ role: 'moderator' }),
    reviewer: await app.key({ role: 'reviewer', organisation: 'article-19' }),
    editor: await app.key({ role: 'editor', members: ['mexico'] })
  }
}

t.test('redacts a review as a whole', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, post, request } = app
  const { moderator, second, reviewer } = await people(app)
  const { json: { id } } = await post('/v1/commitments/MX0081/reviews', narrative('Words that go.'), { key: reviewer })
  const proposed = await post('/v1/redactions', { target: { type: 'review', id }, ground: 'spam', statement: STATEMENT }, { key: moderator })
  t.match(proposed, { status: 201, json: { state: 'proposed' } }, proposed.text)
  t.equal((await get(`/v1/redactions/${proposed.json.id}`)).status, 404)
  const done = await post(`/v1/redactions/${proposed.json.id}/approvals`, {}, { key: second })
  t.match(done, { status: 200, json: { state: 'in_effect', erased: [1] } }, done.text)
  const gone = await get(`/v1/reviews/${id}`)
  t.match(gone, { status: 410 }, gone.text)
  t.equal((await request('PATCH', `/v1/reviews/${id}`, { key: reviewer, headers: { 'if-match': '*' }, body: {} })).status, 410)
  await app.sequence()
  console.log((await get('/v1/changes?sort=-index&limit=3')).text)
  console.log((await get(`/v1/reviews/${id}/revisions`)).text)
  console.log((await get(`/v1/reviews/${id}/revisions/1`)).text)
  console.log((await get('/v1/redactions')).text)
})

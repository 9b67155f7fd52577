import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects, sorts } from '../../_support/list.ts'
import { ID } from '../../_support/world.ts'

const PUBLIC = [ID.contesting, ID.byAlias, ID.retracted, ID.shadow]

t.test('reviews', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('gives a review with the replies of the government', async (t) => {
    const { status, json } = await app.get(`/v1/reviews/${ID.contesting}`)
    t.equal(status, 200)
    t.match(json, {
      commitment: ID.alpha,
      organisation: 'article-19',
      alias: null,
      completion: 'not_started',
      endorsement: 'contested',
      state: 'published',
      replies: [{ institution: 'canadatbs', repliedOn: '2026-08-05', text: { en: 'Answered' } }]
    })
    t.equal((await app.get(`/v1/reviews/${ID.byAlias}`)).json.alias, 'Observer')
    t.equal((await app.get(`/v1/reviews/${ID.retracted}`)).json.state, 'retracted', 'a retracted review stays visible as such')
    t.equal((await app.get(`/v1/reviews/${ID.alpha}`)).status, 404)
  })

  t.test('shows a draft or a submission nowhere', async (t) => {
    for (const id of [ID.draft, ID.submitted]) {
      const missing = await app.get(`/v1/reviews/${ID.alpha}`)
      const hidden = await app.get(`/v1/reviews/${id}`)
      t.equal(hidden.status, 404)
      t.equal(hidden.json.detail.replace(id, ID.alpha), missing.json.detail, 'exactly as what does not exist')
      t.equal((await app.get(`/v1/reviews/${id}/revisions`)).status, 404)
    }
    await selects(t, app, '/v1/reviews', { '': PUBLIC, 'organisation=socialtic': [], 'completion=complete': [ID.retracted] })
    const { json } = await app.get('/v1/commitments/CA0001?include=reviews')
    t.same(json.reviews.map(({ id }: { id: string }) => id), [ID.byAlias, ID.contesting])
    t.equal(json.status.civilSociety.organisations, 2)
    t.equal((await app.get('/v1/reviews', { headers: { prefer: 'count=exact' } })).json.page.total, 4)
  })

  t.test('filters', t => selects(t, app, '/v1/reviews', {
    'member=canada': [ID.contesting, ID.byAlias, ID.shadow],
    'plan=france-3': [ID.retracted],
    'organisation=article-19': [ID.contesting, ID.shadow],
    'organisation=article-19&organisation=r3d': [ID.contesting, ID.shadow, ID.retracted],
    'organisation=article-19&kind=shadow': [ID.shadow],
    'kind=progress&kind=shadow': PUBLIC,
    'completion=not_started&completion=limited': [ID.contesting, ID.byAlias],
    'endorsement=endorsed': [ID.byAlias]
  }))

  t.test('sorts in both directions', t => sorts(t, app, '/v1/reviews?', {
    reviewedOn: [ID.contesting, ID.retracted, ID.shadow, ID.byAlias],
    '-reviewedOn': [ID.byAlias, ID.shadow, ID.retracted, ID.contesting]
  }))

  t.test('lists those of one commitment', async (t) => {
    await selects(t, app, '/v1/commitments/CA0001/reviews', { '': [ID.contesting, ID.byAlias], 'endorsement=contested': [ID.contesting] })
    t.equal((await app.get('/v1/commitments/XX0000/reviews')).status, 404)
  })
})

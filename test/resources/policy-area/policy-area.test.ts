import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects } from '../../_support/list.ts'

t.test('policy areas', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('gives a policy area', async (t) => {
    const { status, json } = await app.get('/v1/policy-areas/civic-space')
    t.equal(status, 200)
    t.match(json, { id: 'civic-space', kind: 'policy_area', name: { es: 'Espacio cívico' }, broader: null })
    t.equal((await app.get('/v1/policy-areas/nothing')).status, 404)
  })

  t.test('filters', t => selects(t, app, '/v1/policy-areas', {
    'kind=sector': ['opendata'],
    'taxonomy=ogp-2023': ['opendata'],
    'taxonomy=ogp-2023&kind=policy_area': [],
    'broader=civic-space': ['opendata'],
    'broader=civic-space&broader=gender': ['opendata'],
    'externalRef=test:policy-area:1': ['opendata']
  }))
})

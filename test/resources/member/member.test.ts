import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects } from '../../_support/list.ts'

t.test('members', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('gives a member with its standing', async (t) => {
    const { status, json } = await app.get('/v1/members/mexico')
    t.equal(status, 200)
    t.match(json, { id: 'mexico', kind: 'national', countryIso2: 'MX', status: 'under_review', codePrefixes: ['MX'], revision: 1 })
    t.equal(json.statusEvents[0].on, '2024-04-30')
    t.same((await app.get('/v1/members/canada')).json.externalRefs, [{ source: 'test', id: 'member:1' }])
    t.equal((await app.get('/v1/members/atlantis')).status, 404)
    t.equal((await app.get('/v1/members/Mexico')).status, 400, 'an id is lower case')
  })

  t.test('filters with OR inside a filter and AND between filters', t => selects(t, app, '/v1/members', {
    '': ['canada', 'france', 'jalisco', 'mexico'],
    'kind=local': ['jalisco'],
    'kind=local&kind=national': ['canada', 'france', 'jalisco', 'mexico'],
    'region=americas': ['canada', 'mexico'],
    'region=americas&region=europe': ['canada', 'france', 'mexico'],
    'region=americas&status=active': ['canada'],
    'parent=mexico': ['jalisco'],
    'status=inactive&status=withdrawn': ['france', 'jalisco'],
    'externalRef=test:member:1': ['canada'],
    'externalRef=test:other': [],
    'externalRef=nothing': []
  }))
})

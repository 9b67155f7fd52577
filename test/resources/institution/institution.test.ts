import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects } from '../../_support/list.ts'

t.test('institutions', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('gives an institution', async (t) => {
    const { status, json } = await app.get('/v1/institutions/mexico-inai')
    t.equal(status, 200)
    t.match(json, { id: 'mexico-inai', kind: 'autonomous_body', member: 'mexico', shortName: { es: 'INAI' }, url: null, revision: 1 })
    t.equal((await app.get('/v1/institutions/nobody')).status, 404)
  })

  t.test('filters', t => selects(t, app, '/v1/institutions', {
    'member=canada': ['canadatbs'],
    'member=canada&member=mexico': ['canadatbs', 'mexico-civil-society-core-group', 'mexico-inai', 'mexico-sfp'],
    'kind=government': ['canadatbs', 'mexico-sfp'],
    'kind=government&member=mexico': ['mexico-sfp'],
    'kind=academia&kind=government': ['canadatbs', 'citizen-lab', 'mexico-sfp'],
    'externalRef=test:institution:1': ['canadatbs']
  }))
})

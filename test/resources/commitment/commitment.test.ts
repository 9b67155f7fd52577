import t from 'tap'
import { startApp } from '../../_support/app.ts'

t.test('finds a commitment by id and by OGP code in any case', async (t) => {
  const { get } = await startApp(t, { starter: true })
  const byCode = await get('/v1/commitments/mx0081')
  t.equal(byCode.status, 200)
  t.equal(byCode.json.code, 'MX0081')
  const byId = await get(`/v1/commitments/${byCode.json.id}`)
  t.same(byId.json, byCode.json)
})

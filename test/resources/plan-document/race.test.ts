import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { engine } from '../../_support/db.ts'
import { commitmentsOf, editing, planOf } from '../../_support/plan.ts'

const app = await startApp(t, { starter: true })
const { put } = app
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { create, path, read } = editing(app, key)

t.test('of two editors who saw the same revision one wins and the other is told', async t => {
  await create(planOf(5, { commitments: [{ number: '1', title: { en: 'One' } }] }))
  for (let round = 0; round < 5; round++) {
    const etag = String((await read(5)).headers.etag)
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(cluster =>
      put(path(5), planOf(5, { commitments: [{ number: '1', cluster: `${cluster}${round}` }] }), { key, headers: { 'if-match': etag } })))
    t.same(answers.map(({ status }) => status).sort(), [200, 412, 412, 412], `${engine}, round ${round}`)
    const won = answers.findIndex(({ status }) => status === 200)
    t.equal(commitmentsOf(await read(5))[0]?.cluster, `${'abcd'[won]}${round}`)
  }
  const { items } = (await app.get(`/v1/commitments/${commitmentsOf(await read(5))[0]?.id}/revisions`)).json
  t.equal(items.length, 6)
})

t.test('of two who create the same plan one does', async t => {
  const answers = await Promise.all(['x', 'y', 'z'].map(title => create(planOf(6, { plan: { title: { en: title } } }))))
  t.same(answers.map(({ status }) => status).sort(), [201, 412, 412])
})

t.test('of two who apply the same dry run one does', async t => {
  const document = planOf(5, { commitments: [{ number: '1', cluster: 'digest' }] })
  const { digest } = (await put(`${path(5)}?dryRun=true`, document, { key })).json
  const answers = await Promise.all([1, 2, 3].map(() => put(`${path(5)}?digest=${digest}`, document, { key })))
  t.same(answers.map(({ status }) => status).sort(), [200, 409, 409])
})

t.test('an editor who changes nothing does not stand in the way of another', async t => {
  const { json, headers } = await read(5)
  const send = (body: unknown) => put(path(5), body, { key, headers: { 'if-match': String(headers.etag) } })
  t.equal((await send(json)).status, 200)
  t.equal((await send(planOf(5, { commitments: [{ number: '1', cluster: 'after' }] }))).status, 200)
  t.equal((await send(json)).status, 412)
})

t.test('writers of different plans of a member both do, and readers see whole documents', async t => {
  await create(planOf(7, { commitments: [{ number: '1', title: { en: 'One' } }] }))
  const shared = { id: 'mexico-shared', name: { en: 'Shared' }, kind: 'government' as const }
  const answers = await Promise.all([5, 6, 7].flatMap(number => [
    put(path(number), planOf(number, { institutions: [shared], commitments: [{ number: '2', title: { en: 'Two' }, stakeholders: [{ institution: shared.id, role: 'lead' }] }] }), { key, headers: { 'if-match': '*' } }),
    read(number)
  ]))
  t.same(answers.map(({ status }) => status), [200, 200, 200, 200, 200, 200])
  t.equal((await app.get('/v1/institutions/mexico-shared')).json.revision, 1, 'made once')
})

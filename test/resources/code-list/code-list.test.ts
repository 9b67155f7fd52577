import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { walk } from '../../_support/list.ts'

t.test('code lists', async (t) => {
  const app = await startApp(t)

  t.test('gives a code list with labels, order and years', async (t) => {
    const { status, json } = await app.get('/v1/code-lists/completion')
    t.equal(status, 200)
    t.equal(json.ordered, true)
    t.same(json.codes.slice(0, 4).map(({ code, rank }: { code: string, rank: number }) => [code, rank]), [['not_started', 0], ['limited', 1], ['substantial', 2], ['complete', 3]])
    t.equal((await app.get('/v1/code-lists/nothing')).status, 404)
  })

  t.test('lists them all, each as it is by id', async (t) => {
    const lists = await walk(t, app, '/v1/code-lists?limit=7')
    t.ok(lists.length > 10)
    t.same((await app.get(`/v1/code-lists/${lists[0].id}`)).json, lists[0])
  })
})

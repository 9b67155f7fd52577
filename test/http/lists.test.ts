import t from 'tap'
import { startReadOnly } from '../_support/app.ts'
import { type Item, walk } from '../_support/list.ts'
import { operationsOf } from '../_support/openapi.ts'

t.test('every list', async (t) => {
  const app = await startReadOnly(t, 'reading')
  const { get } = app
  // What follows the log has tests of its own, and so has the search.
  const lists = operationsOf(app).filter(({ path, parameters, secured }) => !secured && !path.includes('{') && !['/v1/changes', '/v1/revisions', '/v1/search'].includes(path) && parameters.some(({ name }) => name === 'cursor'))
  const ids = async (url: string): Promise<string[]> => (await walk(t, app, url)).map(({ id }: Item) => id)

  t.equal(lists.length, 15)
  for (const { path, parameters } of lists) {
    t.test(`${path} gives everything exactly once, in any size of page and any order`, async (t) => {
      const all = await ids(`${path}?limit=200`)
      t.ok(all.length > 2)
      t.equal(new Set(all).size, all.length)
      t.same(await ids(`${path}?limit=1`), all, 'one by one')
      t.same(await ids(path), all, 'the default order')
      const orders = parameters.find(({ name }) => name === 'sort')?.schema.enum as string[]
      for (const sort of orders) {
        const whole = (await get(`${path}?limit=200&sort=${sort}`)).json.items.map(({ id }: Item) => id)
        t.same(await ids(`${path}?limit=${Math.ceil(all.length / 3)}&sort=${sort}`), whole, sort)
        t.same([...whole].sort(), [...all].sort(), `${sort} loses nothing`)
      }
    })

    t.test(`${path} gives a total when asked`, async (t) => {
      const all = await ids(`${path}?limit=200`)
      const { json, headers } = await get(`${path}?limit=1`, { headers: { prefer: 'respond-async, count=exact;q=1' } })
      t.equal(json.page.total, all.length)
      t.equal(headers['preference-applied'], 'count=exact')
      for (const prefer of ['count=exactly', 'discount=exact', 'count=none']) {
        const without = await get(`${path}?limit=1`, { headers: { prefer } })
        t.equal(without.json.page.total, undefined)
        t.equal(without.headers['preference-applied'], undefined)
      }
    })

    t.test(`${path} gives only the members asked for, and the id`, async (t) => {
      const { items } = (await get(`${path}?limit=1`)).json
      const name = Object.keys(items[0]).find(name => name !== 'id') as string
      t.same((await get(`${path}?limit=1&fields=${name}`)).json.items, [{ id: items[0].id, [name]: items[0][name] }])
      const id = (await get(`${path}/${items[0].id}`)).json
      t.same(id, items[0], 'the same in a list as by id')
    })
  }

  t.test('tells one that the last page is full that there is no next one', async (t) => {
    const { json } = await get('/v1/members?limit=4')
    t.equal(json.items.length, 4)
    t.same(json.page, { limit: 4, nextCursor: null })
    t.equal(json.links.next, null)
  })

  t.test('names itself by the address of the service, whatever the request calls it', async (t) => {
    const response = await app.app.inject({ url: '/v1/members?limit=1', headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } })
    t.match(response.json().links, { self: 'http://127.0.0.1:3000/v1/members?limit=1', next: /^http:\/\/127\.0\.0\.1:3000\/v1\/members\?limit=1&cursor=/ })
    t.notMatch(response.headers.link, /evil/)
  })
})

t.test('a cursor', async (t) => {
  const app = await startReadOnly(t, 'reading')
  const { get } = app
  const cursorOf = async (url: string): Promise<string> => (await get(url)).json.page.nextCursor
  const cursor = await cursorOf('/v1/commitments?limit=2&plan=mexico-4')

  t.test('goes with another size of page, other members and other children', async (t) => {
    const { status, json } = await get(`/v1/commitments?plan=mexico-4&limit=5&fields=code&include=reviews&cursor=${cursor}`)
    t.equal(status, 200)
    t.equal(json.items[0].code, 'MX0077')
  })

  t.test('is refused with other filters, another order or another list', async (t) => {
    for (const url of ['/v1/commitments?', '/v1/commitments?plan=mexico-3&', '/v1/commitments?plan=mexico-4&overdue=false&', '/v1/commitments?plan=mexico-4&sort=-code&', '/v1/action-plans?', '/v1/commitments/MX0081/milestones?']) {
      const { status, json } = await get(`${url}cursor=${cursor}`)
      t.equal(status, 400, url)
      t.match(json, { type: /invalid-cursor$/, detail: 'The cursor was made for other filters or another list.' })
    }
  })

  t.test('is refused when it is forged', async (t) => {
    const [payload = '', signature = ''] = cursor.split('.')
    const other = Buffer.from(JSON.stringify(['x', 'y', 'z'])).toString('base64url')
    for (const forged of [payload, `${payload}.`, `.${signature}`, `${payload}.${signature}.`, `${payload}.${signature.slice(0, 21)}`, `${other}.${signature}`, `${payload}A.${signature}`,
      `${payload}.${encodeURIComponent('é'.repeat(22))}`, `${payload}.${'A'.repeat(22)}`, '0', 'null', "'; drop table member; --"]) {
      const { status, json } = await get(`/v1/commitments?plan=mexico-4&cursor=${forged}`)
      t.equal(status, 400, forged)
      t.match(json, { type: /invalid-cursor$/, detail: 'The cursor was not made by this service.' })
    }
    t.match((await get('/v1/commitments?cursor=')).json, { type: /invalid-query$/, errors: [{ parameter: 'cursor' }] })
  })
})

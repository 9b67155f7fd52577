import t from 'tap'
import { startWorld } from '../_support/list.ts'
import { operationsOf, addressOf } from '../_support/openapi.ts'

t.test('a query', async (t) => {
  const app = await startWorld(t)
  const { get } = app
  const key = await app.key({ role: 'admin' })

  t.test('with an unknown parameter is refused by every operation, of those that take none too', async (t) => {
    for (const { path, operation, secured } of operationsOf(app).filter(({ method, operation }) => method === 'GET' && !['Service', 'Pages'].some(tag => operation.tags.includes(tag)))) {
      const { status, json } = await get(`${addressOf(path)}?polcyArea=gender&limit=1`, secured ? { key } : {})
      t.equal(status, secured && status === 403 ? 403 : 400, path)
      if (status === 400) t.match(json.errors.find(({ parameter }: { parameter: string }) => parameter === 'polcyArea'), { detail: 'is not known here' }, operation.operationId)
    }
  })

  t.test('with any name that is not a parameter is refused by that name', async (t) => {
    for (const name of ['__proto__', 'constructor', 'toString', 'limit[]', 'limit/0', 'a~b', 'Limit', ' limit', 'é', '', '0', 'x'.repeat(200)]) {
      const { status, json } = await get(`/v1/members?${encodeURIComponent(name)}=1`)
      t.equal(status, 400, name)
      t.same(json.errors, [{ parameter: name, detail: 'is not known here' }])
    }
    t.equal((await get(`/v1/members?${'y'.repeat(5000)}=1`)).json.errors[0].parameter.length, 200)
  })

  t.test('with a value of the wrong kind is refused with its parameter', async (t) => {
    for (const [parameter, values] of Object.entries({
      limit: ['0', '201', '-1', '1.5', 'ten', '', '1e999', '0x10', '1e1', '%2010', '1.0', '+5', '05', '-0', 'true', '١', '1&limit=2', '9007199254740993'],
      sort: ['nothing', '', 'Code', '--code', 'code,title', 'code&sort=title'],
      overdue: ['yes', '1', '0', 'TRUE', '', 'true&overdue=false'],
      cycleYear: ['2010', '2101', '2019.5', 'x'],
      member: ['Mexico', 'méxico', 'a--b', '-', 'a'.repeat(121), ''],
      lifecycle: ['dead', 'active,paused'],
      dueBefore: ['2026-02-30', '2026-13-01', '2026-1-1', '20260101', '0000-01-01', '+002026-01-01', '2026-01-01T00:00:00Z', 'today', '12026-01-01'],
      updatedSince: ['2026-01-01', '2026-01-01T00:00:00', '2026-01-01 00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T23:59:60Z', '2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00%2B01:00', '9999-12-31T23:59:59-01:00', '2026-01-01T00:00:00%2B24:00', '2026-01-01t00:00:00z'],
      code: ['MX81', '0081', 'MX00811'],
      q: ['', 'x'.repeat(201)],
      region: ['']
    })) {
      for (const value of values) {
        const { status, json } = await get(`/v1/commitments?${parameter}=${value}`)
        t.equal(status, 400, `${parameter}=${value}`)
        t.match(json, { type: /invalid-query$/, errors: [{ parameter }] })
      }
    }
    const { json } = await get('/v1/commitments?limit=0&sort=x&member=A&nothing=1')
    t.same(new Set(json.errors.map(({ parameter }: { parameter: string }) => parameter)), new Set(['limit', 'sort', 'member', 'nothing']), 'all of them at once')
  })

  t.test('takes every date that the calendar has', async (t) => {
    for (const query of ['dueBefore=0001-01-01', 'dueBefore=9999-12-31', 'dueAfter=2024-02-29', 'updatedSince=0001-01-01T00:00:00Z', 'updatedSince=9999-12-31T23:59:59.999999999Z', 'updatedSince=2026-01-01T00:00:00%2B23:59', 'updatedSince=2026-01-01T00:00:00-23:59']) {
      t.equal((await get(`/v1/commitments?${query}`)).status, 200, query)
    }
  })

  t.test('that searches for anything finds something or nothing, and never fails', async (t) => {
    for (const text of ["'", '"', '\\', '%', '_', ';--', ':*', '& | !', '<->', '((((', '\u{1f600}', '\u0301', '\ufffd', '\u202e', 'or', '-', '--', '"unclosed', 'a'.repeat(120)]) {
      for (const parameter of ['q', 'region', 'externalRef']) t.equal((await get(`/v1/commitments?${parameter}=${encodeURIComponent(text)}`)).status, 200, `${parameter}=${text}`)
    }
    for (const ref of ['a:b', ':b', 'a:', ':', 'test:commitment:1&externalRef=x']) t.equal((await get(`/v1/commitments?externalRef=${ref}`)).status, 200, ref)
  })

  t.test('that is not percent-encoded UTF-8 is refused', async (t) => {
    for (const url of ['/v1/members?region=%zz', '/v1/members?region=%', '/v1/members?region=%ff', '/v1/members?region=%c0%80', '/v1/members?region=%ed%a0%80', '/v1/members?region=a%00b', '/v1/members/%', '/v1/members/%e0%a4%a', '/v1/%zz', '/v1/members/%00', '/%00']) {
      const { status, json } = await get(url)
      t.equal(status, 400, url)
      t.match(json, { type: /bad-request$/ })
    }
  })

  t.test('and an address may be long', async (t) => {
    t.equal((await get(`/v1/members/${'a'.repeat(14_000)}`)).status, 400)
    t.equal((await get(`/v1/members/${'a'.repeat(70_000)}`)).status, 400, 'longer than the router reads')
    t.equal((await get(`/v1/${'a/'.repeat(7000)}`)).status, 404)
    t.equal((await get(`/v1/members?${'region=x&'.repeat(50)}`)).status, 200)
    t.match((await get(`/v1/members?${'region=x&'.repeat(51)}`)).json.errors, [{ parameter: 'region' }])
    t.equal((await get(`/v1/members?${'x=1&'.repeat(1500)}`)).status, 400)
  })

  t.test('links to itself with an address that is one', async (t) => {
    for (const query of ['q=|', 'q=[1]', 'q={x}', 'q=^`', 'q=\\', 'q="<>"', 'q=a%20b+c', 'q=ñ', "q='"]) {
      const { status, json } = await get(`/v1/commitments?${query}&limit=1`)
      t.equal(status, 200, query)
      t.equal((await get(json.links.self.replace('http://127.0.0.1:3000', ''))).status, 200)
    }
  })
})

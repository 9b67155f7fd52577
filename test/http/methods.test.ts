import t from 'tap'
import { startReadOnly } from '../_support/app.ts'
import { addressOf, documentOf } from '../_support/openapi.ts'

t.test('methods', async (t) => {
  const app = await startReadOnly(t, 'reading')
  const { request } = app

  t.test('every address answers 405 with Allow to every method that it does not document', async (t) => {
    for (const [path, operations] of Object.entries(documentOf(app).paths)) {
      const known = Object.keys(operations).map(method => method.toUpperCase())
      if (known.includes('GET')) known.push('HEAD')
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'LINK']) {
        if (known.includes(method)) continue
        const { status, headers, json } = await request(method, addressOf(path), { headers: { authorization: 'Bearer wrong', 'content-type': 'text/xml' }, payload: method === 'HEAD' ? '' : '<not json>' })
        t.equal(status, 405, `${method} ${path}`)
        t.same(String(headers.allow).split(', ').sort(), [...known, 'OPTIONS'].sort())
        if (method !== 'HEAD') t.match(json, { type: /method-not-allowed$/, detail: new RegExp(`^${method} is not possible here`) })
      }
    }
  })

  t.test('an unknown address answers 404 to every method, before it looks at key or body', async (t) => {
    for (const path of ['/v1', '/nothing', '/v1/members/', '/v1/members/mexico/', '/v1//members', '/v1/members//revisions', '/V1/members', '/v1/members/mexico/nothing', '/v1/commitments/MX0081/events', '/v1/members.json', '//evil.example/v1/members', '/v1/feeds/commitments/.atom', '/v1/exports/commitments.']) {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
        const { status, headers } = await request(method, path, { headers: { authorization: 'Bearer wrong', 'content-type': 'text/xml', accept: 'image/png' }, payload: method === 'HEAD' ? '' : '<not json>' })
        t.equal(status, 404, `${method} ${path}`)
        t.equal(headers.allow, undefined)
      }
    }
  })
})

import t from 'tap'
import { startApp } from '../_support/app.ts'

t.test('a request with several mistakes is told the first of them', async (t) => {
  const app = await startApp(t, { starter: true })
  const { request, get } = app
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  const stranger = await app.key({ role: 'registrar' })
  const address = '/v1/action-plans/mexico-4/document'
  const big = Buffer.alloc(17 * 1024 * 1024, 32)
  const { etag } = (await get(address)).headers
  const refusal = async (method: string, url: string, key: string | undefined, type: string | undefined, payload: string | Buffer, headers = {}): Promise<unknown> => {
    const answer = await request(method, url, { ...(key === undefined ? {} : { key }), headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers }, payload })
    return [answer.status, String(answer.json?.type).split('/').at(-1)]
  }

  t.same(await refusal('PUT', '/v1/nothing', 'wrong', 'text/xml', big), [404, 'not-found'])
  t.same(await refusal('PATCH', address, 'wrong', 'text/xml', big), [405, 'method-not-allowed'])
  t.same(await refusal('PUT', address, 'wrong', 'text/xml', big), [401, 'unauthenticated'])
  t.same(await refusal('PUT', address, undefined, 'text/xml', big), [401, 'unauthenticated'])
  for (const type of ['text/xml', 'text/csv', 'application/merge-patch+json', 'application/jsonp', 'nonsense', '']) {
    t.same(await refusal('PUT', address, stranger, type, big), [415, 'unsupported-media-type'], type)
  }
  t.same(await refusal('PUT', address, stranger, undefined, '{}'), [415, 'unsupported-media-type'])
  t.same(await refusal('PUT', address, stranger, 'application/json', big), [413, 'body-too-large'])
  t.same(await refusal('PUT', address, stranger, 'application/json', '{'), [400, 'invalid-json'])
  t.same(await refusal('PUT', `${address}?nonsense=1`, stranger, 'Application/JSON; charset=utf-8', '{"nonsense":1}'), [403, 'forbidden'])
  t.same(await refusal('PUT', `${address}?nonsense=1`, editor, 'application/json', '{"nonsense":1}'), [428, 'revision-required'])
  t.same(await refusal('PUT', address, editor, 'application/json', '{"nonsense":1}', { 'if-match': '"r0-x"' }), [400, 'invalid-body'])
  t.same(await refusal('PUT', address, editor, 'application/json', '{"plan":{"id":"mexico-4"}}', { 'if-match': '"r0-x"' }), [412, 'stale-revision'])
  t.same(await refusal('PUT', address, editor, 'application/json', '{"plan":{"id":"mexico-4"}}', { 'if-match': String(etag) }), [200, 'undefined'])
})

t.test('a wrong credential is refused on reads too, so that it never passes for anonymous', async (t) => {
  const { get, key } = await startApp(t)
  const good = await key({ role: 'admin' })
  t.equal((await get('/v1/members', { key: good })).status, 200)
  for (const authorization of ['', 'Bearer', 'Bearer ', 'Bearer wrong', `Basic ${good}`, good, `Bearer ${good.slice(0, -1)}`, `Bearer ${good}x`, `Bearer ${good} ${good}`, `Bearer  ${good.toUpperCase()}`]) {
    const { status, json, headers } = await get('/v1/members', { headers: { authorization } })
    t.equal(status, 401, authorization.replace(good, 'KEY'))
    t.match(json, { type: /unauthenticated$/ })
    t.equal(headers['www-authenticate'], 'Bearer realm="open-commitments"')
  }
  t.equal((await get('/v1/members', { headers: { authorization: `bearer   ${good} ` } })).status, 200, 'the scheme in any case')
})

t.test('an answer in another form is refused with what there is', async (t) => {
  const { get } = await startApp(t)
  for (const accept of ['text/csv', 'text/html', 'application/ld+json', 'application/json;q=0', 'application/json;q=0, */*', '*/*;q=0', 'nonsense']) {
    const { status, json } = await get('/v1/members', { headers: { accept } })
    t.equal(status, 406, accept)
    t.match(json, { type: /not-acceptable$/, detail: 'This address answers with application/json.' })
  }
  for (const accept of ['*/*', 'application/*', 'application/json', 'text/html, application/json;q=0.1', 'application/json; charset=utf-8', 'TEXT/HTML, Application/JSON', '']) {
    t.equal((await get('/v1/members', { headers: { accept } })).status, 200, accept)
  }
  t.match((await get('/problems', { headers: { accept: 'image/png' } })).json.detail, 'This address answers with text/html or application/json.')
})

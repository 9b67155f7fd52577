import t from 'tap'
import { startApp } from '../_support/app.ts'
import { COMMON } from '../../src/http/headers.ts'

t.test('headers', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, request } = app
  const key = await app.key({ role: 'editor', members: ['mexico'] })
  const { etag } = (await get('/v1/members/mexico')).headers
  const answers = {
    ok: await get('/v1/members/mexico'),
    'not modified': await get('/v1/members/mexico', { headers: { 'if-none-match': String(etag) } }),
    head: await request('HEAD', '/v1/members'),
    page: await get('/problems', { headers: { accept: 'text/html' } }),
    400: await get('/v1/members?limit=0'),
    401: await get('/v1/members', { key: 'wrong' }),
    403: await get('/v1/admin/keys', { key }),
    404: await get('/nothing'),
    405: await request('DELETE', '/v1/members'),
    406: await get('/v1/members', { headers: { accept: 'image/png' } }),
    undecodable: await get('/v1/%ff'),
    NUL: await get('/v1/members/%00'),
    preflight: await request('OPTIONS', '/v1/members', { headers: { origin: 'https://example.org', 'access-control-request-method': 'GET' } }),
    docs: await get('/docs')
  }

  t.test('every answer has the version, CORS, what varies, and what Helmet sets', async (t) => {
    const { 'content-security-policy': policy, ...others }: Record<string, string> = COMMON
    t.match(COMMON, {
      'api-version': '0.1.0',
      vary: 'Accept, Accept-Encoding, Prefer',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': /^ETag, Link, Location, /,
      'content-security-policy':
        "default-src 'none';style-src 'self';img-src 'self' data:;base-uri 'none';form-action 'self';frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'cross-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'x-download-options': 'noopen',
      'x-frame-options': 'SAMEORIGIN',
      'x-permitted-cross-domain-policies': 'none',
      'x-xss-protection': '0'
    })
    t.equal(Object.keys(COMMON).length, 16)
    for (const [name, { headers }] of Object.entries(answers)) {
      t.match(headers, name === 'preflight' ? { ...others, vary: /Accept, Accept-Encoding, Prefer/ } : others, name)
      t.equal(headers['access-control-allow-credentials'], undefined)
      t.equal(headers['set-cookie'], undefined)
      if (name !== 'docs') t.equal(headers['content-security-policy'], policy, name)
    }
  })

  t.test('reads may be kept by anybody, errors and what a key reads by nobody', async (t) => {
    for (const [name, { headers }] of Object.entries(answers)) {
      if (['ok', 'not modified', 'head', 'page'].includes(name)) t.equal(headers['cache-control'], 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400', name)
      if (/^\d|undec|NUL/.test(name)) t.equal(headers['cache-control'], 'no-store', name)
    }
    for (const path of ['/v1/members', '/v1/members/mexico', '/v1/me', '/v1/members/mexico/revisions/1']) {
      t.match((await get(path, { key })).headers['cache-control'], path.endsWith('1') ? 'max-age=300, must-revalidate' : 'no-store', path)
    }
  })

  t.test('a preflight allows every method and header of the API from anywhere', async (t) => {
    t.equal(answers.preflight.status, 204)
    t.match(answers.preflight.headers, {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'Authorization, Content-Type, Prefer, If-Match, If-None-Match, Idempotency-Key, Last-Event-ID, Range, If-Range, If-Modified-Since',
      'access-control-max-age': '86400'
    })
    const bare = await request('OPTIONS', '/v1/members')
    t.equal(bare.status, 204)
  })

  t.test('hostile header values change nothing', async (t) => {
    const hostile = ['\t', "'; drop table member; --", '*/*'.repeat(500), ';;;,,,', '"', 'é', '\\', 'q=', '%00', '{{7*7}}', '../../etc/passwd']
    for (const value of hostile) {
      for (const name of ['if-none-match', 'if-match', 'prefer', 'origin', 'referer', 'user-agent', 'accept-language', 'x-forwarded-for', 'x-http-method-override', 'range', 'idempotency-key', 'content-type']) {
        const { status } = await get('/v1/members/mexico', { headers: { [name]: value } })
        t.equal(status, 200, `${name}: ${value}`)
      }
      t.match((await get('/v1/members', { headers: { accept: value } })).status, /^(200|406)$/)
      t.equal((await get('/v1/members', { headers: { authorization: value } })).status, 401)
    }
  })
})

import t from 'tap'
import { startReadOnly } from '../_support/app.ts'
import { addressOf, operationsOf } from '../_support/openapi.ts'
import { keepDumps } from '../../src/resources/export/dump.service.ts'

t.test('conditional requests', async (t) => {
  const app = await startReadOnly(t, 'reading')
  await keepDumps(app.deps)
  const { get, request } = app
  const conditional = operationsOf(app).filter(({ method, operation, secured }) => method === 'GET' && !secured && operation.responses[304] !== undefined)

  t.test('every conditional GET has a strong ETag, the same on HEAD, and 304 for who has it', async (t) => {
    t.ok(conditional.length > 30)
    for (const { path } of conditional) {
      const url = path === '/v1/search' ? `${path}?q=open` : addressOf(path)
      const { status, headers } = await get(url)
      t.equal(status, 200, url)
      t.match(headers.etag, /^"(r[^-"]+-)?[\w-]{22}"$/, url)
      const head = await request('HEAD', url)
      t.same([head.status, head.headers.etag, head.headers['content-length'], head.text], [200, headers.etag, headers['content-length'], ''])
      const again = await get(url, { headers: { 'if-none-match': String(headers.etag) } })
      t.same([again.status, again.text, again.headers.etag], [304, '', headers.etag])
      t.equal(again.headers['cache-control'], headers['cache-control'])
      t.equal((await request('HEAD', url, { headers: { 'if-none-match': '*' } })).status, 304)
    }
  })

  t.test('names the revision of an entity, and none of a list', async (t) => {
    t.match((await get('/v1/members/mexico')).headers.etag, /^"r1-/)
    t.match((await get('/v1/members')).headers.etag, /^"[\w-]{22}"$/)
  })

  t.test('compares weakly, in lists, and with *', async (t) => {
    const { etag } = (await get('/v1/members/mexico')).headers
    for (const known of [`W/${etag}`, `"other", ${etag}`, `"a,b" , W/${etag},"c"`, '*', ' * ']) {
      t.equal((await get('/v1/members/mexico', { headers: { 'if-none-match': known } })).status, 304, known)
    }
    for (const other of ['"other"', 'W/"other"', String(etag).slice(1, -1), '', '"*"', `w/${etag}`]) {
      t.equal((await get('/v1/members/mexico', { headers: { 'if-none-match': other } })).status, 200, other)
    }
  })

  t.test('gives another ETag for other members, with the same revision part', async (t) => {
    const whole = String((await get('/v1/commitments/CA0001')).headers.etag)
    const part = String((await get('/v1/commitments/CA0001?fields=code')).headers.etag)
    t.not(part, whole)
    t.equal(part.slice(0, 3), whole.slice(0, 3))
  })

  t.test('does not answer 304 where there is nothing', async (t) => {
    t.equal((await get('/v1/members/atlantis', { headers: { 'if-none-match': '*' } })).status, 404)
    t.equal((await get('/v1/members?limit=0', { headers: { 'if-none-match': '*' } })).status, 400)
  })
})

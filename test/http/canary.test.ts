import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { type TestApp, startApp } from '../_support/app.ts'
import { holds, mark, tables, traces } from '../_support/canary.ts'
import { MATRIX, addressAt } from '../_support/matrix.ts'
import { operationsOf } from '../_support/openapi.ts'
import { REVIEW, makePlaces } from '../_support/places.ts'

/** Nothing that identifies a reader or a reviewer is kept: marked values are sent everywhere, and looked for everywhere. */

const ADDRESS = '203.0.113.97'
const HEADERS = ['user-agent', 'referer', 'x-forwarded-for', 'forwarded', 'x-real-ip', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip', 'via', 'from', 'cookie', 'origin', 'accept-language', 'x-request-id', 'x-correlation-id', 'traceparent', 'tracestate', 'baggage', 'prefer', 'if-none-match', 'if-modified-since', 'range', 'dnt', 'sec-ch-ua', 'x-custom', 'access-control-request-headers', 'x-forwarded-host', 'x-forwarded-proto', 'proxy-authorization', 'idempotency-key']

/** A fresh mark in every header, each as such a header might look. */
function marked (marks: string[]): Record<string, string> {
  return Object.fromEntries(HEADERS.map(name => {
    const value = mark()
    marks.push(value)
    return [name, { cookie: `session=${value}`, referer: `https://${value}.example/`, origin: `https://${value}.example`, forwarded: `for=${ADDRESS};host=${value}`, 'x-forwarded-for': `${ADDRESS}, ${value}` }[name] ?? value]
  }))
}

async function tracker (t: Parameters<typeof startApp>[0], env: NodeJS.ProcessEnv = {}) {
  const app = await startApp(t, { starter: true, env })
  const marks: string[] = []
  /** What a client sends, with a mark in every header; `said` are marks that the answer may not hold either. */
  const send = async (method: string, url: string, { key, body, type = 'application/json', said = [], headers = {} }: { key?: string, body?: string, type?: string, said?: string[], headers?: Record<string, string> } = {}) => {
    const ofHeaders: string[] = []
    const answer = await app.app.inject({
      method: method as 'GET', url, remoteAddress: ADDRESS, headers: { ...marked(ofHeaders), ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...(body === undefined ? {} : { 'content-type': type }), ...headers }, ...(body === undefined ? {} : { payload: body })
    })
    marks.push(...ofHeaders, ...said)
    const told = `${JSON.stringify(answer.headers)}\n${answer.payload}`
    for (const value of [...ofHeaders, ...said, ADDRESS]) if (holds(told, value)) t.fail(`${method} ${url} answers ${answer.statusCode} with ${value}`)
    return answer
  }
  return { ...app, marks, send }
}

/** What everybody can read, all of it. */
async function published (app: TestApp): Promise<string> {
  const { own } = await makePlaces(app)
  const texts = []
  for (const { path, method, operation } of operationsOf(app)) {
    const row = MATRIX[operation.operationId] as typeof MATRIX[string]
    if (method === 'GET' && row.who === 'everybody') texts.push((await app.get(addressAt(path, row, own, 'anybody'))).text)
  }
  return texts.join('\n')
}

t.test('of what is refused or read nothing is kept, and nothing said back', async (t) => {
  const app = await tracker(t)
  const { send, key, marks } = app
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const other = await key({ role: 'reviewer', organisation: 'r3d' })
  const editor = await key({ role: 'editor', members: ['mexico'] })
  const { json: { id } } = await app.post('/v1/commitments/MX0081/reviews', { ...REVIEW, state: 'published' }, { key: reviewer })
  const status = async (expected: number, ...sent: Parameters<typeof send>) => { t.equal((await send(...sent)).statusCode, expected, `${sent[0]} ${sent[1].replace(/canary\w+/, '...')}`) }
  const about = '/v1/commitments/MX0081/reviews'
  /** A review whose every word is marked. */
  const words = (change: object = {}) => {
    const said = [mark(), mark(), mark(), mark()]
    const [narrative, url, publisher, quote] = said
    return { said, body: JSON.stringify({ ...REVIEW, narrative: { en: narrative }, evidence: [{ url: `https://example.org/${url}`, publisher, quote: { en: quote } }], state: 'published', ...change }) }
  }

  for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PATCH', 'DELETE']) {
    for (const url of ['/v1/members', about, `/v1/reviews/${id}`, '/v1/me', '/', '/nothing', '/docs', '/problems']) await send(method, url, { body: '{}' })
  }
  await status(400, 'POST', about, { key: reviewer, ...words({ kind: mark() }) })
  await status(400, 'POST', about, { key: reviewer, ...words({ evidence: [] }) })
  await status(400, 'POST', about, { key: reviewer, ...words({ progressUpdate: id }) })
  const { body, said } = words()
  await status(400, 'POST', about, { key: reviewer, body: body.slice(0, -1), said })
  await status(400, 'POST', about, { key: reviewer, body: `${body.slice(0, -1)},"kind":"shadow"}`, said })
  await status(401, 'POST', about, words())
  for (const credential of [mark(), `oct_${'a'.repeat(12)}_${'b'.repeat(70)}`, `${reviewer}x`]) await status(401, 'POST', about, { key: credential, ...words(), said: [credential] })
  for (const authorization of [`Basic ${mark()}`, `Bearer ${reviewer} ${mark()}`, mark(), `Digest username="${mark()}"`]) await status(401, 'POST', about, { headers: { authorization }, ...words(), said: [authorization] })
  await status(403, 'POST', about, { key: editor, ...words() })
  await status(403, 'PATCH', `/v1/reviews/${id}`, { key: other, ...words() })
  await status(404, 'POST', '/v1/commitments/ZZ0001/reviews', { key: reviewer, ...words() })
  await status(405, 'POST', `/v1/reviews/${id}`, { key: reviewer, ...words() })
  await status(406, 'POST', about, { key: reviewer, ...words(), headers: { accept: `text/${mark()}` } })
  await status(409, 'PATCH', `/v1/reviews/${id}`, { key: reviewer, ...words({ state: 'draft' }), headers: { 'if-match': '*' } })
  await status(412, 'PATCH', `/v1/reviews/${id}`, { key: reviewer, ...words(), headers: { 'if-match': `"r9-${mark()}"` } })
  await status(428, 'PATCH', `/v1/reviews/${id}`, { key: reviewer, ...words() })
  await status(413, 'POST', about, { key: reviewer, said: [marks[0] as string], body: JSON.stringify({ narrative: { en: `${marks[0]}`.repeat(60_000) } }) })
  await status(415, 'POST', about, { key: reviewer, ...words(), type: `text/${mark()}` })

  // What the address or a name in the body says, the answer may name; nobody else hears of it.
  for (const url of [`/v1/${mark()}`, `/v1/members/${mark()}`, `/v1/reviews/${mark()}`, `/v1/commitments/${mark()}/reviews`, `/v1/members?${mark()}=1`, `/v1/commitments?q=${mark()}`, `/v1/members?region=${mark()}`, `/v1/members?limit=${mark()}`, `/v1/members?cursor=${mark()}`, `/v1/commitments?externalRef=${mark()}:${mark()}`, `/v1/${mark()}%ff`, `/v1/members/%00${mark()}`, `/problems/${mark()}`, `/docs/static/${mark()}`, `/?${mark()}`]) {
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'PROPFIND']) await send(method, url)
    marks.push(...url.match(/canary\w{16}/g) as string[])
  }
  const name = mark()
  await status(400, 'POST', about, { key: reviewer, body: JSON.stringify({ [name]: name }) })
  marks.push(name)

  t.ok(marks.length > 3000)
  t.ok(app.logs.length > 100)
  t.strictSame(await traces(app, [...marks, ADDRESS]), [])
  const all = await published(app)
  t.strictSame(marks.filter(value => all.includes(value)), [])
  t.strictSame(await traces(app, [reviewer, other, editor].flatMap(key => [key, ...key.split('_').slice(2)])), [], 'nor is a key anywhere')
})

t.test('a client that asks too often, or does not speak HTTP, leaves no trace either', async (t) => {
  const app = await tracker(t, { RATE_LIMIT_PER_MINUTE: '3' })
  for (let i = 0; i < 3; i++) await app.send('GET', `/v1/members?${mark()}`)
  t.equal((await app.send('GET', '/v1/members')).statusCode, 429)
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.app.server.address() as AddressInfo
  for (const bytes of [`${mark()}\r\n\r\n`, `GET /${mark()} HTTP/9.9\r\n\r\n`, `GET / HTTP/1.1\r\nHost: x\r\n${mark()}\r\n\r\n`, `FROB /${mark()} HTTP/1.1\r\n\r\n`, `GET /${mark()} HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, `CONNECT ${mark()}:1 HTTP/1.1\r\nHost: x\r\n\r\n`]) {
    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
      socket.setEncoding('utf8').on('data', chunk => { text += String(chunk) }).on('close', () => resolve(text)).on('error', reject)
    })
    t.match(answer, /^HTTP\/1\.1 4/)
    const value = /canary\w{16}/.exec(bytes)?.[0]
    if (value === undefined) continue
    t.notOk(holds(answer, value))
    app.marks.push(value)
  }
  t.strictSame(await traces(app, [...app.marks, ADDRESS]), [])
})

t.test('of what a reviewer writes only the review is kept, and of its time only the day', async (t) => {
  const app = await tracker(t)
  const { send, key, post, marks } = app
  const admin = await key({ role: 'admin' })
  const registrar = await key({ role: 'registrar' })
  const organisation = mark()
  await post('/v1/institutions', { id: organisation, name: { en: 'An organisation at risk' }, kind: 'civil_society' }, { key: registrar })
  const alias = (await post('/v1/admin/keys', { role: 'reviewer', organisation, alias: 'observer', plans: ['mexico-4'], publication: 'immediate', name: 'reviews' }, { key: admin })).json.key
  await app.get('/v1/me', { key: alias })

  app.logs.length = 0
  app.setNow('2026-11-22T13:37:42.424Z')
  const about = '/v1/commitments/MX0081/reviews'
  const write = async (method: string, url: string, body: object, headers = {}) => send(method, url, { key: alias, body: JSON.stringify(body), headers })
  const said = [mark(), mark(), mark()]
  const [first, second, third] = said
  const draft = await write('POST', about, { ...REVIEW, narrative: { en: first }, state: 'draft' })
  const address = String(draft.headers.location)
  t.match(address, /^\/v1\/reviews\/\w{8}-\w{4}-4/, 'its id is random')
  await write('PATCH', address, { narrative: { en: second }, evidence: [{ url: `https://example.org/${third}` }] }, { 'if-match': '*' })
  t.equal((await send('DELETE', address, { key: alias })).statusCode, 204)
  t.strictSame(await traces(app, said), [], 'a draft that is deleted is nowhere')
  t.notMatch(JSON.stringify(await tables(app)), new RegExp(address.slice(-36)))

  const { payload, headers } = await write('POST', about, { ...REVIEW, state: 'draft' })
  const word = mark()
  const published = await write('PATCH', String(headers.location), { narrative: { en: word }, state: 'published' }, { 'if-match': '*' })
  t.strictSame(await traces(app, [word]), [`review: ${word}`, `revision: ${word}`], 'what is published is there, and this search finds it')
  t.match(published.json(), { state: 'published', organisation: null, alias: 'observer' })
  await write('PATCH', String(headers.location), { completion: 'complete' }, { 'if-match': '*' })
  await write('POST', about, { nothing: true })
  t.strictSame(app.logs, [], 'no line of the log tells when somebody wrote')

  const kept = await tables(app)
  const text = JSON.stringify([kept, payload, published.payload, published.headers])
  t.notMatch(text, /13:37|42\.424/)
  for (const instant of [Date.parse('2026-11-22T13:37:42.424Z'), Math.floor(Date.parse('2026-11-22T13:37:42.424Z') / 1000)]) t.notMatch(text, String(instant))
  t.strictSame(await traces(app, [...marks, ADDRESS, alias, ...alias.split('_').slice(2)]), [])

  const naming = Object.entries(kept).flatMap(([table, rows]) => rows.filter(row => holds(row, organisation)).map(row => [table, JSON.parse(row).entity_type]))
  t.strictSame(naming, [['institution', undefined], ['revision', 'institution']], 'only its own entry names the organisation')

  await app.deps.db.destroy()
  t.equal((await write('POST', about, { ...REVIEW, state: 'draft' })).statusCode, 500)
  t.match(app.logs, [{ level: 50, msg: 'failed' }, { level: 50, code: 'internal' }], 'what fails is logged all the same')
  t.notMatch(JSON.stringify(app.logs), /reviews|MX0081/, 'and says nothing of what it was')
})

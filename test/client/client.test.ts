import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { ProblemError, UNKEYED, createClient, paginate, unwrap } from '../../src/client/client.ts'
import { startApp } from '../_support/app.ts'

const app = await startApp(t, { starter: true })
await app.app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
const client = createClient({ url })
const registrar = await app.key({ role: 'registrar' })

t.test('reads one thing, and a part of it', async (t) => {
  const commitment = await unwrap(client.GET('/v1/commitments/{commitment}', { params: { path: { commitment: 'mx0081' } } }))
  t.equal(commitment.code, 'MX0081')
  t.equal(commitment.status?.overdue, false)
})

t.test('reads every item of a list, page by page, and only as many as are asked for', async (t) => {
  let asked = 0
  const counting = createClient({ url, fetch: (...given) => { asked++; return fetch(...given) } })
  const codes: (string | null | undefined)[] = []
  for await (const { code } of paginate(counting, '/v1/commitments', { params: { query: { plan: ['mexico-3', 'mexico-4'], limit: 5 } } })) codes.push(code)
  const all = await app.get('/v1/commitments?plan=mexico-3&plan=mexico-4&limit=200')
  t.same(codes, all.json.items.map(({ code }: { code: string }) => code))
  t.equal(asked, Math.ceil(codes.length / 5))
  asked = 0
  t.match(await paginate(counting, '/v1/commitments', { params: { query: { limit: 5 } } }).next(), { done: false, value: { id: String } })
  t.equal(asked, 1)
  const members: (string | undefined)[] = []
  for await (const member of paginate(client, '/v1/members')) members.push(member.id)
  t.same(members, ['mexico'])
  const kinds: (string | undefined)[] = []
  for await (const { kind } of paginate(client, '/v1/commitments/{commitment}/reviews', { params: { path: { commitment: 'MX0081' } } })) kinds.push(kind)
  t.equal(kinds.length, (await app.get('/v1/commitments/MX0081/reviews')).json.items.length)
})

t.test('a refusal is an error with all that the service said', async (t) => {
  const refused = await unwrap(client.GET('/v1/members/{member}', { params: { path: { member: 'atlantis' } } })).catch((error: unknown) => error)
  t.ok(refused instanceof ProblemError)
  t.match(refused, { name: 'ProblemError', status: 404, code: 'not-found', message: 'There is nothing here. There is no member atlantis.', problem: { title: 'There is nothing here', instance: /^req-/ } })
  const invalid = createClient({ url, key: registrar }).POST('/v1/members', { body: { id: 'No Id' } as never })
  const { problem } = await unwrap(invalid).catch((error: unknown) => error) as ProblemError
  t.ok((problem?.errors?.length ?? 0) > 1)
  t.match(await paginate(client, '/v1/members', { params: { query: { limit: 0 } } }).next().catch((error: unknown) => error), { status: 400, code: 'invalid-query' })
})

t.test('what answers there and is no service of ours is told apart', async (t) => {
  for (const body of ['<html>Bad gateway</html>', '{"type": "x"}', '']) {
    const other = createClient({ url, attempts: 1, fetch: async () => new Response(body, { status: 502 }) })
    t.match(await unwrap(other.GET('/v1/members')).catch((error: unknown) => error), { name: 'ProblemError', status: 502, code: undefined, problem: undefined, message: 'The service answered 502.' })
  }
})

t.test('a POST whose answer is lost is done once', async (t) => {
  const keys: (string | null)[] = []
  const losing: typeof fetch = async (input, init) => {
    keys.push((input as Request).headers.get('idempotency-key'))
    const answer = await fetch(input, init)
    if (keys.length === 1) throw new TypeError('connection reset')
    return answer
  }
  const writer = createClient({ url, key: registrar, fetch: losing, sleep: async () => {} })
  const body = { id: 'patient', kind: 'national' as const, name: { en: 'An example' }, status: 'active' as const }
  const { data, response } = await writer.POST('/v1/members', { body })
  t.equal(data?.id, 'patient')
  t.equal(response.headers.get('idempotency-replayed'), 'true')
  t.match(keys[0], /^[0-9a-f]{32}$/)
  t.equal(keys[1], keys[0])
  const again = await writer.POST('/v1/members', { body })
  t.equal(again.error?.status, 409, 'another POST has another key')
  await writer.POST('/v1/members', { body, params: { header: { 'Idempotency-Key': 'my-own' } } })
  t.equal(keys.at(-1), 'my-own')
})

t.test('every POST that heeds an Idempotency-Key gets one, no other does', async (t) => {
  const document = JSON.parse(readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')) as { paths: Record<string, { post?: { parameters?: { $ref?: string }[] } }> }
  const posts = Object.entries(document.paths).filter(([, { post }]) => post !== undefined)
  const unheeding = posts.filter(([, { post }]) => !post?.parameters?.some(({ $ref }) => $ref === '#/components/parameters/Idempotency-Key')).map(([path]) => path)
  t.same([...UNKEYED].sort(), unheeding.sort())
  const sent: (string | null)[] = []
  const watching = createClient({ url, fetch: async (input) => { sent.push((input as Request).headers.get('idempotency-key')); return Response.json({}) } })
  await watching.POST('/v1/admin/keys', { body: {} as never })
  await watching.GET('/v1/members')
  await watching.PUT('/v1/action-plans/{plan}/document', { params: { path: { plan: 'mexico-4' } }, body: {} as never })
  t.same(sent, [null, null, null])
})

t.test('changes a thing with the ETag that it was read with', async (t) => {
  const writer = createClient({ url, key: await app.key({ role: 'editor', members: ['mexico'] }) })
  const path = { commitment: 'MX0081' }
  const { response } = await writer.GET('/v1/commitments/{commitment}', { params: { path } })
  const header = { 'If-Match': response.headers.get('etag') as string }
  const changed = await unwrap(writer.PATCH('/v1/commitments/{commitment}', { params: { path, header }, body: { shortTitle: { en: 'An example' } } }))
  t.equal(changed.shortTitle?.en, 'An example')
  const stale = writer.PATCH('/v1/commitments/{commitment}', { params: { path, header }, body: { shortTitle: { en: 'Another' } } })
  t.match(await unwrap(stale).catch((error: unknown) => error), { status: 412, code: 'stale-revision' })
})

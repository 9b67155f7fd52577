import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import t, { type Test } from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { type Received, receive } from '../../_support/receiver.ts'
import { releaseAll, takeDelivery, takeWebhooks } from '../../../src/resources/webhook/queue.store.ts'
import { startDelivering } from '../../../src/resources/webhook/webhook.dispatch.ts'

t.setTimeout(240_000)

async function until (what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000
  while (!await is()) {
    if (Date.now() > end) throw new Error(`${what} did not happen`)
    await setTimeout(20)
  }
}

/** Delivers as `main` does, but more often. */
function deliver (t: Test, { deps }: TestApp) {
  const failures: unknown[] = []
  const stop = startDelivering(deps, failure => failures.push(failure), 10, () => 0.5)
  t.teardown(stop)
  return { failures, stop }
}

const DEVELOPMENT = { WEBHOOKS_ALLOW_PRIVATE: 'on' }
const later = (seconds: number) => new Date(Date.parse('2026-11-22T12:00:00.000Z') + seconds * 1000).toISOString()

t.test('webhooks', async (t) => {
  const app = await startApp(t, { starter: true })
  const [key, other] = [await app.key({ role: 'editor', members: ['mexico'] }), await app.key({ role: 'registrar' })]
  const make = (body: object, by = key) => app.post('/v1/webhooks', body, { key: by })
  app.deps.resolve = async (hostname) => {
    const known: Record<string, string[]> = { 'example.org': ['93.184.215.14'], 'both.example': ['93.184.215.14', '127.0.0.1'], 'inside.example': ['10.1.2.3'], 'nowhere.example': [] }
    const addresses = known[hostname]
    if (addresses === undefined) throw new Error('ENOTFOUND')
    return addresses
  }

  t.test('belong to the key that made them, whose secret is shown once', async (t) => {
    const created = await make({ url: 'https://example.org/hook', plans: ['mexico-4'], commitments: ['mx0081'], types: ['review'] })
    t.match(created, { status: 201, headers: { 'cache-control': 'no-store', location: `/v1/webhooks/${created.json.id}` }, json: { secret: /^whsec_[A-Za-z0-9+/]{43}=$/, state: 'active', publicKey: null } })
    const { secret, ...webhook } = created.json
    const read = await app.get(`/v1/webhooks/${webhook.id}`, { key })
    t.strictSame(read.json, webhook)
    t.match(read.headers, { 'cache-control': 'no-store', etag: /^"r1-/ })
    const signed = await make({ url: 'https://example.org/signed', signature: 'ed25519' })
    t.match(signed.json, { secret: null, publicKey: /^whpk_[A-Za-z0-9+/]{43}=$/ })
    t.strictSame((await app.get('/v1/webhooks', { key })).json.items.map(({ url }: { url: string }) => url).sort(), ['https://example.org/hook', 'https://example.org/signed'])
    t.same((await app.get('/v1/webhooks?sort=-id', { key: other })).json.items, [])
    for (const [method, path, body] of [['GET', ''], ['DELETE', ''], ['PATCH', '', { state: 'active' }], ['POST', '/test'], ['GET', '/deliveries']] as const) {
      t.match(await app.request(method, `/v1/webhooks/${webhook.id}${path}`, { key: other, headers: { 'if-match': '*' }, ...(body === undefined ? {} : { body }) }), { status: 404 }, `${method} ${path}`)
    }
    const { rows } = await sql<{ row: string }>`select row_to_json(w)::text as row from webhook w`.execute(app.deps.db)
    for (const hidden of [secret.replace('whsec_', ''), 'example.org', '/hook']) t.notMatch(JSON.stringify(rows), hidden, 'nothing of it can be read in the database')
    t.notMatch(JSON.stringify(app.logs), /example\.org/, 'nor in the log')
    t.equal((await app.request('DELETE', `/v1/webhooks/${signed.json.id}`, { key })).status, 204)
    t.equal((await app.get(`/v1/webhooks/${signed.json.id}`, { key })).status, 404)
  })

  t.test('lead to public addresses alone', async (t) => {
    for (const url of ['http://example.org/', 'https://127.0.0.1/', 'https://[::1]/', 'https://2130706433/', 'https://both.example/', 'https://inside.example/', 'https://nowhere.example/', 'https://unknown.example/', 'https://user:pass@example.org/', 'https://example.org:22/']) {
      t.match((await make({ url })).json, { status: 400, type: /webhook-address$/, errors: [{ pointer: '/url' }] }, url)
    }
    t.match((await make({ url: 'file:///etc/passwd' })).json, { status: 400, type: /invalid-body$/ })
  })

  t.test('are about what there is, and ten at most', async (t) => {
    t.match((await make({ url: 'https://example.org/', members: ['atlantis'], plans: ['atlantis-1'], commitments: ['ZZ0001', 'MX0081'] })).json, { status: 400, type: /unknown-scope$/, detail: 'There is no member atlantis, no action plan atlantis-1, no commitment ZZ0001.' })
    for (let n = 0; n < 9; n++) t.equal((await make({ url: 'https://example.org/' })).status, 201)
    t.match((await make({ url: 'https://example.org/' })).json, { status: 409, type: /too-many-webhooks$/ })
    t.equal((await make({ url: 'https://example.org/' }, other)).status, 201, 'for each key')
  })

  t.test('are stopped and go on by who has seen them', async (t) => {
    const [{ id }] = (await app.get('/v1/webhooks', { key: other })).json.items
    const set = (state: string, match?: string) => app.request('PATCH', `/v1/webhooks/${id}`, { key: other, body: { state }, headers: match === undefined ? {} : { 'if-match': match } })
    t.equal((await set('disabled')).status, 428)
    t.match((await set('disabled', '"r1"')).json, { state: 'disabled', reason: 'owner', revision: 2 })
    t.match((await set('active', '"r1"')).json, { status: 412, currentRevision: 2 })
    t.match((await set('disabled', '*')).json, { state: 'disabled', revision: 2 }, 'what is so stays as it is')
    t.match((await set('active', '*')).json, { state: 'active', reason: null, revision: 3 })
  })
})

t.test('deliveries', async (t) => {
  const app = await startApp(t, { starter: true, env: DEVELOPMENT })
  await app.sequence()
  const key = await app.key({ role: 'editor', members: ['mexico'] })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const make = async (body: object, by = key) => (await app.post('/v1/webhooks', body, { key: by })).json
  const deliveries = async (id: string, by = key) => (await app.get(`/v1/webhooks/${id}/deliveries?sort=queued`, { key: by })).json.items
  const change = async () => {
    const { json } = await app.post('/v1/commitments/MX0081/reviews', { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', language: 'en', narrative: { en: 'Words that no webhook carries.' }, evidence: [{ url: 'https://example.org/seen' }], state: 'published' }, { key: reviewer })
    await app.sequence()
    return json.id as string
  }
  const remove = (id: string) => app.request('DELETE', `/v1/webhooks/${id}`, { key })

  t.test('carry each change that is wanted, in order, signed and without a word of it', async (t) => {
    const { received, url } = await receive(t)
    const all = await make({ url })
    const some = await make({ url: `${url}/some`, plans: ['mexico-4'], types: ['commitment'] })
    const none = await make({ url: `${url}/none`, plans: ['mexico-3'] })
    const id = await change()
    await app.request('PATCH', '/v1/commitments/MX0081', { key, headers: { 'if-match': '*' }, body: { cluster: 'A' } })
    await app.sequence()
    const { failures, stop } = deliver(t, app)
    await until('three deliveries', () => received.length === 3)
    const [first, second] = received.filter(({ path }) => path === '/hook')
    t.match(first?.json, { type: 'review.created', timestamp: '2026-11-22T00:00:00.000Z', data: { type: 'review', id, revision: 1, op: 'created', url: new RegExp(`/v1/reviews/${id}/revisions/1$`) } })
    t.match(second?.json, { type: 'commitment.updated', data: { type: 'commitment', revision: 2, index: first?.json.data.index + 1 } })
    t.match(received.filter(({ path }) => path === '/hook/some').map(({ json }) => json.type), ['commitment.updated'])
    t.notMatch(JSON.stringify(received), /Words that|Bearer|oct_/)
    t.match(first?.headers, { 'content-type': 'application/json', 'user-agent': 'open-commitments' })
    // The library holds the instant against its own clock; that of the application stands still.
    const { headers, body } = first as Received
    const at = new Date(Number(headers['webhook-timestamp']) * 1000)
    t.equal(at.toISOString(), '2026-11-22T12:00:00.000Z')
    t.equal(new Webhook(all.secret).sign(String(headers['webhook-id']), at, body), headers['webhook-signature'])
    await until('they are noted', async () => (await deliveries(all.id)).every(({ state }: { state: string }) => state === 'delivered'))
    t.match(await deliveries(all.id), [{ id: headers['webhook-id'], event: 'review.created', attempts: 1, status: 204, error: null, nextAttemptAt: null }, { event: 'commitment.updated' }])
    t.same(await deliveries(none.id), [])
    await stop()
    t.same(failures, [])
    for (const webhook of [all, some, none]) t.equal((await remove(webhook.id)).status, 204)
  })

  t.test('are tried again later, and once more when asked for', async (t) => {
    let status = 500
    const { received, url } = await receive(t, response => { response.writeHead(status, { 'retry-after': '60', location: 'http://127.0.0.1:1/elsewhere' }).end('x'.repeat(100_000)) })
    const { id } = await make({ url, signature: 'ed25519' })
    t.match(await app.request('POST', `/v1/webhooks/${id}/test`, { key }), { status: 202, json: { event: 'webhook.test', index: null, state: 'waiting', attempts: 0 } })
    const { stop } = deliver(t, app)
    await until('an attempt', async () => (await deliveries(id))[0].attempts === 1)
    t.match(await deliveries(id), [{ state: 'waiting', status: 500, nextAttemptAt: later(60) }])
    t.match((await app.get(`/v1/webhooks/${id}`, { key })).json, { state: 'active', failingSince: later(0) })
    status = 302
    app.setNow(later(61))
    await until('a second one', async () => (await deliveries(id))[0].attempts === 2)
    t.match(await deliveries(id), [{ state: 'waiting', status: 302 }], 'a redirect is not followed')
    status = 200
    app.setNow(later(200))
    await until('a third one', async () => (await deliveries(id))[0].state === 'delivered')
    t.match((await app.get(`/v1/webhooks/${id}`, { key })).json, { failingSince: null })
    const [{ id: delivery }] = await deliveries(id)
    t.match(await app.request('POST', `/v1/webhooks/${id}/deliveries/${delivery}/redeliver`, { key }), { status: 202, json: { state: 'waiting', attempts: 0 } })
    await until('a fourth one', () => received.length === 4)
    t.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1)
    t.match(received.map(({ json }) => json), [{ type: 'webhook.test', data: { webhook: id } }])
    t.match(received[0]?.headers['webhook-signature'], /^v1a,/)
    t.equal((await app.request('POST', `/v1/webhooks/${id}/deliveries/${id}/redeliver`, { key })).status, 404)
    await stop()
    await remove(id)
  })

  t.test('say why nothing answered', async (t) => {
    const { id } = await make({ url: 'http://127.0.0.1:1/' })
    await app.request('POST', `/v1/webhooks/${id}/test`, { key })
    const { stop } = deliver(t, app)
    await until('an attempt', async () => (await deliveries(id))[0].attempts === 1)
    t.match(await deliveries(id), [{ state: 'waiting', status: null, error: 'connection', nextAttemptAt: /Z$/ }])
    await stop()
    await remove(id)
  })

  t.test('end where the receiver is gone, or fails for days, until the owner lets them go on', async (t) => {
    let status = 410
    const { received, url } = await receive(t, response => { response.writeHead(status).end() })
    const { id } = await make({ url })
    await change()
    const { stop } = deliver(t, app)
    const state = async () => (await app.get(`/v1/webhooks/${id}`, { key })).json
    await until('it is disabled', async () => (await state()).state === 'disabled')
    t.match(await state(), { reason: 'gone', revision: 2 })
    await change()
    status = 500
    await app.request('PATCH', `/v1/webhooks/${id}`, { key, headers: { 'if-match': '*' }, body: { state: 'active' } })
    app.setNow(later(1000))
    await until('both are tried', async () => (await deliveries(id)).filter(({ status }: { status: number }) => status === 500).length === 2)
    app.setNow(later(6 * 86_400))
    await until('it is disabled again', async () => (await state()).state === 'disabled')
    t.match(await state(), { reason: 'failing', failingSince: later(1000) })
    status = 204
    await app.request('PATCH', `/v1/webhooks/${id}`, { key, headers: { 'if-match': '*' }, body: { state: 'active' } })
    app.setNow(later(8 * 86_400))
    await until('nothing is lost', async () => (await deliveries(id)).every(({ state }: { state: string }) => state === 'delivered'))
    t.equal(new Set(received.map(({ json }) => json.data.index)).size, 2)
    // What ended is kept for thirty days.
    app.setNow(later(39 * 86_400))
    await change()
    await until('what is old is forgotten', async () => (await deliveries(id)).length === 1)
    await stop()
    await remove(id)
    app.setNow(later(0))
  })

  t.test('end with their key', async (t) => {
    const { received, url } = await receive(t)
    const admin = await app.key({ role: 'admin' })
    const mortal = await app.key({ role: 'registrar' })
    const { id } = await make({ url }, mortal)
    const mine = await make({ url: `${url}/mine` })
    await app.request('DELETE', `/v1/admin/keys/${mortal.split('_')[1]}`, { key: admin })
    await change()
    const { stop } = deliver(t, app)
    await until('the other one gets it', () => received.length > 0)
    await stop()
    t.strictSame(received.map(({ path }) => path), ['/hook/mine'])
    await app.deps.db.deleteFrom('webhook').where('id', 'in', [id, mine.id]).execute()
  })

  t.test('are repeated rather than lost when who delivers ends', async (t) => {
    const { received, url } = await receive(t, (response, { path }) => { if (path === '/hook') response.writeHead(204).end() })
    const { id } = await make({ url: `${url}/silent` })
    await change()
    const { stop, failures } = deliver(t, app)
    await until('it is on its way', () => received.length === 1)
    await stop()
    t.match(await deliveries(id), [{ state: 'waiting', attempts: 0, attemptedAt: null }], 'cut off, and no failure')
    const taken = await takeWebhooks(app.deps.db, app.deps.clock(), 8)
    t.match(taken, [{ id }])
    t.same(await takeWebhooks(app.deps.db, app.deps.clock(), 8), [], 'nobody else has it meanwhile')
    const after = (seconds: number) => new Date(app.deps.clock().getTime() + seconds * 1000)
    t.match(await takeWebhooks(app.deps.db, after(31), 8), [{ id }], 'until the lease is over')
    await releaseAll(app.deps.db)
    t.match(await takeWebhooks(app.deps.db, app.deps.clock(), 8), [{ id }])
    await remove(id)
    t.equal(await takeDelivery(app.deps.db, id, app.deps.clock()), undefined, 'a webhook that is removed gets nothing')
    t.same(failures, [])
  })

  t.test('go on after a failure of their own', async (t) => {
    const { url } = await receive(t)
    const { id } = await make({ url })
    await app.deps.db.updateTable('webhook').set({ sealed: new Uint8Array(40) }).where('id', '=', id).execute()
    await change()
    const { failures } = deliver(t, app)
    await until('it is told', () => failures.length > 0)
    t.match(String(failures[0]), /authenticate/)
    const broken: unknown[] = []
    await startDelivering({ ...app.deps, db: {} as never }, failure => broken.push(failure))()
    t.equal(broken.length, 1)
    await remove(id)
  })

  t.test('serve a few receivers at once', async (t) => {
    const { received, url } = await receive(t, () => {})
    const keys = [key, await app.key({ role: 'registrar' })]
    const hooks = await Promise.all(Array.from({ length: 10 }, (_, n) => make({ url: `${url}/${n}` }, keys[n % 2] as string)))
    await change()
    const { stop } = deliver(t, app)
    await until('eight are served', () => received.length === 8)
    await setTimeout(100)
    t.equal(received.length, 8)
    await stop()
    await app.deps.db.deleteFrom('webhook').where('id', 'in', hooks.map(({ id }) => id)).execute()
  })
})

import t from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { recordAttempt } from '../../../src/resources/webhook/queue.store.ts'

const ALL = '/v1/admin/webhooks'

async function withWebhook (t: Parameters<typeof startApp>[0]) {
  const app = await startApp(t, { starter: true })
  const [key, admin] = [await app.key({ role: 'editor', members: ['mexico'] }), await app.key({ role: 'admin' })]
  const { id, secret } = (await app.post('/v1/webhooks', { url: 'https://1.1.1.1:8443/hook?token=hidden', plans: ['mexico-4'] }, { key })).json
  return { app, key, admin, id, secret, own: `/v1/webhooks/${id}`, decide: decisions(app, admin, id) }
}

const decisions = (app: TestApp, key: string, id: string) => (statement: unknown, headers: Record<string, string> = { 'if-match': '*' }) =>
  app.request('PATCH', `${ALL}/${id}`, { key, headers, body: { statement } })

t.test('administrators see whose webhooks lead where and how they go, and no more', async (t) => {
  const { app, key, admin, id, secret } = await withWebhook(t)
  const other = (await app.post('/v1/webhooks', { url: 'https://8.8.8.8/' }, { key: await app.key({ role: 'registrar' }) })).json.id
  for (let n = 0; n < 3; n++) await app.request('POST', `/v1/webhooks/${id}/test`, { key })
  const [failed] = (await app.get(`/v1/webhooks/${id}/deliveries`, { key })).json.items
  await app.deps.db.updateTable('webhook_delivery').set({ state: 'failed' }).where('id', '=', failed.id).execute()
  const { json, text, headers } = await app.get(ALL, { key: admin })
  t.strictSame(json.items.find((item: { id: string }) => item.id === id), { id, key: key.split('_')[1], host: '1.1.1.1:8443', state: 'active', reason: null, statement: null, failingSince: null, createdOn: '2026-11-22', waiting: 2, failed: 1, revision: 1 })
  for (const hidden of [secret, 'hidden', '/hook', 'mexico-4']) t.notMatch(text, hidden)
  t.equal(headers['cache-control'], 'no-store')
  t.strictSame(json.items.map((item: { id: string }) => item.id), [id, other].sort())
  t.strictSame((await app.get(`${ALL}?sort=-id&limit=1`, { key: admin })).json.items.map((item: { id: string }) => item.id), [id, other].sort().slice(1))
})

t.test('an administrator disables a webhook, and its owner reads why and cannot undo it', async (t) => {
  const { app, key, own, decide } = await withWebhook(t)
  const go = (state: string) => app.request('PATCH', own, { key, headers: { 'if-match': '*' }, body: { state } })
  const statement = 'The receiver asks not to be called.'
  t.match(await decide(statement, {}), { status: 428 })
  t.match(await decide(statement, { 'if-match': '"r7"' }), { status: 412, json: { currentRevision: 1 } })
  for (const wrong of ['', '  ', 7, 'x'.repeat(2001)]) t.match(await decide(wrong), { status: 400, json: { errors: [{ pointer: '/statement' }] } })
  t.match(await decide(null), { status: 200, json: { state: 'active', revision: 1 } }, 'nothing to take back')
  const decided = await decide(statement, { 'if-match': '"r1"' })
  t.match(decided, { status: 200, headers: { etag: /^"r2-/ }, json: { host: '1.1.1.1:8443', state: 'disabled', reason: 'administrator', statement, revision: 2 } })
  t.match(await decide(statement), { status: 200, json: { revision: 2 } }, 'what is so stays as it is')
  t.match((await app.get(own, { key })).json, { state: 'disabled', reason: 'administrator', statement })
  t.match(await go('active'), { status: 403, json: { type: /forbidden$/, detail: `An administrator disabled this webhook: ${statement}` } })
  t.match(await go('disabled'), { status: 200, json: { reason: 'administrator', revision: 2 } })

  t.match(await decide(null), { status: 200, json: { state: 'disabled', reason: 'owner', statement: null, revision: 3 } }, 'taken back: the owner decides')
  t.match(await go('active'), { status: 200, json: { state: 'active', reason: null, statement: null, revision: 4 } })
})

t.test('what ends while an administrator disables it does not hide that', async (t) => {
  const { app, key, id, own, decide } = await withWebhook(t)
  const { json: { id: delivery } } = await app.request('POST', `${own}/test`, { key })
  await decide('The receiver asks not to be called.')
  const now = app.deps.clock()
  await recordAttempt(app.deps.db, id, delivery, now, { status: 410, retryAfter: undefined }, { state: 'failed', runAt: now, failingSince: now, reason: 'gone' })
  t.match((await app.get(own, { key })).json, { state: 'disabled', reason: 'administrator', statement: /asks not/ })
})

t.test('ten tests an hour', async (t) => {
  const { app, key, own } = await withWebhook(t)
  const send = () => app.request('POST', `${own}/test`, { key })
  for (let n = 0; n < 10; n++) t.equal((await send()).status, 202)
  app.setNow('2026-11-22T12:59:59.000Z')
  t.match(await send(), { status: 429, headers: { 'retry-after': '1' }, json: { type: /rate-limited$/, detail: /10 test messages within an hour/ } })
  app.setNow('2026-11-22T13:00:00.000Z')
  t.equal((await send()).status, 202)
  t.equal((await app.get(`${own}/deliveries?limit=200`, { key })).json.items.length, 11)
})

import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { inTransaction } from '../../../src/db/transaction.ts'
import { openReceipt } from '../../../src/log/receipt.ts'
import { releaseSubmissions, startReleasing } from '../../../src/resources/review/submission.service.ts'

const ABOUT = '/v1/commitments/MX0081/reviews'
const REVIEW = { kind: 'progress', completion: 'limited', endorsement: 'contested', reviewedOn: '2026-11-20', narrative: { en: 'Nobody has met.' }, evidence: [{ url: 'https://example.org/seen' }], state: 'published' }

async function tracker (t: Parameters<typeof startApp>[0]) {
  const app = await startApp(t, { starter: true })
  const key = await app.key({ role: 'reviewer', organisation: 'r3d', alias: 'observer', plans: ['mexico-4'] })
  app.setNow('2026-11-22T13:37:42.424Z')
  return {
    ...app,
    reviewer: key,
    submit: (change: object = {}, headers = {}) => app.post(ABOUT, { ...REVIEW, ...change }, { key, headers }),
    patch: (id: string, body: object) => app.request('PATCH', `/v1/reviews/${id}`, { key, body, headers: { 'if-match': '*' } }),
    receipt: (hash: string) => app.get(`/v1/receipts/${Buffer.from(hash, 'base64').toString('base64url')}`),
    release: (now: string) => {
      app.setNow(now)
      return releaseSubmissions(app.deps.db, app.deps.clock(), app.deps.config.window)
    },
    visible: async () => [(await app.get(ABOUT)).json.items.length, (await app.get('/v1/commitments/MX0081')).json.status.civilSociety?.organisations]
  }
}

t.test('what is submitted in a window is seen by nobody else until it is released, with others', async (t) => {
  const { get, submit, release, visible, reviewer, receipt, deps, key, app, sequence } = await tracker(t)
  const answers = [await submit(), await submit({ completion: 'substantial' })]
  const [first] = answers as [typeof answers[0]]
  t.match(first, { status: 202, json: { state: 'submitted', alias: 'observer', revision: 1, receipt: { by: '2026-11-25' } }, headers: { location: `/v1/reviews/${first.json.id}` } })
  const vkey = (await app.inject('/log/vkey')).payload.trim()
  t.same(openReceipt(first.json.receipt.note, vkey), { origin: '127.0.0.1:3000/log', bodyHash: first.json.receipt.bodyHash, by: '2026-11-25' })
  const address = `/v1/reviews/${first.json.id}`
  t.equal((await get(address)).status, 404)
  t.equal((await get(address, { key: await key({ role: 'reviewer', organisation: 'r3d' }) })).status, 404)
  const { receipt: _, ...own } = first.json
  t.strictSame((await get(address, { key: reviewer })).json, own)
  t.equal((await get(address, { key: reviewer })).headers.etag, first.headers.etag)
  t.equal((await get('/v1/reviews?mine=true', { key: reviewer })).json.items.length, 2)
  t.equal((await get(`${address}/revisions`)).status, 404)
  t.same(await visible(), [0, undefined])
  t.match((await receipt(first.json.receipt.bodyHash)).json, { state: 'waiting', by: '2026-11-25', review: null, logIndex: null })

  t.equal(await release('2026-11-22T23:59:59.999Z'), 0, 'the window is open')
  t.equal(await release('2026-11-23T00:00:00.000Z'), 0, 'two are too few')
  answers.push(await submit({ narrative: { en: 'A third.' } }))
  t.equal(await release('2026-11-23T12:00:00.000Z'), 0, 'whose window has not ended does not count')
  t.equal(await release('2026-11-24T00:00:00.000Z'), 3)
  t.equal(await release('2026-11-24T00:00:00.000Z'), 0)
  t.same(await visible(), [3, 1], 'three reviews of one voice')
  t.match((await get(address)).json, { state: 'published', revision: 1 })
  t.match((await get(`${address}/revisions`)).json.items, [{ on: '2026-11-24', bodyHash: first.json.receipt.bodyHash, by: { role: 'reviewer', institution: null, alias: 'observer' } }])
  t.match((await receipt(first.json.receipt.bodyHash)).json, { state: 'waiting', by: '2026-11-25' })
  await sequence()
  for (const { json: { id, receipt: { bodyHash } } } of answers) {
    t.match((await receipt(bodyHash)).json, { state: 'logged', by: null, review: id, revision: 1 })
  }
  t.equal((await receipt(Buffer.alloc(32).toString('base64'))).status, 404)
  t.same(await deps.db.selectFrom('submission').selectAll().execute(), [])
})

t.test('one that has waited for three days is released alone', async (t) => {
  const { submit, release, visible } = await tracker(t)
  await submit()
  t.equal(await release('2026-11-24T23:59:59.000Z'), 0)
  t.equal(await release('2026-11-25T00:00:00.000Z'), 1)
  t.same(await visible(), [1, 1])
})

t.test('a draft is published, revised and retracted in windows', async (t) => {
  const { get, submit, patch, release, reviewer, request, visible } = await tracker(t)
  const { status, json: { id, ...draft } } = await submit({ state: 'draft' })
  t.equal(status, 201)
  t.equal(draft.receipt, undefined)
  t.match(await patch(id, { state: 'published' }), { status: 202, json: { state: 'submitted', revision: 1 } })
  for (const answer of [await patch(id, { completion: 'complete' }), await request('DELETE', `/v1/reviews/${id}`, { key: reviewer })]) {
    t.match(answer, { status: 409, json: { type: /already-submitted$/ } }, 'a receipt holds for what it was given for')
  }
  t.equal(await release('2026-11-25T00:00:00.000Z'), 1)
  const revised = await patch(id, { completion: 'complete' })
  t.match(revised, { status: 202, json: { state: 'submitted', completion: 'complete', revision: 1 } })
  t.match((await get(`/v1/reviews/${id}`)).json, { state: 'published', completion: 'limited', revision: 1 }, 'what was public stays')
  t.match(await patch(id, { state: 'retracted' }), { status: 409 })
  t.equal(await release('2026-11-28T00:00:00.000Z'), 1)
  t.match((await get(`/v1/reviews/${id}/revisions/2`)).json, { bodyHash: revised.json.receipt.bodyHash, on: '2026-11-28' })
  t.match(await patch(id, { state: 'retracted' }), { status: 202 })
  t.same(await visible(), [1, 1])
  t.equal(await release('2026-12-01T00:00:00.000Z'), 1)
  t.match((await get(`/v1/reviews/${id}`)).json, { state: 'retracted', completion: 'complete', revision: 3 })
  t.match(await patch(id, { completion: 'limited' }), { status: 409, json: { type: /already-retracted$/ } })
})

t.test('no table tells the hour, nor the order, and no answer is kept but in memory', async (t) => {
  const { submit, request, reviewer, deps, release, sequence, get } = await tracker(t)
  const once = { 'idempotency-key': 'one' }
  const [first, again] = await Promise.all([submit({}, once), submit({}, once)])
  t.strictSame(again?.json, first?.json)
  t.match([first, again].map(answer => answer?.headers['idempotency-replayed']).sort(), ['true', undefined])
  t.match(await submit({ completion: 'complete' }, once), { status: 409, json: { type: /idempotency-key-reused$/ } })
  t.equal((await submit({ kind: 'odd' }, { 'idempotency-key': 'two' })).status, 400)
  const future = { reviewedOn: '2027-01-01' }
  t.equal((await submit(future, { 'idempotency-key': 'three' })).status, 400)
  t.equal((await submit(future, { 'idempotency-key': 'three' })).headers['idempotency-replayed'], undefined, 'what failed is tried again')
  const draft = await submit({ state: 'draft' }, { 'idempotency-key': 'four' })
  t.equal((await request('DELETE', `/v1/reviews/${draft.json.id}`, { key: reviewer })).status, 204)
  const anew = await submit({ state: 'draft' }, { 'idempotency-key': 'four' })
  t.not(anew.json.id, draft.json.id, 'nor does memory keep a draft that is deleted')
  t.same(await deps.db.selectFrom('idempotency').selectAll().execute(), [])
  for (let n = 0; n < 7; n++) await submit({ narrative: { en: `Number ${n}` } })

  const texts = async (): Promise<string> => {
    const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`.execute(deps.db)
    const found = await Promise.all(rows.map(async ({ name }) => sql<{ row: string }>`select r::text as row from ${sql.table(name)} r`.execute(deps.db)))
    return found.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n')
  }
  t.notOk((await texts()).includes('13:37'))
  t.equal(await release('2026-11-23T00:00:00.000Z'), 8)
  await sequence()
  t.notOk((await texts()).includes('13:37'))
  const { rows } = await sql<{ n: string }>`select narrative ->> 'en' as n from review where state = 'published'`.execute(deps.db)
  t.equal(rows.length, 8)
  const logged = (await get('/v1/changes?limit=200')).json.items.filter(({ type }: { type: string }) => type === 'review').map(({ body }: { body: { narrative: { en: string } } }) => body.narrative.en)
  t.strictSame([...logged].sort(), rows.map(({ n }) => n).sort())
})

t.test('a key says how it publishes', async (t) => {
  const { post, key, get } = await tracker(t)
  const admin = await key({ role: 'admin' })
  const make = async (body: object) => (await post('/v1/admin/keys', { name: 'reviews', ...body }, { key: admin }))
  const named = { role: 'reviewer', organisation: 'r3d' }
  t.match((await make(named)).json, { publication: 'immediate' })
  const windowed = (await make({ ...named, publication: 'window' })).json
  t.match((await get('/v1/me', { key: windowed.key })).json, { publication: 'window' })
  t.equal((await post(ABOUT, REVIEW, { key: windowed.key })).status, 202)
  t.match(await make({ role: 'registrar', publication: 'window' }), { status: 400, json: { errors: [{ pointer: '/publication' }] } })
  t.match((await make({ role: 'registrar' })).json, { publication: null })
})

t.test('what is not what was submitted is never published', async (t) => {
  const { submit, release, deps, visible } = await tracker(t)
  await submit()
  await inTransaction(deps.db, tx => sql`update submission set body = replace(body, 'limited', 'complete')`.execute(tx))
  await t.rejects(release('2026-11-25T00:00:00.000Z'), /is not what was submitted/)
  t.same(await visible(), [0, undefined])
})

t.test('what waits is released by itself, and a failure is told', async (t) => {
  const { submit, deps, visible, setNow } = await tracker(t)
  await submit()
  setNow('2026-11-25T00:00:00.000Z')
  const failures: unknown[] = []
  await startReleasing(deps.db, deps.clock, deps.config.window, failure => failures.push(failure))()
  t.same(await visible(), [1, 1])
  await startReleasing({} as never, deps.clock, deps.config.window, failure => failures.push(failure))()
  t.match(failures, [TypeError])
})

t.test('what a redaction takes away is not brought back by what waits', async (t) => {
  const { submit, patch, release, receipt, get, post, key, deps } = await tracker(t)
  const { json: { id } } = await submit({ narrative: { en: 'It names somebody.' } })
  t.equal(await release('2026-11-25T00:00:00.000Z'), 1)
  const waiting = await patch(id, { completion: 'complete' })
  t.equal(waiting.status, 202)
  const [moderator, second] = [await key({ role: 'moderator' }), await key({ role: 'moderator' })]
  const { json: { id: redaction } } = await post('/v1/redactions', { target: { type: 'review', id, fields: ['narrative'] }, ground: 'personal_data', statement: { en: 'It named a person.' } }, { key: moderator })
  t.equal((await post(`/v1/redactions/${redaction}/approvals`, { state: 'in_effect' }, { key: second })).status, 200)
  t.match(await deps.db.selectFrom('submission').selectAll().execute(), [{ body: null, salt: null, redaction }])
  t.equal(await release('2026-11-28T00:00:00.000Z'), 0)
  t.match((await get(`/v1/reviews/${id}`)).json, { completion: 'limited', narrative: { und: '[redacted]' } })
  t.match((await receipt(waiting.json.receipt.bodyHash)).json, { state: 'redacted', by: null, redaction, review: null })
  t.equal((await patch(id, { completion: 'complete' })).status, 202, 'its author may write anew')
})

import t from 'tap'
import { type TestApp, startApp } from '../_support/app.ts'
import { recordSeeded } from '../_support/everything.ts'
import { walk } from '../_support/list.ts'
import { addressOf, operationsOf } from '../_support/openapi.ts'
import { editing, planOf, uuid } from '../_support/plan.ts'
import { ID, seedWorld } from '../_support/world.ts'

/** What `knownAt` is answered. That it is what was answered then, of any history: time-travel.property.test.ts. */

const NOW = '2026-11-22T12:00:00.000Z'
const [BEFORE, FIRST, SECOND] = ['2026-11-22T12:59:59.999Z', '2026-11-22T13:00:00.000Z', '2027-03-01T13:00:00.000Z']

/** An empty record, then a plan with a deadline on 31 December, then all of it changed. */
async function startTravelling (): Promise<TestApp & { editor: string }> {
  const app = await startApp(t, { starter: true })
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  const { create, apply } = editing(app, editor)
  app.setNow(FIRST)
  await create(planOf(5, { commitments: [{ id: uuid(1), code: 'MX0501', title: { en: 'First' }, endsOn: '2026-12-31' }, { id: uuid(2), code: 'MX0502', title: { en: 'Second' } }] }))
  await app.sequence()
  app.setNow(SECOND)
  await apply(planOf(5, { plan: { title: { en: 'Changed' } }, commitments: [{ id: uuid(1), title: { en: 'Changed' } }, { id: uuid(3), number: '3', title: { en: 'Third' } }] }), '?absent=withdraw')
  await app.sequence()
  return { ...app, editor }
}

t.test('time travel', async (t) => {
  const app = await startTravelling()
  const { get } = app
  const titles = async (query: string): Promise<string[]> => (await get(`/v1/commitments?plan=mexico-5${query}`)).json.items.map((item: { title: { en: string } }) => item.title.en)

  t.test('answers as of the last entry that was in the log by then', async (t) => {
    t.strictSame(await titles(`&knownAt=${FIRST}`), ['First', 'Second'])
    t.strictSame(await titles(''), ['Changed', 'Second', 'Third'])
    t.strictSame(await titles(`&knownAt=${SECOND}`), ['Changed', 'Second', 'Third'])
    for (const instant of ['2026-11-22T13:00:00Z', '2026-11-22T13:00:00.000999Z', '2026-11-22T15:00:00%2B02:00', '2027-03-01T12:59:59.999Z']) t.strictSame(await titles(`&knownAt=${instant}`), ['First', 'Second'], instant)
    t.match((await get(`/v1/commitments/mx0501?knownAt=${FIRST}`)), { json: { revision: 1, title: { en: 'First' }, updatedAt: FIRST }, headers: { etag: /^"r1-/ } })
    t.match((await get(`/v1/action-plans/mexico-5/summary?knownAt=${FIRST}`)).json, { commitments: 2, lifecycle: { active: 2 } })
    t.match((await get('/v1/action-plans/mexico-5/summary')).json, { commitments: 3, lifecycle: { active: 2, withdrawn: 1 } })
    t.match((await get(`/v1/action-plans/mexico-5/document?knownAt=${FIRST}`)).json, { plan: { title: { en: 'Plan 5' } }, commitments: [{ title: { en: 'First' } }, { title: { en: 'Second' } }] })
  })

  t.test('holds deadlines against the day that is asked for', async (t) => {
    t.equal((await get('/v1/commitments/MX0501')).json.status.overdue, true)
    t.equal((await get(`/v1/commitments/MX0501?knownAt=${FIRST}`)).json.status.overdue, false)
    t.equal((await get('/v1/commitments/MX0501?knownAt=2026-12-31T23:59:59.999Z')).json.status.overdue, false)
    t.equal((await get('/v1/commitments/MX0501?knownAt=2027-01-01T00:00:00Z')).json.status.overdue, true)
    t.strictSame(await titles('&overdue=true'), ['Changed'])
    t.strictSame(await titles(`&overdue=true&knownAt=${FIRST}`), [])
    t.equal((await get(`/v1/action-plans/mexico-5/summary?knownAt=${FIRST}`)).json.overdue, 0)
  })

  t.test('knows nothing before the record, and says when it begins', async (t) => {
    t.strictSame(await titles(`&knownAt=${BEFORE}`), [])
    t.equal((await get(`/v1/members?knownAt=${BEFORE}`, { headers: { prefer: 'count=exact' } })).json.page.total, 0)
    for (const address of ['/v1/commitments/MX0501', '/v1/commitments/MX0501/milestones', '/v1/action-plans/mexico-5/document', '/v1/action-plans/mexico-5/summary', '/v1/members/mexico']) {
      t.match(await get(`${address}?knownAt=${BEFORE}`), { status: 404, json: { type: /not-found$/, detail: new RegExp(`^There is no .* as of ${BEFORE}\\. The record begins at ${FIRST}\\. What was redacted since`) } }, address)
    }
    t.match((await get(`/v1/commitments/${uuid(3)}?knownAt=${FIRST}`)), { status: 404 }, 'what came later')
    t.match((await get(`/v1/commitments/${uuid(9)}`)).json, { detail: `There is no commitment ${uuid(9)}.` }, 'what never came')
  })

  t.test('does not know what has no place in the log yet', async (t) => {
    app.setNow('2027-03-01T14:00:00.000Z')
    const { headers } = await app.request('PATCH', `/v1/commitments/${uuid(3)}`, { key: app.editor, body: { title: { en: 'Waiting' } }, headers: { 'if-match': '*' } })
    t.match(headers.etag, /^"r2-/)
    t.match((await get(`/v1/commitments/${uuid(3)}?knownAt=2027-03-01T14:00:00.000Z`)).json, { revision: 1, title: { en: 'Third' } })
  })

  t.test('refuses the future, and what is no instant', async (t) => {
    for (const instant of ['2027-03-01T14:00:00.001Z', '9999-12-31T23:59:59Z', '2027-03-01', 'yesterday', '']) {
      for (const address of ['/v1/commitments', '/v1/commitments/MX0501', '/v1/milestones', '/v1/action-plans/mexico-5/summary']) {
        t.match(await get(`${address}?knownAt=${instant}`), { status: 400, json: { type: /invalid-query$/, errors: [{ parameter: 'knownAt' }] } }, `${address} ${instant}`)
      }
    }
  })

  t.test('binds a cursor to its instant', async (t) => {
    const url = `/v1/commitments?plan=mexico-5&limit=1&knownAt=${FIRST}`
    t.strictSame((await walk(t, app, url)).map(({ title }) => title.en), ['First', 'Second'])
    const { nextCursor } = (await get(url)).json.page
    for (const other of ['', `&knownAt=${SECOND}`, '&knownAt=2026-11-22T13:00:00Z']) {
      t.match(await get(`/v1/commitments?plan=mexico-5&limit=1${other}&cursor=${nextCursor}`), { status: 400, json: { type: /invalid-cursor$/ } }, other)
    }
  })

  t.test('is kept for minutes only, since what is erased must go', async (t) => {
    for (const address of ['/v1/commitments', '/v1/commitments/MX0501', '/v1/action-plans/mexico-5/document']) {
      t.equal((await get(`${address}?knownAt=${FIRST}`)).headers['cache-control'], 'public, max-age=300, must-revalidate')
      t.equal((await get(`${address}?knownAt=${FIRST}`, { key: app.editor })).headers['cache-control'], 'no-store')
      t.match((await get(address)).headers['cache-control'], /^public, max-age=60,/)
    }
  })
})

t.test('nothing is known while the log is empty', async (t) => {
  const { get } = await startApp(t)
  t.match((await get(`/v1/code-lists/eras?knownAt=${NOW}`)), { status: 404, json: { detail: `There is no code list eras as of ${NOW}. The record begins at a later instant. What was redacted since is in no answer of before either.` } })
})

t.test('drafts are never known', async (t) => {
  const app = await startApp(t, { starter: true })
  const key = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const { json: draft } = await app.post('/v1/commitments/MX0081/reviews', { kind: 'progress', reviewedOn: '2026-11-20', state: 'draft' }, { key })
  await app.sequence()
  t.equal((await app.get(`/v1/reviews/${draft.id}`, { key })).status, 200)
  t.equal((await app.get(`/v1/reviews/${draft.id}?knownAt=${NOW}`, { key })).status, 404)
  t.equal((await app.get('/v1/reviews?mine=true', { key })).json.items.length, 1)
  t.equal((await app.get(`/v1/reviews?mine=true&knownAt=${NOW}`, { key })).json.items.length, 0)
})

t.test('every read of what is recorded', async (t) => {
  const app = await startApp(t, { starter: true })
  await seedWorld(app.deps.db)
  await recordSeeded(app.deps.db)
  await app.sequence()
  const reads = operationsOf(app).filter(({ method, secured }) => method === 'GET' && !secured)
  const known = reads.filter(({ parameters }) => parameters.some(({ name }) => name === 'knownAt'))

  t.test('takes knownAt, and no other', (t) => {
    t.strictSame(reads.filter(one => !known.includes(one)).map(({ path }) => path).filter(path => !/revisions|^\/(log|health|problems|assets|contexts|en|es|fr)(\/|$)|^\/(data\.json|catalog\.jsonld|$)|openapi|exports/.test(path)).sort(),
      ['/safety', '/v1/changes', '/v1/changes/stream', '/v1/commitments/{commitment}/diff', '/v1/feeds/action-plans/{plan}.{feed}', '/v1/feeds/changes.{feed}', '/v1/feeds/commitments.{feed}', '/v1/feeds/commitments/{commitment}.{feed}', '/v1/feeds/institutions/{institution}.{feed}', '/v1/feeds/members/{member}.{feed}', '/v1/feeds/policy-areas/{policyArea}.{feed}', '/v1/log-keys', '/v1/log-keys/{logKey}', '/v1/receipts/{bodyHash}', '/v1/redactions', '/v1/redactions/{redaction}', '/v1/search'], 'but the record itself, what is about it, and the search')
    t.end()
  })

  t.test('answers the newest instant as it answers now', async (t) => {
    t.ok(known.length > 35)
    for (const { path } of known) {
      const address = addressOf(path)
      const [now, then] = [await app.get(address), await app.get(`${address}?knownAt=${NOW}`)]
      const said = ({ json, text }: typeof now): unknown => json?.items === undefined ? text : JSON.stringify(json.items)
      t.equal(now.status, 200, path)
      t.equal(said(then), said(now), path)
    }
    t.match((await app.get(`/v1/replies/${ID.reply}?knownAt=${NOW}`)).json, { text: { en: 'Answered' } })
  })
})

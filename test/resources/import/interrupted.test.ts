import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { buildApp } from '../../../src/app.ts'
import { createImporter, interruptImports } from '../../../src/resources/import/import.service.ts'
import { startApp } from '../../_support/app.ts'
import { importing, sheet } from '../../_support/ogp.ts'
import { editing, planOf } from '../../_support/plan.ts'

const app = await startApp(t, { starter: true })
const key = await app.key({ role: 'registrar' })
const { post, run } = importing(app, key)
const PLANS = 40
const many = (country: string) => sheet(Array.from({ length: PLANS * 3 }, (_, index) => ({ country, plan: 1 + Math.floor(index / 3), no: String(index % 3) })))

t.test('an import that fails says so, keeps what was done, and completes when run again', async t => {
  await sql`alter table assessment add constraint refused_here check (indicators -> 'completion' ->> 'value' <> 'not_started')`.execute(app.deps.db)
  const rows = sheet([{ country: 'Peru', plan: 1 }, { country: 'Peru', plan: 2, completion: 'a. Not started', star: '0' }, { country: 'Peru', plan: 3 }])
  const failed = await run(rows)
  t.match(failed.json, { state: 'failed', rowsDone: 1, report: null, failure: /failed; its log says more/ })
  t.match(app.logs.filter(({ msg }) => msg === 'import failed'), [{ level: 50, err: { code: '23514' } }])
  t.same((await app.get('/v1/action-plans?member=peru')).json.items.map(({ id }: { id: string }) => id), ['peru-1'])
  await sql`alter table assessment drop constraint refused_here`.execute(app.deps.db)
  await sql`alter table commitment add constraint refused_here check (plan <> 'peru-2')`.execute(app.deps.db)
  t.match((await run(rows)).json, { state: 'failed', rowsDone: 1 }, 'what the rules do not know stops it too')
  await sql`alter table commitment drop constraint refused_here`.execute(app.deps.db)
  t.match((await run(rows)).json, { state: 'done', report: { plans: { create: 2, unchanged: 1 } } })
})

t.test('readers are served while an import runs', async t => {
  const { json } = await post(many('Chile'))
  let served = 0
  let slowest = 0
  while ((await app.get(`/v1/imports/${json.id}`, { key })).json.state === 'running') {
    const started = performance.now()
    t.equal((await app.get('/v1/commitments?limit=10')).status, 200)
    slowest = Math.max(slowest, performance.now() - started)
    // A request without a network never gives the event loop back.
    await setTimeout(1)
    served++
  }
  t.ok(served > 5, `${served} readers were served, the slowest in ${Math.round(slowest)} ms`)
  t.ok(slowest < 2000)
})

t.test('stops between two plans when the service does, and completes when run again', async t => {
  const { json } = await post(many('Norway'))
  while ((await app.get(`/v1/imports/${json.id}`, { key })).json.rowsDone === 0) await setTimeout(1)
  await app.app.close()
  const next = await buildApp(app.deps, { write: () => undefined })
  t.teardown(() => next.close())
  const get = async (url: string) => (await next.inject({ url, headers: { authorization: `Bearer ${key}` } })).json()
  const stopped = await get(`/v1/imports/${json.id}`)
  t.equal(stopped.state, 'interrupted')
  t.ok(stopped.rowsDone > 0 && stopped.rowsDone < PLANS * 3, `${stopped.rowsDone} rows were done`)
  const kept = (await get('/v1/commitments?member=norway&limit=200')).items
  t.equal(kept.length, stopped.rowsDone, 'what was committed is kept, whole plans only')
  const again = await next.inject({ method: 'POST', url: '/v1/imports?source=ogp', payload: many('Norway'), headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' } })
  t.equal(again.statusCode, 202)
  let state = again.json()
  while (state.state === 'running') {
    await setTimeout(20)
    state = await get(`/v1/imports/${again.json().id}`)
  }
  t.match(state, { state: 'done', report: { plans: { create: PLANS - stopped.rowsDone / 3, unchanged: stopped.rowsDone / 3 }, commitments: { unchanged: stopped.rowsDone } } })
})

t.test('at the next start nothing runs any more', async t => {
  await sql`insert into import (id, source, state, file_sha256, started_on, rows_total, beat_at) values ('00000000-0000-7000-8000-00000000dead', 'ogp', 'running', ${'0'.repeat(64)}, '2026-11-22', 9, '2026-11-22T12:00:00Z')`.execute(app.deps.db)
  await interruptImports(app.deps)
  const { rows } = await sql`select state from import where state = 'running'`.execute(app.deps.db)
  t.same(rows, [])
})

t.test('a reference that an editor gave away does not stop an import', async t => {
  const fresh = await startApp(t, { starter: true })
  const registrar = importing(fresh, await fresh.key({ role: 'registrar' }))
  await editing(fresh, await fresh.key({ role: 'editor', members: ['mexico'] })).create(planOf(5, { plan: { externalRefs: [{ source: 'ogp', id: 'mexico/1' }] } }))
  const { json } = await registrar.run(sheet([{ plan: 1 }]))
  t.match(json, { state: 'done', report: { decisions: { 'refused-by-rule': 1 }, commitments: { create: 1 } } })
  t.match(await registrar.decisions(json.id, 'refused-by-rule'), [{ value: 'mexico/1', action: /Left out: externalRefs/ }])
})

t.test('a commitment that cannot be told apart is left out with its ratings', async t => {
  const fresh = await startApp(t, { starter: true })
  const registrar = importing(fresh, await fresh.key({ role: 'registrar' }))
  await registrar.run(sheet([{ country: 'Chile', plan: 1 }]))
  const { items: [{ externalRefs }] } = (await fresh.get('/v1/commitments?member=chile')).json
  const ofMexico = externalRefs.map(({ source, id }: { source: string, id: string }) => ({ source, id: id.replace('chile', 'mexico') }))
  await editing(fresh, await fresh.key({ role: 'editor', members: ['mexico'] })).create(planOf(5, { commitments: [{ title: { en: 'Elsewhere' }, externalRefs: ofMexico }] }))
  const { json } = await registrar.run(sheet([{ plan: 1 }]))
  t.match(json, { state: 'done', report: { commitments: { create: 0 }, assessments: { create: 0 } } })
  t.match(await registrar.decisions(json.id, 'refused-by-rule'), [{ action: /Left out: all of it/ }])
})

t.test('a failure that cannot be noted is in the log, and the service lives on', async t => {
  const fresh = await startApp(t, { starter: true })
  await sql`alter table import add constraint running_for_ever check (state = 'running')`.execute(fresh.deps.db)
  const registrar = await fresh.key({ role: 'registrar' })
  const { json } = await importing(fresh, registrar).post(sheet([{ plan: 1 }]))
  const failures = () => fresh.logs.filter(({ msg }) => msg === 'import failed').length
  while (failures() < 2) await setTimeout(10)
  t.equal((await fresh.get(`/v1/imports/${json.id}`, { key: registrar })).json.state, 'running')
})

t.test('a mistake of ours in reading is not blamed on the file', async t => {
  const broken = () => { throw new TypeError('ours') }
  const checks = { member: broken, plan: broken, institution: broken, commitment: broken, report: broken, indicators: broken }
  const context = { actor: { role: 'registrar', institution: null, alias: null }, on: '2026-11-22', at: '2026-11-22T12:00:00.000Z' } as const
  await t.rejects(createImporter(app.deps, checks, () => undefined).start(context, { bytes: sheet([{}]), format: 'csv' }), TypeError)
})

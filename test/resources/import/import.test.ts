import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { HEADER, type Row, importing, sheet } from '../../_support/ogp.ts'
import { editing, everything, planOf, revisionCount } from '../../_support/plan.ts'

const app = await startApp(t, { starter: true })
const { get, request } = app
const key = await app.key({ role: 'registrar' })
const editor = await app.key({ role: 'editor', members: ['mexico'] })
const { post, run, follow, decisions } = importing(app, key)
const { apply } = editing(app, editor)
const ROWS: Row[] = [{ no: '1' }, { no: '2', completion: 'b. Limited', star: '0' }, { country: 'Chile', plan: 2, no: '1' }, { country: 'Narnia', no: '9' }]
const plan1 = async () => (await get('/v1/action-plans/mexico-1/document')).json
const none = { create: 0, update: 0 }

t.test('takes a sheet, says where to look, and reports what it did', async t => {
  const accepted = await post(sheet(ROWS))
  t.equal(accepted.status, 202)
  t.match(accepted.json, { source: 'ogp', state: 'running', startedOn: '2026-11-22', rowsTotal: 4, rowsDone: 0, report: null, failure: null, fileSha256: /^[0-9a-f]{64}$/ })
  t.equal(accepted.headers.location, `/v1/imports/${accepted.json.id}`)
  const done = await follow(accepted.json.id)
  t.match(done.json, {
    state: 'done',
    rowsDone: 4,
    report: {
      headerRow: 1,
      rows: 4,
      unknownColumns: [],
      members: { create: 2, unchanged: 1 },
      plans: { create: 2, update: 1 },
      commitments: { create: 4 },
      reports: { create: 3 },
      assessments: { create: 4 },
      decisions: { 'unknown-country': 1 },
      stars: [{ rule: 2, reportType: 'progress_midterm', published: 3, reproduced: 3, added: 0 }]
    }
  })
  const { items } = (await get('/v1/commitments?plan=mexico-1&sort=code')).json
  t.same(items.map(({ number, status }: { number: string, status: { irm: { completion: string } } }) => [number, status.irm.completion]).sort(), [['1', 'substantial'], ['2', 'limited']])
  const { by } = (await get(`/v1/commitments/${items[0].id}/revisions`)).json.items[0]
  t.match(by, { role: 'registrar', institution: null, alias: null })
  t.match((await get('/v1/imports', { key })).json.items, [{ id: accepted.json.id }])
})

t.test('the same file again changes nothing and writes no revision', async t => {
  const before = await revisionCount(app)
  const { json } = await run(sheet(ROWS))
  t.equal(json.state, 'done')
  for (const name of ['members', 'policyAreas', 'institutions', 'plans', 'commitments', 'reports', 'assessments']) t.match(json.report[name], none, name)
  t.equal(await revisionCount(app), before)
})

t.test('a later edition changes the ratings it changed, and nothing else', async t => {
  const before = await revisionCount(app)
  const { json } = await run(sheet(ROWS.map(row => row.no === '2' ? { ...row, completion: 'd. Complete', star: '1' } : row)))
  t.match(json.report, { assessments: { create: 0, update: 1, unchanged: 3 }, commitments: { update: 0, unchanged: 4 }, reports: none })
  t.equal(await revisionCount(app), before + 1)
  const [second] = (await get('/v1/commitments?plan=mexico-1&irmCompletion=complete')).json.items
  t.match(second, { number: '2', status: { irm: { completion: 'complete', starred: true } } })
})

t.test('an edition without a column for a policy area takes it from no commitment', async t => {
  const areas = async () => (await get('/v1/commitments?plan=chile-2')).json.items[0].policyAreas
  t.same(await areas(), ['open-data'])
  t.match((await run(sheet([ROWS[2] as Row], HEADER.replace('Open Data', 'Education')))).json.report, { commitments: { update: 1 } })
  t.same((await areas()).sort(), ['education', 'open-data'])
  t.match((await run(sheet([ROWS[2] as Row]))).json.report, { commitments: { update: 0, unchanged: 1 } })
})

t.test('an institution that has the name already is not made twice', async t => {
  const [one, other] = [{ no: '70', lead: 'Secretaría de la Función Pública; MINISTRY OF PUBLIC ADMINISTRATION' }, { no: '71', lead: 'Twins' }]
  for (const id of ['twin-1', 'twin-2']) await app.post('/v1/institutions', { id, name: { en: 'Twins' }, kind: 'government', member: 'mexico' }, { key })
  const { json } = await run(sheet([one, other].map(row => ({ ...row, plan: 7 }))))
  t.match(json.report, { institutions: { create: 1 }, commitments: { create: 2 }, decisions: { 'known-by-its-name': 2 } })
  t.match((await decisions(json.id, 'known-by-its-name'))[0], { value: /^mexico-/, action: /taken as "mexico-sfp"/ })
  const { items } = (await get('/v1/commitments?plan=mexico-7')).json
  t.same(items.map(({ stakeholders }: { stakeholders: { institution: string, role: string }[] }) => stakeholders.map(({ institution, role }) => `${institution} ${role}`).join()).sort(), ['mexico-sfp lead', 'mexico-twins lead'])
  t.match((await run(sheet([one, other].map(row => ({ ...row, plan: 7 }))))).json.report, { institutions: { create: 0 }, commitments: { update: 0, unchanged: 2 } })
})

t.test('keeps and reports what an editor wrote since, and fills what is empty', async t => {
  await apply(planOf(1, { plan: { title: { en: 'Ours' }, cycleYear: 2011, lifecycle: 'abandoned' }, institutions: [{ id: 'mexico-ministry-of-tests', kind: 'judiciary' }], commitments: [{ number: '1', title: { en: 'Ours' }, description: null, stakeholders: [] }] }))
  const { json } = await run(sheet([{ no: '1', text: 'Newer words', starts: '2014-02-01' }, { no: '2', text: 'Newer words' }]))
  t.equal(json.state, 'done')
  const { plan, institutions, commitments: [one, two] } = await plan1()
  t.match(plan, { title: { en: 'Ours' }, lifecycle: 'abandoned', cycleYear: 2011 })
  t.equal(institutions[0].kind, 'judiciary')
  t.match(one, { title: { en: 'Ours', und: 'Promise 1' }, description: { und: 'Newer words' }, startsOn: '2014-02-01', stakeholders: [{ institution: 'mexico-ministry-of-tests' }] })
  t.match(two, { description: { und: 'Newer words' } })
  t.equal(json.report.decisions['kept-what-others-wrote'], 3)
  const kept = await decisions(json.id, 'kept-what-others-wrote')
  t.match(kept.map(({ value }) => value), ['mexico-1', 'mexico-ministry-of-tests', one.id])
  t.ok(kept.every(({ action }) => /kept .*/.test(action)))
})

t.test('an institution that somebody wrote for another plan is kept too', async t => {
  await apply(planOf(4, { plan: { title: { es: 'Cuarto plan de acción de México, 2019-2022' }, cycleYear: 2019 }, institutions: [{ id: 'mexico-bureau-of-proofs', name: { es: 'Oficina' }, kind: 'legislature' }] }))
  await run(sheet([{ plan: 2, no: '1', lead: 'Bureau of Proofs' }]))
  t.match((await get('/v1/institutions/mexico-bureau-of-proofs')).json, { name: { es: 'Oficina' }, kind: 'legislature', revision: 1 })
})

t.test('rates a commitment that somebody else wrote, found by its number', async t => {
  const { json } = await run(sheet([{ plan: 4, no: '7', title: 'Technology Rights and Privacy', year: 2019 }]))
  t.match(json, { state: 'done', report: { commitments: { create: 0, update: 1 }, assessments: { create: 1 } } })
  t.match((await get('/v1/commitments/MX0081')).json, { number: '7', externalRefs: [{ id: /^mexico\/4\/7\// }], status: { irm: { completion: 'substantial' } } })
})

t.test('what the rules refuse is left out and reported, and the rest arrives', async t => {
  await run(sheet([{ plan: 6, no: '1' }, { plan: 6, no: '2' }], undefined))
  await apply(planOf(6, { plan: { title: { en: 'Six' }, cycleYear: 2013 }, commitments: [{ number: '1', startsOn: '2016-01-01' }] }))
  const coded = 'Country,Action Plan Number,Comm No,Commitment Title,Full Text,Commitment Code,End Date,Year of submission,Completion (progress report),Report publication year (progress report)'
  const lines = ['Mexico,6,1,Promise 1,Words,,2015-01-01,2013,b. Limited,2015', 'Mexico,6,2,Promise 2,Words,MX0081,2015-01-01,2013,b. Limited,2015', 'Mexico,6,3,Promise 3,Words,,,2013,b. Limited,2015']
  const { json } = await run(Buffer.from([coded, ...lines].join('\n')))
  t.equal(json.state, 'done', json.failure)
  t.equal(json.report.decisions['refused-by-rule'], 2)
  t.match(await decisions(json.id, 'refused-by-rule'), [{ action: /before startsOn.*Left out: endsOn, endsPrecision, endsText/ }, { action: /MX0081 is the code of another commitment. Left out: code/ }])
  const { commitments } = (await get('/v1/action-plans/mexico-6/document')).json
  t.match(commitments, [{ number: '1', startsOn: '2016-01-01', endsOn: null }, { number: '2', code: null, endsOn: '2015-01-01' }, { number: '3' }])
})

t.test('decisions come in pages, by rule', async t => {
  const { json } = await run(sheet(Array.from({ length: 7 }, (_, index) => ({ country: 'Narnia', no: String(index), starts: 'soon' }))))
  const first = (await get(`/v1/imports/${json.id}/decisions?rule=unreadable-date&limit=3`, { key })).json
  t.equal(first.items.length, 3)
  t.match(first.items[0], { row: 2, column: 'Start Date', value: 'soon', rule: 'unreadable-date', action: String })
  const next = (await get(`/v1/imports/${json.id}/decisions?rule=unreadable-date&limit=3&cursor=${encodeURIComponent(first.page.nextCursor)}`, { key })).json
  t.equal(next.items[0].row, 5)
  t.equal((await get(`/v1/imports/${json.id}/decisions?rule=unheard-of`, { key })).json.items.length, 0)
  t.equal((await get(`/v1/imports/${json.id}/decisions?rule=a&rule=unreadable-date&limit=200`, { key })).json.items.length, 7)
  t.equal((await get('/v1/imports/00000000-0000-7000-8000-000000000000/decisions', { key })).status, 404)
  t.equal((await get('/v1/imports/00000000-0000-7000-8000-000000000000', { key })).status, 404)
})

t.test('refuses a file that it cannot use, and says what to do', async t => {
  const before = await everything(app)
  for (const [bytes, detail] of [['', /None of the first|empty/], ['a,b\n1,2', /header/], ['PK\u0003\u0004rest', /save its sheet as "CSV/], ['Action Plan Number,Comm No,Commitment Title,Full Text\n1,1,A,B', /lacks a column/]] as const) {
    const answer = await post(Buffer.from(bytes))
    t.equal(answer.status, 400, answer.text)
    t.match(answer.json, { type: /import-unusable$/, detail })
  }
  t.match(await app.request('POST', '/v1/imports?source=ogp', { key }), { status: 415, json: { detail: /Send the spreadsheet as it is/ } })
  t.equal((await post('{}', { 'content-type': 'application/json' })).status, 415)
  t.equal((await post('a,b', { 'content-type': 'application/vnd.ms-excel' })).status, 415)
  for (const [query, ...parameters] of [['dryRun=true', 'dryRun'], [`digest=sha256-${'A'.repeat(43)}`, 'digest'], ['plan=mexico-4&dryRun=true', 'dryRun', 'plan']] as const) {
    const answer = await request('POST', `/v1/imports?source=ogp&${query}`, { key, payload: sheet([{}]), headers: { 'content-type': 'text/csv' } })
    t.match([answer.status, answer.json], [400, { type: /invalid-query$/, detail: /without a dry run/, errors: parameters.map(parameter => ({ parameter })) }])
  }
  t.equal((await request('POST', '/v1/imports?source=other', { key, payload: 'a', headers: { 'content-type': 'text/csv' } })).status, 403, 'a table of a government is its editors\' to send')
  t.equal((await request('POST', '/v1/imports', { key, payload: 'a', headers: { 'content-type': 'text/csv' } })).status, 400)
  t.equal(await everything(app), before)
})

t.test('takes 32 MiB and no more', async t => {
  t.equal((await post(Buffer.alloc(32 * 1024 * 1024 + 1, '\n'))).status, 413)
  const { json } = await run(sheet([{ no: '1', text: 'w'.repeat(100_000) }]))
  t.match(json, { state: 'done', report: { decisions: { 'text-cut': 1 } } })
})

t.test('is the registrar\'s; editors may look at those of ogp, others not', async t => {
  const roles = [[editor, 403, 200], [await app.key({ role: 'admin' }), 403, 403], [await app.key({ role: 'reviewer', organisation: 'r3d' }), 403, 403], [undefined, 401, 401]] as const
  for (const [by, write, look] of roles) {
    const mine = by === undefined ? {} : { key: by }
    t.equal((await request('POST', '/v1/imports?source=ogp', { ...mine, payload: sheet([{}]), headers: { 'content-type': 'text/csv' } })).status, write)
    t.equal((await get('/v1/imports', mine)).status, look)
  }
})

t.test('one import runs at a time', async t => {
  const many = Array.from({ length: 12 }, (_, index) => ({ plan: index + 20, no: '1' }))
  const answers = await Promise.all([post(sheet(many)), post(sheet(many))])
  t.same(answers.map(({ status }) => status).sort(), [202, 409])
  const [accepted, refused] = answers[0]?.status === 202 ? answers : [answers[1], answers[0]]
  t.match(refused?.json.type, /import-running$/)
  t.equal((await follow(accepted?.json.id)).json.state, 'done')
})

t.test('an import that was silent for long is taken for ended, and another may run', async t => {
  await sql`insert into import (id, source, state, file_sha256, started_on, rows_total, beat_at) values ('00000000-0000-7000-8000-00000000dead', 'ogp', 'running', ${'0'.repeat(64)}, '2026-11-22', 9, '2026-11-22T11:59:30Z')`.execute(app.deps.db)
  t.equal((await post(sheet([{}]))).status, 409)
  app.setNow('2026-11-22T12:00:31.000Z')
  t.equal((await run(sheet([{}]))).json.state, 'done')
  t.equal((await get('/v1/imports/00000000-0000-7000-8000-00000000dead', { key })).json.state, 'interrupted')
})

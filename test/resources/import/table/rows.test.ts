import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../../../_support/app.ts'
import { addMember, editing, planOf } from '../../../_support/plan.ts'
import { changesOf, csv, faultsOf, importingTables, lines, rowsOf } from '../../../_support/table.ts'

// Each file starts a thread that reads it: seconds where others work.
t.setTimeout(400_000)

const app = await startApp(t, { starter: true })
const { get, post } = app
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { create, read } = editing(app, key)
await addMember(app, 'chile')
await create(planOf(9, {
  commitments: [
    { code: 'MX0901', number: '1', title: { und: 'First' }, externalRefs: [{ source: 'other', id: 'o1' }], stakeholders: [{ institution: 'mexico-sfp', role: 'lead' }, { institution: 'article-19', role: 'monitoring' }], budget: { amount: 5, currency: 'MXN', text: { und: 'Five' } }, milestones: [{ number: '1', title: { und: 'A step' } }, { number: '2', title: { und: 'Another' }, externalRefs: [{ source: 'desk', id: 'h2' }] }] },
    { code: 'MX0902', number: '2', title: { und: 'Second' }, startsOn: '2024-01-01', endsOn: '2024-12-31', endsPrecision: 'day' },
    { number: '3', title: { und: 'Third' } },
    { number: '8', title: { und: 'Eighth' }, externalRefs: [{ source: 'other', id: 'o8' }] }, { code: 'MX0908', number: '8', title: { und: 'Eighth too' } }
  ]
}))
await create(planOf(10))
const { send, dryRun, apply } = importingTables(app, key)
const detail = (answer: { json: { rows: { errors: { detail: string }[] }[] } }, row: number): string => answer.json.rows[row]?.errors[0]?.detail ?? ''

t.test('knows a row by its code or the external id of the source, never by its place, and by a number only to say what stands', async t => {
  const answer = await dryRun(csv([
    { Number: '2', Title: 'Second' },
    { Number: '1', Title: 'Changed' },
    { Number: '3', Title: 'Changed too' },
    { Number: '9', Title: 'New' },
    { Code: 'mx0901', 'External id': 'c1' },
    { 'External id': 'c9', Number: '9', Title: 'Another' }
  ]))
  t.strictSame(rowsOf(answer), ['unchanged commitment 2', 'error commitment 3', 'error commitment 4', 'conflict commitment 5', 'conflict commitment 6', 'create commitment 7', 'missing commitment -', 'missing commitment -'])
  t.match(detail(answer, 1), /A number is no key.*OGP code MX0901/)
  t.match(detail(answer, 2), /the id [0-9a-f-]{36}/)
  const placed = await apply(csv([{ Code: 'MX0902', 'External id': 'c2' }, { Code: 'MX0901', 'External id': 'c1' }]))
  t.strictSame([rowsOf(placed).slice(0, 2), changesOf(placed, 2)], [['update commitment 2', 'update commitment 3'], { '/externalRefs': [[], [{ source: 'desk', id: 'c2' }]] }])
  t.strictSame(rowsOf(await dryRun(csv([{ 'External id': 'c1', Cluster: 'A' }]))).slice(0, 1), ['update commitment 2'])
})

t.test('refuses two rows with one key, and two columns that say the same', async t => {
  const twice = await dryRun(lines([
    ['Code', 'Title (es)', 'Título (es)', 'Cluster', 'Eje', 'External id', ''],
    ['MX0901', 'a', 'b', '', '', '', 'x'], ['MX0901', 'c', '', '', '', '', ''], ['MX0911', 'd', '', '', '', 'n1', ''], ['MX0912', 'e', '', '', '', 'n1', '']
  ]))
  t.strictSame(faultsOf(twice), ['1 C repeated-column', '1 E repeated-column', '3 - duplicate-key', '5 - duplicate-key'])
  t.strictSame([twice.json.digest, detail(twice, 2)], [null, 'The code MX0901 is that of row 2 already: keep one of them.'])
})

t.test('keeps what a row does not speak of, and empties what it says is empty', async t => {
  const done = await apply(csv([{ Code: 'MX0901', 'Supporting institutions': 'Artículo 19; mexico-sfp', 'Lead institution': '', 'Budget amount': '7.5', Description: 'D' }]))
  t.equal(done.status, 200, JSON.stringify(done.json))
  const first = async () => (await read(9)).json.commitments[0]
  t.match(await first(), {
    stakeholders: [{ institution: 'mexico-sfp', role: 'lead' }, { institution: 'article-19', role: 'monitoring' }, { institution: 'article-19', role: 'supporting' }, { institution: 'mexico-sfp', role: 'supporting' }],
    budget: { amount: 7.5, currency: 'MXN', text: { und: 'Five' } }
  })
  await apply(csv([{ Code: 'MX0901', 'Supporting institutions': '(none)', 'Monitoring institutions': 'article-19', Description: '(ninguno)', 'Budget amount': '(none)', 'Budget currency': '(none)', 'Budget in words': '(none)', 'End date': '(none)', Cluster: '(none)', Values: '(none)', 'Policy areas': '(none)', SDGs: '(none)', Lifecycle: 'Activo', 'Lifecycle reason': '(none)' }]))
  t.match(await first(), { description: null, budget: null, endsOn: null, values: [], sdgs: [], cluster: null, lifecycle: 'active' })
  t.strictSame((await first()).stakeholders, [{ institution: 'mexico-sfp', role: 'lead' }, { institution: 'article-19', role: 'monitoring' }])
})

t.test('finds the commitment of a milestone by any key, or a number that it alone has', async t => {
  const { json: { commitments } } = await read(9)
  const third = commitments[2].id as string
  const answer = await dryRun(lines([
    ['Type', 'Commitment', 'Code', 'Number', 'Milestone number', 'External id', 'Title', 'Id', 'Weight', 'Due date'],
    ['milestone', third.toUpperCase(), '', '', '1', '', 'By id', '', '', ''],
    ['milestone', '', 'MX0902', '', '1', '', 'By code', '', '10.5', '2024-12-31'],
    ['milestone', '', '', '2', '2', '', 'By number', '', '', ''],
    ['milestone', '8', '', '', '1', '', 'Whose?', '', '', ''],
    ['milestone', 'MX0901', '', '', '', 'h2', 'Another', '', '', ''],
    ['milestone', 'MX0901', '', '', '1', '', 'Changed', '', '', ''],
    ['commitment', '', '', '20', '', '', 'New', '', '', ''],
    ['milestone', '20', '', '', '1', '', 'Of the new one', '', '', ''],
    ['milestone', 'MX0901', '', '', '', '', 'No key', '', '', ''],
    ['milestone', 'MX0902', '', '3', '', '', 'Number of its own', '', '(none)', ''],
    ['milestone', 'MX0902', '', '', '4', '', 'Late', '', '', '2025-01-01'],
    ['milestone', 'MX0902', '', '', '5', 'm5', 'Bad id', 'no-uuid', '', ''],
    ['commitment', '', '', '21', '', '', '', '', '', ''],
    ['commitment', '', '', '22', '', '', 'Twin', '', '', ''],
    ['commitment', '', '', '22', '', '', 'Twin', '', '', ''],
    ['milestone', 'x22', '', '', '1', '', 'Of nobody', '', '', '']
  ]))
  t.strictSame(rowsOf(answer).filter(row => !row.startsWith('missing')), [
    'create milestone 2', 'create milestone 3', 'create milestone 4', 'error milestone 5', 'unchanged milestone 6', 'error milestone 7', 'create commitment 8', 'create milestone 9', 'error milestone 10',
    'create milestone 11', 'conflict milestone 12', 'error milestone 13', 'conflict commitment 14', 'conflict commitment 15', 'conflict commitment 16', 'error milestone 17'
  ])
  t.strictSame(faultsOf(answer), ['5 B commitment-required', '7 E key-required', '10 - key-required', '12 J dates-out-of-order', '13 H invalid-value', '13 H invalid-value', '14 - invalid-body', '15 - ambiguous-identity', '16 - ambiguous-identity', '17 B commitment-required'])
  t.match(answer.json.rows.find(({ row }: { row: number }) => row === 15).errors[0].detail, /number 22 is not unique.*by its id, its OGP code.* or an external id/)
  const apart = await dryRun(lines([['Type', 'Code', 'External id', 'Number', 'Title'], ['commitment', 'MX0901', '', '', ''], ['commitment', '', 'c1', '', ''], ['milestone', 'c1', '', '5', 'M']]))
  t.strictSame(faultsOf(apart), ['3 - ambiguous-identity', '4 - commitment-required'])
  t.match(detail(apart, 1), /same as row 2/)
})

t.test('tells conflicts with what stands by the column that they come from', async t => {
  const answer = await dryRun(lines([
    ['Code', 'Id', 'Start date', 'End date', 'External id'],
    ['MX0902', '', '2025-06-01', '2025-01-01', ''], ['MX0081', '', '', '', 'z'], ['MX0903', String((await read(9)).json.commitments[0].id), '', '', ''], ['MX0904', '', '2024-13', '', '']
  ]))
  t.strictSame(faultsOf(answer), ['2 D dates-out-of-order', '3 - invalid-body', '3 A code-immutable', '4 A code-immutable', '5 C date', '5 - invalid-body'])
  t.strictSame(rowsOf(answer).slice(0, 4), ['conflict commitment 2', 'conflict commitment 3', 'conflict commitment 4', 'error commitment 5'])
})

t.test('takes rows of several plans, and refuses those of plans that the key may not write', async t => {
  const rows = [{ 'Action plan': 'mexico-9', Code: 'MX0901', Cluster: 'A' }, { 'Action plan': 'mexico-10', Code: 'MX1001', Title: 'T' }]
  const several = await apply(csv(rows), 'source=desk')
  t.strictSame(several.json.plans, ['mexico-10', 'mexico-9'])
  t.equal((await read(10)).json.commitments[0].code, 'MX1001')
  const narrow = importingTables(app, await app.key({ role: 'editor', plans: ['mexico-10'] }), 'source=desk')
  const refused = await narrow.dryRun(csv([...rows, { 'Action plan': 'atlantis-1', Code: 'AT0001' }, { Code: 'MX0001' }]))
  t.strictSame(faultsOf(refused), ['5 - plan-required', '4 A unknown-reference', '2 A forbidden'])
  t.equal((await narrow.dryRun(csv(rows), 'source=desk&plan=mexico-9')).status, 403)
  t.strictSame(faultsOf(await dryRun(csv(rows))), ['3 A other-plan'])
  const many = Array.from({ length: 101 }, (_, n) => ({ 'Action plan': `mexico-${n}`, Code: 'MX0001' }))
  t.match((await dryRun(csv(many), 'source=desk')).json.detail, /101 action plans/)
})

t.test('finds the header below titles, or where it is said to be, and refuses a file without one', async t => {
  const titled = lines([['Plan of Mexico'], [], ['', 'OGP CODE', 'título'], ['', 'MX0901', 'First']])
  t.match((await dryRun(titled)).json.table.sheets[0], { headerRow: 3, rows: 1 })
  t.match((await dryRun(lines([['Code', 'Title', 'Cluster'], ['Code', 'Title'], ['MX0901', 'First']]), 'source=desk&plan=mexico-9&headerRow=2')).json.table.sheets[0], { headerRow: 2 })
  for (const [file, query, why] of [['a,b\n1,2', '', /none of the first twenty/], ['Code,Title\nMX0901,x', '&headerRow=2', /row 2 has not/], ['Code,Title\n,', '', /no row below/], ['Code,Title\nMX0901,x', '&sheet=Other', /There is no sheet/]] as const) {
    const answer = await dryRun(file, `source=desk&plan=mexico-9${query}`)
    t.match(answer.json, { status: 400, type: /import-unusable/, detail: why })
  }
  t.match((await send('x', 'source=desk&plan=mexico-9&dryRun=true', { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })).json, { status: 400, type: /import-unusable/ })
})

t.test('takes hostile strings as the words that they are', async t => {
  const title = '=cmd|\' /C calc\'!A0'
  const done = await apply(csv([{ Code: 'MX0920', Title: title, Description: '<script>alert(1)</script>', Cluster: '@SUM(1+1)' }]))
  t.match((await get(`/v1/commitments/${done.json.rows[0].entity}`)).json, { title: { und: title }, description: { und: '<script>alert(1)</script>' }, cluster: '@SUM(1+1)' })
})

t.test('refuses a file with characters that no text has, and takes those that only look odd', async t => {
  t.match((await dryRun(csv([{ Code: 'MX0901', Title: 'a\0b' }]))).json, { status: 400, type: /import-unusable/, detail: /Row 2, column 2 has a NUL character/ })
  const title = 'a\u0001\u202Eb'
  t.strictSame(changesOf(await dryRun(csv([{ Code: 'MX0901', 'Title (fr)': title }])), 2), { '/title/fr': [null, title] })
})

t.test('leaves reviews and assessments alone, whatever a table says', async t => {
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  await post('/v1/commitments/MX0901/reviews', { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', state: 'published', evidence: [{ url: 'https://example.org/seen' }] }, { key: reviewer })
  const voices = async () => (await sql`select * from review order by id`.execute(app.deps.db)).rows
  const before = await voices()
  const done = await apply(csv([{ Code: 'MX0901', Lifecycle: 'Withdrawn', Completion: 'complete', Review: 'endorsed' }]))
  t.match([done.status, done.json.table.sheets[0].unknownColumns], [200, [{ header: 'Completion' }, { header: 'Review' }]])
  t.strictSame(await voices(), before)
})

t.test('shows a table to those who may write its plans, and to the desk', async t => {
  const ofOne = await dryRun(csv([{ Code: 'MX0901', Cluster: 'secret' }]))
  const ofTwo = await dryRun(csv([{ 'Action plan': 'mexico-9', Code: 'MX0901', Cluster: 'a' }, { 'Action plan': 'mexico-10', Code: 'MX1001', Cluster: 'b' }]), 'source=desk')
  const ofNone = await dryRun(csv([{ 'Action plan': 'mexico-99', Code: 'MX0901', Cluster: 'secret too' }]), 'source=desk')
  t.match([ofNone.json.plans, ofNone.json.rows], [[], [{ op: 'error' }]], 'its rows are in the answer')
  await sql`insert into import (id, source, state, file_sha256, started_on, rows_total, beat_at) values ('00000000-0000-7000-8000-000000000099', 'ogp', 'done', ${'0'.repeat(64)}, '2026-11-22', 9, '2026-11-22T11:59:30Z')`.execute(app.deps.db)
  const ids: Record<string, string> = { one: ofOne.json.id, two: ofTwo.json.id, none: ofNone.json.id, ogp: '00000000-0000-7000-8000-000000000099' }
  const seen = async (wanted: Parameters<typeof app.key>[0]): Promise<string[]> => {
    const key = await app.key(wanted)
    const listed: string[] = []
    for (let url: string | null = '/v1/imports?limit=1'; url !== null;) {
      const { json } = await get(url, { key })
      listed.push(...json.items.map(({ id }: { id: string }) => id))
      url = json.links.next === null ? null : `/v1/imports?limit=1&cursor=${encodeURIComponent(json.page.nextCursor)}`
    }
    const names = Object.keys(ids).filter(name => listed.includes(ids[name] as string))
    for (const [name, id] of Object.entries(ids)) {
      for (const part of ['', '/rows', '/decisions']) t.equal((await get(`/v1/imports/${id}${part}`, { key })).status, names.includes(name) ? 200 : 403, `${JSON.stringify(wanted)} ${name}${part}`)
    }
    return names
  }
  t.strictSame(await seen({ role: 'registrar' }), ['one', 'two', 'none', 'ogp'])
  t.strictSame(await seen({ role: 'editor', members: ['mexico'] }), ['one', 'two', 'ogp'])
  t.strictSame(await seen({ role: 'editor', plans: ['mexico-9'] }), ['one', 'ogp'])
  t.strictSame(await seen({ role: 'editor', plans: ['mexico-10', 'mexico-9'] }), ['one', 'two', 'ogp'])
  t.strictSame(await seen({ role: 'editor', plans: ['mexico-10'] }), ['ogp'])
  t.strictSame(await seen({ role: 'editor', members: ['chile'] }), ['ogp'])
  const registrar = importingTables(app, await app.key({ role: 'registrar' }))
  t.equal((await registrar.dryRun('Code,Title\nMX0901,x')).status, 403, 'what a PUT may not, an import may not')
  t.equal((await registrar.send('x', 'source=ogp', { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' })).status, 400)
})

t.test('quotes no words that a redaction took away', async t => {
  const { json: { id, rows: [{ entity }] } } = await apply(csv([{ Code: 'MX0930', Title: 'Kept', Description: 'Names "somebody"' }]))
  await apply(csv([{ Code: 'MX0930', Description: '(none)' }]))
  const moderator = await app.key({ role: 'moderator' })
  const done = await post('/v1/redactions', { target: { type: 'commitment', id: entity, atRevision: 1 }, ground: 'personal_data', statement: { en: 'It named somebody.' } }, { key: moderator })
  t.equal(done.status, 201)
  t.match((await get(`/v1/imports/${id}/rows`, { key })).json.items, [{ op: 'create', entity, fields: [], errors: [] }])
})

t.test('forgets a dry run after a week, and never what was applied', async t => {
  const tried = await dryRun(Buffer.from('Code,Title\nMX0901,Pr\xe9cis', 'latin1'))
  t.match((await get(`/v1/imports/${tried.json.id}/decisions`, { key })).json.items, [{ rule: 'decoded-as' }])
  const applied = await apply(csv([{ Code: 'MX0901', Cluster: 'Z' }]))
  const status = async (id: string) => (await get(`/v1/imports/${id}`, { key })).status
  app.setNow('2026-11-30T12:00:00.000Z')
  await dryRun(csv([{ Code: 'MX0901', Cluster: 'Z' }]))
  t.strictSame([await status(tried.json.id), await status(applied.json.id)], [404, 200])
})

import t from 'tap'
import { startApp } from '../../../_support/app.ts'
import { editing, planOf, richPlan } from '../../../_support/plan.ts'
import { changesOf, csv, faultsOf, importingTables, rowsOf } from '../../../_support/table.ts'
import { readWorkbook } from '../../../../src/sheet/read-workbook.ts'

// Each file starts a thread that reads it: seconds where others work.
t.setTimeout(400_000)

const app = await startApp(t, { starter: true })
const { get, request } = app
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { create, read } = editing(app, key)
await create(planOf(9, { commitments: [{ code: 'MX0901', title: { und: 'First' }, cluster: 'A' }] }))
const { dryRun, send } = importingTables(app, key)
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const query = 'source=desk&plan=mexico-9'
const json = (body: unknown) => dryRun(JSON.stringify(body), query, { 'content-type': 'application/json' })

/** A form as browsers send it. */
function form (parts: { name: string, filename?: string, type?: string, body: string | Buffer }[]): { payload: Buffer, headers: Record<string, string> } {
  const pieces = parts.flatMap(({ name, filename, type, body }) => [
    `--limit\r\ncontent-disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n${type === undefined ? '' : `content-type: ${type}\r\n`}\r\n`, body, '\r\n'
  ])
  return { payload: Buffer.concat([...pieces, '--limit--\r\n'].map(piece => Buffer.from(piece))), headers: { 'content-type': 'multipart/form-data; boundary=limit' } }
}

const sendForm = (parts: Parameters<typeof form>[0]) => { const { payload, headers } = form(parts); return dryRun(payload, query, headers) }

t.test('takes a list of objects, with texts by language and lists as they are', async t => {
  const answer = await json([{ code: 'MX0901', title: { es: 'Uno', fr: 'Un' }, sdgs: [5, 16], cluster: null, values: [] }, { number: '1.10', title: 'Two' }])
  t.strictSame(rowsOf(answer), ['update commitment 2', 'create commitment 3'])
  t.strictSame(changesOf(answer, 2), { '/title/es': [null, 'Uno'], '/title/fr': [null, 'Un'], '/sdgs': [[], [5, 16]], '/cluster': ['A', null] })
})

t.test('refuses JSON that is no table, with a pointer to each value that is none of a cell', async t => {
  for (const body of [{}, [1], [[]], [null]]) t.match((await json(body)).json, { status: 400, type: /invalid-body/ })
  t.match((await json([{ code: true, 'a/b': [{}], title: { es: 1, en: [] } }])).json.errors, [{ pointer: '/0/code' }, { pointer: '/0/a~1b' }, { pointer: '/0/title' }])
})

t.test('refuses JSON that is more than a table, before it makes one of it', async t => {
  const many = (count: number, object: (at: number) => object) => Array.from({ length: count }, (_, at) => object(at))
  for (const [body, why] of [
    [many(20_001, () => ({})), /more than 20000 objects.*in parts/],
    [many(49_000, at => ({ [`k${at}`]: 1 })), /more than 20000 objects/],
    [many(19_000, at => ({ [`k${at}`]: 1 })), /more than 1000 different names/],
    [[{ title: Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`x${at}`, 'x'])) }], /more than 1000 different names/],
    [many(2000, at => ({ [`k${at % 501}`]: 1 })), /more than 1000000 cells/]
  ] as const) t.match((await json(body)).json, { status: 400, type: /import-unusable/, detail: why })
  t.match((await sendForm([{ name: 'file', filename: 'plan.json', body: JSON.stringify(many(20_001, () => ({}))) }])).json, { status: 400, type: /import-unusable/ })
})

t.test('tells where documents that are no tables go', async t => {
  for (const body of [{ plan: { id: 'mexico-4' }, commitments: [] }, { commitments: [] }, { plan: { id: 'mexico-4' } }]) t.match((await json(body)).json, { status: 400, type: /invalid-body/, detail: /PUT \/v1\/action-plans\/\{plan\}\/document/ })
  t.match((await json({ progressUpdates: [] })).json, { status: 400, detail: /PUT \/v1\/action-plans\/\{plan\}\/progress-updates\/\{period\}/ })
  t.notMatch((await json({ code: 'MX0901' })).json.detail, /PUT/)
  t.match((await sendForm([{ name: 'file', filename: 'plan.json', body: '{"commitments":[]}' }])).json, { status: 400, detail: /document/ })
})

t.test('takes a file in a form, by its type or its name', async t => {
  const file = csv([{ Code: 'MX0901', Cluster: 'B' }])
  t.strictSame(rowsOf(await sendForm([{ name: 'file', filename: 'plan.csv', type: 'application/vnd.ms-excel', body: file }])), ['update commitment 2'])
  t.strictSame(rowsOf(await sendForm([{ name: 'file', filename: 'plan', type: 'text/csv; charset=utf-8', body: file }])), ['update commitment 2'])
  t.strictSame(rowsOf(await sendForm([{ name: 'file', filename: 'plan.json', body: '[{"code":"MX0901","cluster":"C"}]' }])), ['update commitment 2'])
})

t.test('refuses a form that is not one file, with what to do', async t => {
  const file = { name: 'file', filename: 'a.csv', type: 'text/csv', body: 'Code,Title\nMX0901,x' }
  t.match((await sendForm([{ name: 'mapping', body: '{}' }])).json, { status: 400, type: /import-unusable/ })
  t.match((await sendForm([{ ...file, filename: 'plan.pdf', type: 'application/pdf' }])).json, { status: 415 })
  t.match((await sendForm([{ ...file, filename: '', type: 'application/octet-stream' }])).json, { status: 415 })
  t.match((await sendForm([file, { name: 'other', body: 'x' }])).json, { status: 400, type: /bad-request/ })
  t.match((await sendForm([{ name: 'file', body: 'not a file' }])).json, { status: 400, type: /bad-request/ })
  for (const twice of [file, { name: 'mapping', filename: 'mapping.json', body: '{}' }]) t.match((await sendForm([twice, twice])).json, { status: 400, type: /bad-request/, detail: /more than one part/ })
  t.match((await dryRun('--limit\r\nnothing', query, { 'content-type': 'multipart/form-data; boundary=limit' })).json, { status: 400, type: /bad-request/ })
  t.match((await sendForm([{ ...file, body: Buffer.alloc(32 * 1024 * 1024 + 1, 0x20) }])).json, { status: 413, type: /body-too-large/ })
})

t.test('gives a template in three languages, with drop-downs, that is read back by its headers', async t => {
  for (const [language, name] of [['en', 'Commitments'], ['es', 'Compromisos'], ['fr', 'Engagements']] as const) {
    const answer = await app.app.inject(`/v1/exports/template.xlsx?language=${language}`)
    t.match([answer.statusCode, answer.headers['content-type'], answer.headers['content-disposition']], [200, XLSX, /template\.xlsx/])
    const { sheets } = await readWorkbook(answer.rawPayload, 'xlsx')
    t.equal(sheets[1]?.name, name)
    const empty = await send(answer.rawPayload, 'source=desk&dryRun=true', { 'content-type': XLSX })
    t.match(empty.json, { type: /import-unusable/, detail: /no row below the header/ }, 'every header is known, and no row is there')
  }
  t.equal((await get('/v1/exports/template.xlsx?plan=atlantis-1')).status, 404)
  const parts = (await readZip((await app.app.inject('/v1/exports/template.xlsx')).rawPayload))
  t.match(parts, /dataValidation[^>]*type="list"/)
})

t.test('holds a plan as it stands: sent back it changes nothing, and an edited cell changes that alone', async t => {
  await create(richPlan(12))
  for (const plan of ['mexico-12', 'mexico-4']) {
    for (const language of ['es', 'en', 'fr']) {
      const { rawPayload } = await app.app.inject(`/v1/exports/template.xlsx?language=${language}&plan=${plan}`)
      const answer = await send(rawPayload, 'source=desk&dryRun=true', { 'content-type': XLSX })
      t.strictSame([answer.json.rows.filter(({ op }: { op: string }) => op !== 'unchanged'), faultsOf(answer)], [[], []], `${plan} in ${language}`)
    }
  }
  const { rawPayload } = await app.app.inject('/v1/exports/template.xlsx?language=es&plan=mexico-12')
  const { sheets } = await readWorkbook(rawPayload, 'xlsx')
  const rows = (sheets[1]?.rows ?? []).map(({ cells }) => [...cells])
  const [header = [], first = []] = rows
  first[header.indexOf('Título (es)')] = 'Otro título'
  t.equal(first[header.indexOf('Número')], '1.10')
  const edited = await send(rows.map(cells => cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n'), 'source=desk&dryRun=true')
  t.strictSame(changesOf(edited, 2), { '/title/es': ['Compromiso', 'Otro título'] })
  t.strictSame(rowsOf(edited), ['update commitment 2', 'unchanged commitment 3'])
  t.equal((await read(12)).status, 200)
  t.equal((await request('POST', '/v1/exports/template.xlsx', { key })).status, 405)
})

t.test('holds words that look like the escapes of a workbook as the words that they are', async t => {
  const words = '_x0041_ _x005F_ _x005F_x0041_ bell \u0007 \uFFFE'
  await create(planOf(13, { commitments: [{ code: 'MX1301', title: { und: words }, cluster: '_x000D_' }] }))
  const { rawPayload } = await app.app.inject('/v1/exports/template.xlsx?plan=mexico-13')
  t.ok((await readWorkbook(rawPayload, 'xlsx')).sheets[1]?.rows[1]?.cells.includes(words))
  const answer = await send(rawPayload, 'source=desk&dryRun=true', { 'content-type': XLSX })
  t.strictSame([rowsOf(answer), faultsOf(answer)], [['unchanged commitment 2'], []])
})

/** All parts of an archive as one text. */
async function readZip (bytes: Buffer): Promise<string> {
  const { Archive } = await import('../../../../src/sheet/zip.ts')
  const { LIMITS } = await import('../../../../src/sheet/sheet.ts')
  const pieces: Buffer[] = []
  for await (const piece of new Archive(bytes, LIMITS).part('xl/worksheets/sheet2.xml')) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

import t from 'tap'
import { startApp } from '../../../_support/app.ts'
import { editing, everything, planOf } from '../../../_support/plan.ts'
import { changesOf, faultsOf, importingTables, rowsOf } from '../../../_support/table.ts'
import { parts, rowsOf as cells, workbook, zip } from '../../../_support/workbook.ts'

// Each file starts a thread that reads it: seconds where others work.
t.setTimeout(400_000)

/** Workbooks as they come, and as somebody makes them who means harm, through the route. */

const app = await startApp(t, { starter: true })
const { get } = app
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { create, read } = editing(app, key)
await create(planOf(9, { commitments: [{ code: 'MX0901', number: '1.10', title: { und: 'First' } }, { code: 'MX0902', title: { und: 'Second' } }] }))
const { dryRun, apply } = importingTables(app, key)
const at = 'source=desk&plan=mexico-9'
const headers = { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
const text = (words: string): string => `<c t="inlineStr"><is><t>${words}</t></is></c>`
const book = (header: string[], rows: string, formats: string[] = [], after = ''): Buffer =>
  workbook({ formats, sheets: { Commitments: `<sheetData>${cells([header])}${rows}</sheetData>${after}` } })
const decisions = async (id: string): Promise<{ rule: string, row: number, column: string }[]> => (await get(`/v1/imports/${id}/decisions`, { key })).json.items

t.test('a merged cell speaks for each of its rows, and that is told', async t => {
  const answer = await dryRun(book(['Cluster', 'Code'], '<row><c r="A2" t="inlineStr"><is><t>Trust</t></is></c><c r="B2" t="inlineStr"><is><t>MX0901</t></is></c></row><row><c r="B3" t="inlineStr"><is><t>MX0902</t></is></c></row>', [], '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'), at, headers)
  t.strictSame([2, 3].map(row => changesOf(answer, row)), [{ '/cluster': [null, 'Trust'] }, { '/cluster': [null, 'Trust'] }])
  t.match(await decisions(answer.json.id), [{ rule: 'merged-cells', row: 2, column: 'Commitments!A' }])
})

t.test('a day that is a number of a spreadsheet is that day, and a number that is no day is refused', async t => {
  const answer = await dryRun(book(['Code', 'Start date', 'End date'], `<row>${text('MX0901')}<c s="1"><v>46388</v></c><c s="2"><v>46752</v></c></row><row>${text('MX0902')}<c><v>46388</v></c><c s="1"><v>99999999</v></c></row>`, ['dd/mm/yyyy', 'mmm yyyy']), at, headers)
  t.match(changesOf(answer, 2), { '/startsOn': [null, '2027-01-01'], '/endsOn': [null, '2027-12-31'], '/endsPrecision': ['unknown', 'month'] })
  t.strictSame(faultsOf(answer), ['3 B date', '3 C date'])
  t.match(await decisions(answer.json.id), [{ rule: 'no-such-date', row: 3, column: 'Commitments!C' }])
})

t.test('a number is what its cell shows: 1.10 stays where it shows so, and where it does not the change is seen', async t => {
  const answer = await dryRun(book(['Code', 'Number'], `<row>${text('MX0901')}<c s="1"><v>1.1</v></c></row>`, ['0.00']), at, headers)
  t.strictSame(rowsOf(answer).slice(0, 1), ['unchanged commitment 2'])
  const lost = await dryRun(book(['Code', 'Number'], `<row>${text('MX0901')}<c><v>1.1</v></c></row>`), at, headers)
  t.strictSame(changesOf(lost, 2), { '/number': ['1.10', '1.1'] })
})

t.test('of a formula counts what it gave last; without that the cell is empty, leaves what stands, and is told', async t => {
  const answer = await dryRun(book(['Code', 'Title', 'Cluster', 'Description'], `<row>${text('MX0901')}<c t="str"><f>HYPERLINK("https://example.org/?"&amp;A1,"x")</f><v>Given</v></c><c><f>A1</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`), at, headers)
  t.strictSame(changesOf(answer, 2), { '/title/und': ['First', 'Given'] })
  t.strictSame((await decisions(answer.json.id)).map(({ rule, column }) => [rule, column]), [['formula-without-value', 'Commitments!C'], ['error-cell', 'Commitments!D']])
})

t.test('a text that a spreadsheet would run is stored as the words that it is', async t => {
  const words = '=cmd|\' /C calc\'!A0'
  const done = await apply(book(['Code', 'Title', 'Cluster'], cells([['MX0902', words, '@SUM(1+1)']])), at, headers)
  t.equal(done.status, 200)
  t.match((await read(9)).json.commitments[1], { title: { und: words }, cluster: '@SUM(1+1)' })
})

t.test('a bomb, a lie and what is no workbook are refused as unusable, nothing is kept, and others are answered meanwhile', async t => {
  const before = await everything(app)
  const bomb = (declared: { unpacked?: number }): Buffer => zip(parts({ sheets: { A: '<row/>' } }).map(part => part.name.endsWith('sheet1.xml') ? { ...part, bytes: Buffer.alloc(300 * 1024 * 1024), declared } : part))
  const laughs = zip(parts({ sheets: { A: '<row/>' } }).map(part => part.name.endsWith('sheet1.xml') ? { ...part, bytes: '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>' } : part))
  // Each row holds a cell in the last column: far more cells than it has bytes.
  const sparse = workbook({ sheets: { A: Array.from({ length: 1001 }, (_, row) => `<row><c r="ALL${row + 1}"><v>1</v></c></row>`).join('') } })
  for (const [bytes, why] of [[bomb({}), /unpacks to more than 200 times/], [bomb({ unpacked: 300 }), /larger than its directory says/], [laughs, /document type or entities/], [sparse, /more than 1000000 cells/], [zip([{ name: 'a', bytes: 'b' }]), /no XLSX workbook/]] as const) {
    const [answer, other] = await Promise.all([dryRun(bytes, at, headers), get('/health/live')])
    t.match([answer.status, answer.json], [400, { type: /import-unusable/, detail: why }])
    t.equal(other.status, 200)
  }
  t.equal(await everything(app), before)
})

t.test('a sheet whose name is no text is read under what can be kept of it, and a row without a whole number is refused', async t => {
  const row = cells([['Code', 'Title'], ['MX0902', 'Second']])
  const named = async (name: string): Promise<string> => {
    const { status, json } = await dryRun(workbook({ sheets: { [name]: row } }), at, headers)
    t.equal(status, 200)
    t.equal(json.rows[0].sheet, json.table.sheets[0].name)
    return json.table.sheets[0].name
  }
  t.strictSame([await named('a&#0;b'), await named('a_x0000_&#xD800;'), await named(`${'x'.repeat(299)}\u{1F600}y`)], ['a\uFFFDb', 'a\uFFFD\uFFFD', `${'x'.repeat(299)}\uFFFD`])
  for (const number of ['2.5', '-1', 'x']) t.match((await dryRun(book(['Code', 'Title'], `<row r="${number}">${text('MX0902')}</row>`), at, headers)).json, { status: 400, type: /import-unusable/, detail: /a row has no number that a spreadsheet has/ })
})

t.test('the event loop is free while a large workbook is read', async t => {
  const large = workbook({ sheets: { Commitments: cells([['Nothing', 'Known'], ...Array.from({ length: 19_000 }, (_, row) => Array.from({ length: 20 }, (_, column) => `${row} ${column}`))]) } })
  let turns = 0
  const counting = setInterval(() => { turns++ }, 5)
  const answer = await dryRun(large, at, headers)
  clearInterval(counting)
  t.match(answer.json, { type: /import-unusable/, detail: /No header was found/ })
  t.ok(turns > 10, `${turns} turns for others`)
})

import { readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Io } from '../../src/cli/io.ts'
import { readWorkbook } from '../../src/sheet/read-workbook.ts'
import { startApp } from '../_support/app.ts'
import { cli } from '../_support/cli.ts'
import { editing, planOf } from '../_support/plan.ts'
import { type Cells, csv } from '../_support/table.ts'
import { rowsOf, workbook } from '../_support/workbook.ts'

const app = await startApp(t, { starter: true })
await app.app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
const key = await app.key({ role: 'editor', members: ['mexico'] })
const env = { OPEN_COMMITMENTS_URL: url, OPEN_COMMITMENTS_KEY: key }
const { create, read } = editing(app, key)
await create(planOf(9, { commitments: [{ code: 'MX0901', title: { und: 'First' } }, { code: 'MX0902', title: { und: 'Second' } }] }))
const folder = t.testdir({})
const fileOf = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const table = (rows: Cells[], name = 'plan.csv'): string => fileOf(name, csv(rows))
const run = (argv: string[], given: Partial<Io> = {}) => cli(argv, { env, ...given })
const importing = (argv: string[], given: Partial<Io> = {}) => run(['import', '--source', 'desk', ...argv], given)
const first = async (): Promise<any> => (await read(9)).json.commitments[0]

t.test('import shows what would become of each row, field by field, and what was read with a decision', async t => {
  const file = fileOf('book.xlsx', workbook({
    sheets: {
      Notes: rowsOf([['Anything']]),
      Commitments: `${rowsOf([['Action plan', 'Code', 'Title', 'Unheard of', 'Cluster']])}${rowsOf([['mexico-9', 'MX0901', 'Renamed \u001b[2J', 'x']])}<row r="3"><c t="inlineStr"><is><t>mexico-9</t></is></c><c t="inlineStr"><is><t>MX0903</t></is></c><c t="inlineStr"><is><t>New</t></is></c><c/><c><f>1+1</f></c></row>`
    }
  }))
  const shown = await importing([file, '--dry-run'])
  t.match(shown, { code: 0, err: '' })
  t.match(shown.out, /^Sheet "Notes": left out, as it has no header that is known\nSheet "Commitments": 2 rows below the header in row 1; not read: column D "Unheard of"\n/)
  t.match(shown.out, 'note: Commitments!E, row 3: ')
  t.match(shown.out, '~ row 2 of "Commitments" commitment MX0901 mexico-9\n    /title/und\n  - First\n  + Renamed \\u001b[2J\n')
  t.match(shown.out, '+ row 3 of "Commitments" commitment MX0903 mexico-9\n')
  t.match(shown.out, '? commitment MX0902 mexico-9: in the record, not in the file; it stays\n1 create, 1 update, 0 unchanged, 1 missing, 0 conflict, 0 error\nNothing was applied.\n')
  t.match((await importing([file, '--dry-run', '--color', 'always'])).out, '\u001b[32m  + Renamed')
  t.match(JSON.parse((await importing([file, '--dry-run', '--json'])).out), { dryRun: true, rows: [{ op: 'update', row: 2 }, { op: 'create' }, { op: 'missing' }], decisions: [{ rule: 'formula-without-value' }] })
  t.match((await importing([file, '--dry-run', '--sheet', 'Notes', '--header-row', '1'])), { code: 1, err: /No header was found: row 1 has not/ })
  t.equal((await first()).title.und, 'First', 'nothing is written')
})

t.test('import asks, and applies what it showed, or nothing', async t => {
  const file = table([{ Code: 'MX0901', Title: 'Asked' }])
  const args = [file, '--plan', 'mexico-9']
  const questions: string[] = []
  const answering = (answer: string | undefined): Partial<Io> => ({ prompt: async (question) => { questions.push(question); return answer } })
  t.match(await importing(args, answering('n')), { code: 3, out: /\+ Asked/, err: 'Nothing was applied.\n' })
  t.match(await importing(args, answering(undefined)), { code: 2, err: 'Nobody can be asked here: give --yes to apply' })
  t.equal((await first()).title.und, 'First')
  t.match(await importing(args, answering('y')), { code: 0, out: /^The file: 1 rows below[^]*\+ Asked[^]*Applied\.\n$/ })
  t.equal(questions.at(-1), `Apply this at ${url}? [y/N] `)
  t.equal((await first()).title.und, 'Asked')
  t.match(await importing([...args, '--yes']), { code: 0, out: /There is nothing to apply\.\n$/ })
  const other = table([{ Code: 'MX0901', Title: 'By a script' }], 'other.csv')
  const done = await importing([other, '--plan', 'mexico-9', '--yes', '--json'])
  t.match(JSON.parse(done.out), { dryRun: false, table: { counts: { update: 1 } } })
  const moved = await importing(args, { prompt: async () => { await importing([table([{ Code: 'MX0902', Title: 'Theirs' }], 'theirs.csv'), '--plan', 'mexico-9', '-y']); return 'y' } })
  t.match(moved, { code: 1, err: /Somebody changed the plan after what you saw was worked out\. Nothing was applied/ })
  t.equal((await first()).title.und, 'By a script')
})

t.test('import tells all that is wrong by row, column, value and what to do, however many rows there are', async t => {
  const rows = Array.from({ length: 1100 }, (_, index) => ({ Code: `MX${2000 + index}`, Title: 'T', 'End date': '03/04/2027' }))
  const bad = await importing([table([...rows, { Code: '', Title: 'No key', 'End date': '' }]), '--plan', 'mexico-9', '-y'])
  t.match(bad, { code: 1, err: 'The file cannot be applied as it is. Nothing was applied.\n' })
  t.match(bad.out, '! row 2 commitment mexico-9\n    column C, "End date", "03/04/2027", ambiguous-date: This is 2027-04-03 or 2027-03-04.')
  t.match(bad.out, '! row 1101 commitment mexico-9\n')
  t.match(bad.out, '! row 1102 commitment mexico-9\n    key-required: Give the commitment its OGP code')
})

t.test('import tells what is wrong with a table of no plan, which nobody but the desk may look up later', async t => {
  const bad = await importing([table([{ 'Action plan': 'mexico-99', Code: 'MX0901', Title: 'T' }]), '-y'])
  t.match(bad, { code: 1, out: '! row 2 commitment mexico-99\n    column A, "Action plan", "mexico-99", unknown-reference: There is no action plan' })
})

t.test('import reads columns as a mapping in a file says', async t => {
  const mapping = fileOf('mapping.yaml', 'columns: [{header: Clave, field: code}, {header: Hasta, field: ends}]\ndates: day-first\n')
  const file = fileOf('mapped.json', JSON.stringify([{ Clave: 'MX0901', Hasta: '03/04/2027' }]))
  t.match(await importing([file, '--plan', 'mexico-9', '--mapping', mapping, '-y']), { code: 0, out: /\+ 2027-04-03\n[^]*Applied\./ })
  t.equal((await first()).endsOn, '2027-04-03')
  t.match(await importing([file, '--plan', 'mexico-9', '--mapping', fileOf('bad.json', '{"columns": [{"header": "Clave", "field": "nonsense"}]}')]), { code: 1, err: '/mapping/columns/0/field' })
})

t.test('import refuses what cannot be sent', async t => {
  t.match(await importing([fileOf('plan.ods', 'x')]), { code: 2, err: 'plan.ods must end in .csv, .xlsx or .json' })
  t.match(await importing([join(folder, 'absent.csv')]), { code: 1, err: 'absent.csv cannot be read: ENOENT' })
  t.match(await importing([table([{ Code: 'MX0901', Title: 'x' }])], { env: { OPEN_COMMITMENTS_URL: url } }), { code: 1, err: 'An editor\'s key is needed' })
  t.match(await run(['import', 'plan.csv']), { code: 2, err: /required option '--source <name>'/ })
})

t.test('a plan goes into a workbook and back: as it is it changes nothing, edited just that', async t => {
  const file = join(folder, 'plan.xlsx')
  t.match(await run(['plan', 'pull', 'mexico-9', '-o', file, '--language', 'es']), { code: 0, out: /^mexico-9 is in .*plan\.xlsx\. To see what the edited file changes: plan diff .*plan\.xlsx\n$/ })
  t.match(await run(['plan', 'pull', 'mexico-9', '-o', file]), { code: 1, err: 'is there already' })
  t.match(JSON.parse((await run(['plan', 'pull', 'mexico-9', '-o', join(folder, 'en.xlsx'), '--json'])).out), { plan: 'mexico-9', etag: null })
  t.match(await run(['plan', 'diff', file, '--exit-code']), { code: 0, out: /0 create, 0 update, 2 unchanged, 0 missing, 0 conflict, 0 error\n$/ })
  t.match(await run(['plan', 'push', file]), { code: 0, out: /There is nothing to apply\.\n$/ })
  const { sheets } = await readWorkbook(readFileSync(file), 'xlsx')
  const rows = (sheets[1]?.rows ?? []).map(({ cells }) => [...cells])
  const [header = [], row = []] = rows
  row[header.indexOf('Eje')] = 'Edited'
  row[header.indexOf('Id externo')] = 'e1'
  const edited = fileOf('edited.xlsx', workbook({ sheets: { Compromisos: rowsOf(rows) } }))
  t.match(await run(['plan', 'diff', edited, '--exit-code']), { code: 3, out: /~ row 2 commitment MX0901 mexico-9\n[^]*\+ Edited/ })
  t.match(await run(['plan', 'push', edited, '--yes', '--source', 'my-office']), { code: 0, out: /Applied\.\n$/ })
  t.match(await first(), { cluster: 'Edited', externalRefs: [{ source: 'my-office', id: 'e1' }] })
  for (const option of [['--if-match', '"1"'], ['--withdraw-absent']]) t.match(await run(['plan', 'push', file, ...option]), { code: 2, err: '--if-match and --withdraw-absent are for .yaml and .json' })
  t.match(await run(['plan', 'diff', 'plan.yaml', '--source', 'x']), { code: 2, err: '--source is of .xlsx alone' })
  t.match(await run(['plan', 'pull', 'mexico-9', '--language', 'es']), { code: 2, err: '--language is of .xlsx alone' })
})

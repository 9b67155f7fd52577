import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import t from 'tap'
import { readWorkbook } from '../../src/sheet/read-workbook.ts'
import { LIMITS, type Limits } from '../../src/sheet/sheet.ts'
import { type Portion, portionsOf, serve } from '../../src/sheet/thread.ts'
import { rowsOf, workbook } from '../_support/workbook.ts'

const table = Array.from({ length: 5000 }, (_, n) => ['a', `b ${n}`, 'c', '', `<&"> ${n}`])
const csv = Buffer.from(table.map(cells => cells.map(text => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n'))
const xlsx = workbook({ sheets: { Table: rowsOf(table), Errors: '<row><c t="e"><v>#N/A</v></c><c t="e"><v>#N/A</v></c></row>' } })

t.test('a table comes out of the thread as it went in, from CSV and from XLSX', async t => {
  const rows = table.map((cells, index) => ({ row: index + 1, cells }))
  t.same(await readWorkbook(csv, 'csv'), { sheets: [{ name: '', rows }], notes: [] })
  const { sheets, notes } = await readWorkbook(xlsx, 'xlsx')
  t.same(sheets, [{ name: 'Table', rows }, { name: 'Errors', rows: [] }])
  t.match(notes, [{ sheet: 'Errors', row: 1, column: 'A', rule: 'error-cell' }, { column: 'B' }])
})

t.test('it is handed over in portions, each when it is asked for', async t => {
  const kinds = async (limits: Partial<Limits> = {}) => {
    const { port1, port2 } = new MessageChannel()
    serve(port1, { bytes: xlsx, format: 'xlsx', limits: { ...LIMITS, ...limits } })
    const kinds: string[] = []
    while (!['end', 'refused'].includes(kinds.at(-1) as string)) {
      port2.postMessage('next')
      const [{ kind }] = await once(port2, 'message') as [Portion]
      kinds.push(kind)
    }
    port1.close()
    return kinds
  }
  t.same(await kinds(), ['sheet', 'rows', 'rows', 'rows', 'sheet', 'notes', 'end'])
  t.same(await kinds({ rows: 10 }), ['refused'])
})

t.test('a file that cannot be read is refused, and a file that takes too long or too much memory', async t => {
  const refused = (message: RegExp, limits: Partial<Limits>) => t.rejects(readWorkbook(csv, 'csv', { ...LIMITS, ...limits }), { name: 'SheetError', code: 'too-much', message })
  await refused(/The file has more than 10 rows, counting empty ones. Check that/, { rows: 10 })
  await refused(/could not be read within 0.001 seconds. Save the table alone, as "CSV UTF-8", and send that/, { time: 1 })
  await refused(/takes more than 4 MB of memory to read/, { memory: 4 })
  await t.rejects(readWorkbook(null as unknown as Buffer, 'csv'), TypeError, 'a mistake of ours is no refusal')
  await t.rejects(portionsOf({ bytes: csv, format: 'csv', limits: null as unknown as Limits }).next(), TypeError)
})

t.test('others get their turn while a large file is read', async t => {
  const large = Buffer.from(`${'some text,'.repeat(20)}\n`.repeat(20_000))
  let turns = 0
  const timer = setInterval(() => turns++, 5)
  const { sheets: [sheet] } = await readWorkbook(large, 'csv')
  clearInterval(timer)
  t.equal(sheet?.rows.length, 20_000)
  t.ok(turns > 20, `${turns} turns`)
})

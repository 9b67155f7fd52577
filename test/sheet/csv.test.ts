import t from 'tap'
import { readCsv } from '../../src/sheet/csv.ts'
import { LIMITS } from '../../src/sheet/sheet.ts'

const read = (file: Buffer | string) => readCsv(Buffer.from(file), LIMITS)
const table = async (file: Buffer | string) => (await read(file)).sheets[0]?.rows.map(({ cells }) => cells)

t.test('rows and cells are read exactly, an empty line counts', async t => {
  t.same((await read('a,b\r\n\r\n" 1 ","2\n3"\n,,\nx,"say ""no""",third')).sheets, [{
    name: '', rows: [{ row: 1, cells: ['a', 'b'] }, { row: 3, cells: [' 1 ', '2\n3'] }, { row: 5, cells: ['x', 'say "no"', 'third'] }]
  }])
  t.same(await table(''), [])
  t.same(await table('one column\nof texts'), [['one column'], ['of texts']])
})

t.test('the separator is the one that makes rows alike', async t => {
  t.same(await table('a;b\n1,5;x, y, z\n2,5;q\n'), [['a', 'b'], ['1,5', 'x, y, z'], ['2,5', 'q']])
  t.same(await table('a\tb\n"1;2"\t"3,4"\n'), [['a', 'b'], ['1;2', '3,4']])
  t.same(await table('Title of the sheet; 2016\na,b,c\n1,2,3;4\n'), [['Title of the sheet; 2016'], ['a', 'b', 'c'], ['1', '2', '3;4']])
  t.same(await table('a;"b"\n1;"2 ""x"" ,\n 3"\n'), [['a', 'b'], ['1', '2 "x" ,\n 3']])
  t.same(await table('a,b;c;d\n1,2;3;4\n'), [['a,b', 'c', 'd'], ['1,2', '3', '4']])
})

t.test('the encoding is known by its mark, else by what can be read', async t => {
  t.same(await read('\ufeffaño,é\n'), { sheets: [{ name: '', rows: [{ row: 1, cells: ['año', 'é'] }] }], notes: [] })
  const big = Buffer.from('\ufeffaño,é\n', 'utf16le').swap16()
  for (const [bytes, name] of [[Buffer.from('\ufeffaño,é\n', 'utf16le'), 'UTF-16LE'], [big, 'UTF-16BE'], [Buffer.from('año,é\n', 'latin1'), 'Windows-1252']] as const) {
    const { sheets, notes } = await read(bytes)
    t.same(sheets[0]?.rows, [{ row: 1, cells: ['año', 'é'] }], name)
    t.same(notes, [{ sheet: '', row: null, column: null, rule: 'decoded-as', action: `The file is not UTF-8: it was read as ${name}.` }])
  }
})

t.test('what is no table is refused with the place', async t => {
  const cases: [string, string, RegExp][] = [
    ['a quote that is not closed', 'a,b\n1,"2\n3,4\n', /breaks off inside a quoted cell/],
    ['a NUL', 'a,b\n1,x\0y\n', /Row 2, column 2 has a NUL character, which no text has/],
    ['UTF-16 without its mark', Buffer.from('a,b\n1,2\n', 'utf16le').toString(), /Row 1, column 1 has a NUL character.*CSV UTF-8/],
    ['rows', '\n'.repeat(100_001), /more than 100000 rows, counting empty ones/],
    ['columns', `a\n${','.repeat(1000)}`, /Row 2 has 1001 columns, more than 1000/],
    ['cells', `${','.repeat(999)}\n`.repeat(2100), /By row 2001 the file has more than 2000000 cells/],
    ['a cell', `a,b\n1,${'x'.repeat(100_001)}`, /Row 2, column 2 has a cell of more than 100000 characters/],
    ['a row that does not end', `a,b\n1,"${'x'.repeat(3_000_000)}`, /Row 2 has more than 1000000 bytes/]
  ]
  for (const [what, file, message] of cases) await t.rejects(read(file), { name: 'SheetError', message }, what)
  await t.rejects(readCsv(Buffer.from('abc,def\nghi'), { ...LIMITS, characters: 8 }), { message: /By row 2 the file has more than 8 characters/ })
})

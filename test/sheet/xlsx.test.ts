import t from 'tap'
import { LIMITS } from '../../src/sheet/sheet.ts'
import { readXlsx } from '../../src/sheet/xlsx.ts'
import { type Book, workbook, zip, parts } from '../_support/workbook.ts'

const read = (book: Book) => readXlsx(workbook(book), LIMITS)
const cells = async (book: Book) => (await read(book)).sheets.flatMap(({ rows }) => rows.map(({ cells }) => cells))

t.test('cells are read as the text they show', async t => {
  const shown: [string | number, string, string][] = [
    ['General', '1.1', '1.1'], ['0.00', '1.1', '1.10'], [2, '1.1', '1.10'], [4, '1234.5', '1,234.50'], [9, '0.07', '7%'], ['@', '1.10', '1.1'],
    ['General', '0.30000000000000004', '0.3'], ['General', '1E+21', '1000000000000000000000'], ['General', '1.5E-7', '0.00000015'], ['General', '-0', '0'], [11, '123456', '123456'],
    ['# ???????/???????', '0.5', '0.5'], ['#\\ ?/?', '0.5', '1/2'], ['0 &quot;days&quot;', '3', '3 days'], ['[Red]0', '3', '3'], [`0${' '.repeat(300)}`, '3', '3'], ['General', 'text', 'text'],
    [`0.${'0'.repeat(200)}`, '1', '1'],
    [14, '45413', '2024-05-01'], ['yyyy\\-mm\\-dd', '45413', '2024-05-01'], ['[$-409]d\\-mmm\\-yy;@', '45413.5', '2024-05-01'], ['dd/mm/yyyy', '59', '1900-02-28'], ['dd/mm/yyyy', '61', '1900-03-01'],
    [17, '45413', '2024-05'], ['mmmm\\ yyyy', '45413', '2024-05'], ['yyyy', '45413', '2024'], [22, '45413.5625', '2024-05-01 13:30:00'], [22, '45413', '2024-05-01'], [20, '0.5625', '13:30'], ['[h]:mm', '1.5', '36:00']
  ]
  const rows = shown.map(([, value], index) => `<row><c s="${index + 1}"><v>${value}</v></c></row>`).join('')
  const texts = await cells({ formats: shown.map(([format]) => format), sheets: { A: rows } })
  for (const [index, [format, value, text]] of shown.entries()) t.equal(texts[index]?.[0], text, `${value} as ${format}`)
  t.same(await cells({ date1904: true, formats: [14, '[h]:mm'], sheets: { A: '<row><c s="1"><v>43951</v></c><c s="2"><v>1.5</v></c></row>' } }), [['2024-05-01', '36:00']])
  t.same(await cells({ sheets: { A: '<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="d"><v>2024-05-01T00:00:00</v></c><c t="d"><v>2024-05-01T13:30:00</v></c><c t="n"><v> </v></c></row>' } }),
    [['TRUE', 'FALSE', '2024-05-01', '2024-05-01 13:30:00', ' ']])
})

t.test('texts are kept exactly', async t => {
  const texts = ['<t xml:space="preserve">  two  </t>', '<r><rPr><b/></rPr><t>Open </t></r><r><t>data</t></r><rPh><t>read aloud</t></rPh>', '<t>a &amp; b &lt;c&gt; &#233;&#xe9; &LT; &#x110000; _x000D_\r\nline</t>', '<t><![CDATA[<b>&amp;</b>]]></t>', '<t/>']
  const row = '<!-- a comment > here --><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c><c t="s"><v>4</v></c>' +
    "<c t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r><rPh><t>x</t></rPh></is></c><c t=\"s\"/></row>"
  t.same(await cells({ texts, sheets: { A: row } }), [['  two  ', 'Open data', 'a & b <c> éé &LT; \ufffd \r\nline', '<b>&amp;</b>', '', 'inline']])
  const prefixed = '<x:sheetData xmlns:x="y"><x:row x:r="3"><x:c r= "B3" t="inlineStr"><x:is><x:t>far</x:t></x:is></x:c></x:row></x:sheetData>'
  t.same((await read({ sheets: { A: prefixed } })).sheets, [{ name: 'A', rows: [{ row: 3, cells: ['', 'far'] }] }])
})

t.test('what is no character of any text is replaced, so that a database keeps the rest', async t => {
  const row = '<row><c t="inlineStr"><is><t>a_x0000_b</t></is></c><c t="inlineStr"><is><t>a&#0;b&#xD800;</t></is></c><c t="inlineStr"><is><t>a\0b</t></is></c><c t="inlineStr"><is><t>_xD83D__xDE00_ _xD83D_</t></is></c></row>'
  t.same((await read({ sheets: { 'A&#0;&#xDC00;': row } })).sheets, [{ name: 'A\ufffd\ufffd', rows: [{ row: 1, cells: ['a\ufffdb', 'a\ufffdb\ufffd', 'a\ufffdb', '😀 \ufffd'] }] }])
})

t.test('rows have the number that a spreadsheet shows, empty ones are left out', async t => {
  const { sheets } = await read({ sheets: { A: '<row r="2"><c r="A2"><v>1</v></c></row><row><c/></row><row><c r="C4"><v>2</v></c><c><v>3</v></c></row>', 'B &amp; C': '<sheetData/>' } })
  t.same(sheets, [{ name: 'A', rows: [{ row: 2, cells: ['1'] }, { row: 4, cells: ['', '', '2', '3'] }] }, { name: 'B & C', rows: [] }])
})

t.test('what cannot be read simply is noted', async t => {
  const A = '<cols><col min="1" max="1"/><col min="2" max="16384" hidden="1"/></cols><sheetData>' +
    '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>X</f><v></v></c><c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="str"><f>"a"</f><v>a</v></c></row>' +
    '<row r="2" hidden="true"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="s"><v>7</v></c><c r="C2" s="1"><v>-1</v></c></row>' +
    '<row r="4"><c r="A4"><v>9</v></c><c r="F4"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A4:B1048576"/><mergeCell ref="C1:C2"/><mergeCell ref="B9"/></mergeCells>'
  const { sheets, notes } = await read({ formats: [14], sheets: { A, H: '<row><c><v>1</v></c></row>' }, state: { H: 'veryHidden' } })
  t.same(sheets[0]?.rows, [{ row: 1, cells: ['2', '', '', '', 'a'] }, { row: 2, cells: ['', '', '-1'] }, { row: 4, cells: ['9', '9', '', '', '', '1'] }])
  t.same(sheets[1]?.rows, [{ row: 1, cells: ['1'] }])
  t.same(notes.map(({ sheet, row, column, rule }) => [sheet, row, column, rule]), [
    ['A', 1, 'B', 'formula-without-value'], ['A', 1, 'C', 'formula-without-value'],
    ['A', 2, 'A', 'error-cell'], ['A', 2, 'B', 'no-such-text'], ['A', 2, 'C', 'no-such-date'], ['A', 2, null, 'hidden-row'],
    ['A', 4, 'A', 'merged-cells'],
    ...['B', 'C', 'D', 'E', 'F'].map(column => ['A', null, column, 'hidden-column']),
    ['H', null, null, 'hidden-sheet']
  ])
  t.match(notes.find(({ rule }) => rule === 'merged-cells')?.action, /of rows 4 to 1048576, A to B are merged/)
  const across = await read({ sheets: { A: '<sheetData><row><c><v>1</v></c><c/><c><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>' } })
  t.same(across.sheets[0]?.rows, [{ row: 1, cells: ['1', '1', '2'] }])
  t.equal(across.notes[0]?.action, 'The cells A to B are merged: each was read as having the value.')
})

t.test('parts are found by their relations, sheets of charts are passed over', async t => {
  const swap = (from: string | RegExp, to: string) => zip(parts({ sheets: { A: '<row><c><v>1</v></c></row>' } }).map(part => ({ ...part, name: part.name.replace(from, to), bytes: String(part.bytes).replace(from, to) })))
  t.same((await readXlsx(swap(/worksheets\/sheet1/, 'other/place'), LIMITS)).sheets[0]?.rows.length, 1)
  t.same((await readXlsx(swap('Target="worksheets', 'Target="../xl/worksheets'), LIMITS)).sheets[0]?.rows.length, 1)
  t.same((await readXlsx(swap('relationships/worksheet"', 'relationships/chartsheet"'), LIMITS)).sheets, [])
  t.same((await readXlsx(swap('relationships/styles"', 'relationships/theme"'), LIMITS)).sheets[0]?.rows, [{ row: 1, cells: ['1'] }])
  t.same((await readXlsx(zip(parts({ sheets: { A: '<row><c><v>1</v></c></row>' } }).map(part => ({ ...part, method: 0 })), 'a comment'), LIMITS)).sheets[0]?.rows.length, 1)
  await t.rejects(readXlsx(swap('relationships/officeDocument"', 'relationships/x"'), LIMITS), { code: 'malformed', message: /it names no workbook/ })
  await t.rejects(readXlsx(swap('r:id="sheet0"', 'r:id="sheet9"'), LIMITS), { code: 'malformed', message: /its sheet "A" is missing/ })
})

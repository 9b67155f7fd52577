import { randomBytes } from 'node:crypto'
import t, { type Test } from 'tap'
import { LIMITS, type Limits } from '../../src/sheet/sheet.ts'
import { readXlsx } from '../../src/sheet/xlsx.ts'
import { type Book, type Part, parts, rowsOf, workbook, zip } from '../_support/workbook.ts'

/** Workbooks made to do harm, or broken: each is refused, with the reason. */

const A = '<row><c><v>1</v></c></row>'
const refuses = (t: Test, bytes: Buffer, message: RegExp, what: string, limits: Partial<Limits> = {}) =>
  t.rejects(readXlsx(bytes, { ...LIMITS, ...limits }), { name: 'SheetError', message }, what)
const sheet = (xml: string) => workbook({ sheets: { A: xml } })
/** A good workbook, one part of which is otherwise. */
const changed = (change: (part: Part) => Partial<Part>, book: Book = { sheets: { A } }) => zip(parts(book).map(part => part.name.endsWith('sheet1.xml') ? { ...part, ...change(part) } : part))

t.test('what unpacks to more than a table can be', async t => {
  const zeros = Buffer.alloc(300 * 1024 * 1024)
  await refuses(t, changed(() => ({ bytes: zeros })), /unpacks to more than 200 times its size/, 'zeros')
  await refuses(t, changed(() => ({ bytes: zeros, declared: { unpacked: 300 } })), /larger than its directory says/, 'zeros under a false size')
  await refuses(t, changed(() => ({ bytes: `<row>${' '.repeat(2_000_000)}</row>`, declared: { unpacked: 300 } })), /larger than its directory says/, 'more than is declared')
  await refuses(t, changed(() => ({ declared: { unpacked: 4000 } })), /not what its directory says/, 'less than is declared')
  const noise = randomBytes(1000).toString('hex')
  await refuses(t, workbook({ sheets: { A: noise, B: noise } }), /Unpacked, the workbook has more than 4000 bytes/, 'many parts', { unpackedBytes: 4000 })
  const same = parts({ sheets: { A: rowsOf([[noise]]), B: '', C: '', D: '' } }).map(part => ({ ...part, bytes: String(part.bytes).replace(/sheet[2-4].xml/g, 'sheet1.xml') }))
  await refuses(t, zip(same), /Unpacked, the workbook has more than 7000 bytes/, 'one part for many sheets', { unpackedBytes: 7000 })
  await refuses(t, zip(Array.from({ length: 10_001 }, (_, n) => ({ name: String(n), bytes: '' }))), /10001 parts, more than 10000/, 'many entries')
  await refuses(t, changed(() => ({ declared: { unpacked: 0xffffffff } })), /has 4 GiB or more/, 'ZIP64')
  const styles = parts({ sheets: { A } }).map(part => part.name.endsWith('styles.xml') ? { ...part, bytes: Array.from({ length: 9000 }, () => `<xf numFmtId="0" a="${noise.slice(0, 1000)}"/>`).join('') } : part)
  await refuses(t, zip(styles), /Unpacked, the part xl\/styles.xml of the workbook has more than 8388608 bytes/, 'styles')
})

t.test('what grows or nests', async t => {
  const laughs = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;">]>'
  await refuses(t, changed(() => ({ bytes: `${laughs}<worksheet><sheetData><row><c t="inlineStr"><is><t>&lol2;</t></is></c></row></sheetData></worksheet>` })), /declares a document type or entities/, 'entities')
  t.same((await readXlsx(sheet(`${'<a>'.repeat(1_000_00)}${'</a>'.repeat(1_000_00)}`), LIMITS)).sheets[0]?.rows, [], 'depth alone does nothing')
  await refuses(t, sheet(`<row><c t="inlineStr"><is><t>${randomBytes(700_000).toString('hex')}</t></is></c></row>`), /a text or a tag of more than 1000000 characters/, 'a text')
  await refuses(t, sheet(`<row><c t="inlineStr"><is>${`<t>${randomBytes(30_000).toString('hex')}</t>`.repeat(2)}</is></c></row>`), /Row 1, column 1 has a cell of more than 100000 characters/, 'a cell')
  await refuses(t, workbook({ texts: ['<t>abcdef</t>', '<t>ghi</t>'], sheets: { A } }), /more than 8 characters or 2000000 texts/, 'shared texts', { characters: 8 })
  await refuses(t, workbook({ texts: ['<t/>', '<t/>'], sheets: { A } }), /or 1 texts/, 'many shared texts', { cells: 1 })
  await refuses(t, workbook({ texts: ['<t>12345678</t>'], sheets: { A: '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' } }), /By row 1 the file has more than 8 characters/, 'one text in many cells', { characters: 8 })
})

t.test('more rows, columns, cells, sheets and oddities than a table has', async t => {
  await refuses(t, sheet('<row r="100001"><c><v>1</v></c></row>'), /more than 100000 rows, counting empty ones/, 'rows')
  t.same((await readXlsx(sheet('<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c/></row><row r="1"/></sheetData>'), LIMITS)).sheets[0]?.rows, [], 'a dimension and empty rows say nothing')
  await refuses(t, sheet('<row><c r="ALM1"><v>1</v></c></row>'), /Row 1 has 1001 columns, more than 1000/, 'columns')
  await refuses(t, sheet('<row><c r="C1"><v>1</v></c></row><row><c r="C2"><v>1</v></c></row>'), /By row 2 the file has more than 5 cells/, 'cells', { cells: 5 })
  await refuses(t, workbook({ sheets: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`S${n}`, A])) }), /more than 100 sheets/, 'sheets')
  await refuses(t, sheet('<row><c t="e"><v>#N/A</v></c><c t="e"><v>#N/A</v></c></row>'), /In sheet "A" more than 1 cells can be read in several ways/, 'notes', { notes: 1 })
  const merged = '<sheetData><row><c><v>1</v></c></row><row><c r="J9"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
  await refuses(t, sheet(merged), /more than 50 cells/, 'merged cells', { cells: 50 })
})

t.test('what is broken or no workbook', async t => {
  await refuses(t, Buffer.from('d0cf11e0a1b11ae1', 'hex'), /of an old kind \(XLS\), or one protected by a password/, 'XLS')
  await refuses(t, Buffer.from('PK'), /it has no directory/, 'two bytes')
  await refuses(t, zip([{ name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.spreadsheet' }]), /an archive but no XLSX workbook/, 'ODS')
  await refuses(t, zip([{ name: 'inner.zip', bytes: zip([{ name: 'inner.zip', bytes: 'x' }]) }]), /an archive but no XLSX workbook/, 'archives in archives')
  await refuses(t, changed(() => ({ flags: 1 })), /protected by a password/, 'encrypted')
  await refuses(t, changed(() => ({ declared: { method: 14 } })), /packed by method 14/, 'LZMA')
  await refuses(t, changed(() => ({ declared: { crc: 1 } })), /not what its directory says/, 'checksum')
  await refuses(t, changed(() => ({ method: 0, declared: { method: 8 } })), /The workbook is damaged \(/, 'no deflate')
  await refuses(t, changed(() => ({ declared: { packed: 1_000_000 } })), /it breaks off/, 'a part beyond the end')
  await refuses(t, changed(() => ({ name: 'xl/other.xml' })), /its part xl\/worksheets\/sheet1.xml is missing/, 'a missing part')
  const good = workbook({ sheets: { A } })
  const end = good.length - 22
  const overwritten = (at: number, value: number) => { const bytes = Buffer.from(good); bytes.writeUInt32LE(value, at); return bytes }
  await refuses(t, overwritten(end + 16, good.length), /its directory breaks off/, 'a directory beyond the end')
  await refuses(t, overwritten(end + 16, 0), /its directory breaks off/, 'no directory there')
  await refuses(t, overwritten(good.indexOf('_rels/.rels') - 30, 0), /a part does not begin where its directory says/, 'no part there')
  for (const place of ['A0', 'AAAA1', 'XFE1', '1A', 'A1048577']) await refuses(t, sheet(`<row><c r="${place}"><v>1</v></c></row>`), /a cell stands where no spreadsheet has one/, place)
  for (const row of ['0', 'x', '1048577']) await refuses(t, sheet(`<row r="${row}"/>`), /a row has no number that a spreadsheet has/, row)
  for (const xml of ['<a b="', '<!-- ', '<![CDATA[', '<?x', '<!', 'text']) await refuses(t, changed(() => ({ bytes: xml })), /its XML breaks off/, xml)
})

import t from 'tap'
import { mapColumns, normaliseHeader } from '../../../../src/resources/import/ogp/columns.ts'
import { findTable } from '../../../../src/resources/import/ogp/sheet.ts'
import { readCsv } from '../../../../src/sheet/csv.ts'
import { LIMITS } from '../../../../src/sheet/sheet.ts'

const readSheet = async (bytes: Buffer) => findTable(await readCsv(bytes, LIMITS))

const text = 'Country,Action Plan,Title\nMéxico,1,Wells\n'

t.test('bytes in other encodings', async t => {
  t.strictSame((await readSheet(Buffer.from(text))).notes, [])
  const latin = await readSheet(Buffer.from(text, 'latin1'))
  t.match(latin.notes, [{ row: null, rule: 'decoded-as', action: /Windows-1252/ }])
  t.strictSame(latin.rows, [{ row: 2, cells: ['México', '1', 'Wells'] }])
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le')
  t.match((await readSheet(little)).notes, [{ action: /UTF-16LE/ }])
  const big = Buffer.from(little).swap16()
  t.match((await readSheet(big)).notes, [{ action: /UTF-16BE/ }])
  t.strictSame((await readSheet(big)).rows, latin.rows)
})

t.test('ragged lines, stray quotes, empty lines and mixed line ends', async t => {
  const sheet = await readSheet(Buffer.from('Country,Plan,Title\r\nA,1,"two\nlines"\n\nB,1,a 5" pipe,extra\rC,"1"\n , ,\n'))
  t.strictSame(sheet.rows, [
    { row: 2, cells: ['A', '1', 'two\nlines'] },
    { row: 4, cells: ['B', '1', 'a 5" pipe', 'extra'] },
    { row: 5, cells: ['C', '1'] }
  ])
})

t.test('a delimiter that breaks quotes is not the one', async t => {
  const sheet = await readSheet(Buffer.from('Country\tPlan\tTitle\nA\t1\tfirst,"second; third\n'))
  t.strictSame(sheet.rows, [{ row: 2, cells: ['A', '1', 'first,"second; third'] }])
})

t.test('headers are known by their words', async t => {
  t.equal(normaliseHeader('\uFEFF Supporting <br/>Institution(s) '), 'supporting institutions')
  t.equal(normaliseHeader('_Specificity'), 'coded specificity')
  t.equal(normaliseHeader('Commitment #'), 'commitment number')
  const map = mapColumns(['MEMBER', 'Title', 'title', 'Weather', '', 'Contact Email', 'open data'])
  t.strictSame(map.unknown, ['Weather'])
  t.strictSame(map.repeated, ['title'])
  t.strictSame(map.mapped.map(({ field }) => field), ['country', 'title', 'unused', 'area:open-data'])
  t.equal(map.indexes.get('title'), 1)
  t.equal(map.indexes.has('number'), false)
})

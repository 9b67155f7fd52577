import { parse, type Parser, type CsvError } from 'csv-parse'
import { Readable } from 'node:stream'
import { Collector, type Limits, SheetError, type SheetRow, type Workbook, tooMuch } from './sheet.ts'

/** Comma-separated values as programs really write them: in any of four encodings, with one of three separators. */

const SEPARATORS = [',', ';', '\t'] as const
/** Rows by which a separator is known. */
const SAMPLE = 50
/** Bytes that are parsed before the rows are held against the limits. */
const PIECE = 16 * 1024

/** Reads the one sheet of a CSV file, which has no name. */
export async function readCsv (bytes: Buffer, limits: Limits): Promise<Workbook> {
  if (bytes.subarray(0, 2).toString() === 'PK') {
    throw new SheetError('workbook', 'This is a workbook (XLSX or ODS), not CSV. Save it as XLSX and send that as what it is, or save its sheet as "CSV UTF-8".')
  }
  const collector = new Collector(limits)
  const sheet = collector.sheet('')
  const { text, encoding } = decode(bytes)
  if (encoding !== null) collector.note(null, null, 'decoded-as', `The file is not UTF-8: it was read as ${encoding}.`)
  const utf8 = Buffer.from(text)
  sheet.rows.push(...await parseRows(utf8, await findSeparator(utf8, limits), collector, limits))
  return { sheets: collector.sheets, notes: collector.notes }
}

function decode (bytes: Buffer): { text: string, encoding: string | null } {
  // Excel's "Unicode text" is UTF-16 with a byte order mark.
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16LE' }
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16BE' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: null }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' }
  }
}

/**
 * The separator that makes the most rows equally wide, then the widest: in texts the others stand too, but not equally often. A wrong
 * one breaks quotes that the right one keeps whole; only where each does, by stray quotes in texts, are they taken as they come.
 */
async function findSeparator (bytes: Buffer, limits: Limits): Promise<string> {
  return await bestSeparator(bytes, limits, false) ?? await bestSeparator(bytes, limits, true) ?? ','
}

async function bestSeparator (bytes: Buffer, limits: Limits, relaxed: boolean): Promise<string | undefined> {
  let best: { separator: string | undefined, alike: number, width: number } = { separator: undefined, alike: 0, width: 1 }
  for (const separator of SEPARATORS) {
    const rows = await parseRows(bytes, separator, new Collector(limits), limits, SAMPLE, relaxed).catch(() => [])
    const counts = new Map<number, number>()
    for (const { cells: { length } } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
    for (const [width, alike] of counts) {
      if (width > 1 && (alike > best.alike || (alike === best.alike && width > best.width))) best = { separator, alike, width }
    }
  }
  return best.separator
}

/** Ragged lines, stray quotes and mixed line ends are read as they come; an empty line counts, as in a spreadsheet. */
async function parseRows (bytes: Buffer, delimiter: string, collector: Collector, limits: Limits, to = -1, relaxed = true): Promise<SheetRow[]> {
  const parser = parse({ delimiter, to, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: relaxed })
  const rows: SheetRow[] = []
  let row = 0
  try {
    for await (const cells of Readable.from(pieces(bytes, parser, limits)).pipe(parser) as AsyncIterable<string[]>) {
      row++
      collector.reach(row, cells.length, cells.length)
      for (const [index, cell] of cells.entries()) {
        collector.text(row, index + 1, cell)
        if (cell.includes('\0')) throw new SheetError('no-text', `Row ${row}, column ${index + 1} has a NUL character, which no text has. Save the sheet again as "CSV UTF-8" from a spreadsheet program.`)
      }
      if (cells.some(cell => cell !== '')) rows.push({ row, cells })
    }
  } catch (error) {
    if (error instanceof SheetError) throw error
    throw new SheetError('malformed', `The file breaks off inside a quoted cell (${(error as CsvError).message}). ` +
      'Close the quote, or save the sheet again as CSV from a spreadsheet program.', { cause: error })
  }
  return rows
}

/** Piece by piece; a row that does not end is left before it fills the memory. */
async function * pieces (bytes: Buffer, parser: Parser, { rowBytes }: Limits): AsyncGenerator<Buffer> {
  let [rows, begun] = [0, 0]
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (parser.info.records > rows) [rows, begun] = [parser.info.records, at]
    if (at - begun > rowBytes) parser.destroy(tooMuch(`Row ${rows + 1} has more than ${rowBytes} bytes`))
    yield bytes.subarray(at, at + PIECE)
  }
}

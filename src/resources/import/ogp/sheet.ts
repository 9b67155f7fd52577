import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { type CsvError, type Parser, parse } from 'csv-parse'
import { REQUIRED_COLUMNS, mapColumns, type ColumnMap } from './columns.ts'
import { pauses } from './pause.ts'

/** Bytes -> header and rows. Nothing here knows what the columns mean beyond their names. */

export const SHEET_ERROR_CODES = ['empty', 'workbook', 'malformed', 'no-header', 'missing-column', 'no-rows', 'no-year', 'too-much'] as const

/** The file cannot be used at all; the message says what to do about it. */
export class SheetError extends Error {
  readonly code: typeof SHEET_ERROR_CODES[number]

  constructor (code: typeof SHEET_ERROR_CODES[number], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SheetError'
    this.code = code
  }
}

export interface SheetRow { row: number, cells: string[] }
export interface Sheet {
  headerRow: number
  columns: ColumnMap
  rows: SheetRow[]
  /** Null when the bytes were UTF-8. */
  encoding: string | null
}

/** Editions put titles, column numbers and group headings above the header. */
const HEADER_WITHIN = 20
const DELIMITERS = [',', ';', '\t'] as const
/**
 * Far more than the Partnership has ever promised. A file beyond them was never a sheet of commitments, and would fill the
 * memory: they hold while it is read.
 */
const MOST_ROWS = 100_000
const MOST_COLUMNS = 1000
const LONGEST_CELL = 100_000
const LONGEST_ROW = 1_000_000
const MOST_CELLS = 2_000_000
/** Bytes that are read before others get their turn. */
const PIECE = 16 * 1024
/** Fewer known names than this, and a line is no header: any text may hold one such word. */
const LEAST_KNOWN = 3

export async function readSheet (bytes: Uint8Array): Promise<Sheet> {
  const { text, encoding } = decode(bytes)
  if (text.trim() === '') throw new SheetError('empty', 'The file is empty. Send the spreadsheet saved as CSV (UTF-8).')
  const utf8 = Buffer.from(text)
  const found = await findHeader(utf8)
  const missing = REQUIRED_COLUMNS.filter(({ fields }) => !fields.some(field => found.columns.indexes.has(field)))
  if (missing.length > 0) {
    throw new SheetError('missing-column', `The header on line ${found.headerRow} lacks a column ${missing.map(({ name }) => name).join(' and ')}. ` +
      'Add it, or rename the column that holds it, and send the file again.')
  }
  const lines: string[][] = []
  await parseCsv(utf8, found.delimiter, lines)
  const rows = lines
    .map((cells, index) => ({ row: index + 1, cells }))
    .filter(({ row, cells }) => row > found.headerRow && cells.some(cell => cell.trim() !== ''))
  return { headerRow: found.headerRow, columns: found.columns, rows, encoding }
}

function decode (bytes: Uint8Array): { text: string, encoding: string | null } {
  const [first, second] = bytes
  if (first === 0x50 && second === 0x4b) {
    throw new SheetError('workbook', 'This is a workbook (XLSX or ODS), not CSV. Open it, save the sheet of commitments as "CSV UTF-8", and send that.')
  }
  // Excel's "Unicode text" is UTF-16 with a byte order mark.
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16LE' }
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16BE' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: null }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' }
  }
}

/** The delimiter and the line that together give the most columns we know. */
async function findHeader (bytes: Buffer): Promise<{ delimiter: string, headerRow: number, columns: ColumnMap }> {
  let best = { delimiter: '', headerRow: 0, columns: mapColumns([]) }
  let refusal = new SheetError('no-header', `None of the first ${HEADER_WITHIN} lines is a header that names columns such as "Country", "Action Plan Number" and "Commitment Title". ` +
    'Check that the file is OGP\'s sheet of commitments, saved as CSV with comma, semicolon or tab.')
  for (const delimiter of DELIMITERS) {
    const lines: string[][] = []
    try {
      await parseCsv(bytes, delimiter, lines, HEADER_WITHIN)
    } catch (error) {
      // A wrong delimiter may break quotes that the right one keeps whole.
      refusal = error as SheetError
    }
    for (const [index, cells] of lines.entries()) {
      const columns = mapColumns(cells)
      if (columns.indexes.size > best.columns.indexes.size) best = { delimiter, headerRow: index + 1, columns }
    }
  }
  if (best.columns.indexes.size < LEAST_KNOWN) throw refusal
  return best
}

/** Ragged lines, stray quotes and mixed line ends are read as they come; an empty line counts, as in a spreadsheet. */
async function parseCsv (bytes: Buffer, delimiter: string, lines: string[][], to = -1): Promise<void> {
  const parser = parse({ delimiter, to, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: true })
  const pause = pauses()
  let cellCount = 0
  try {
    for await (const cells of Readable.from(pieces(bytes, parser)).pipe(parser)) {
      await pause()
      cellCount += cells.length
      refuseTooMuch(lines.length + 1, cells as string[], cellCount)
      lines.push(cells as string[])
    }
  } catch (error) {
    if (error instanceof SheetError) throw error
    throw new SheetError('malformed', `The file breaks off inside a quoted cell (${(error as CsvError).message}). ` +
      'Close the quote, or save the sheet again as CSV from a spreadsheet program.', { cause: error })
  }
}

/** Piece by piece, so that others get their turn; a row that does not end is left before it fills the memory. */
async function * pieces (bytes: Buffer, parser: Parser): AsyncGenerator<Buffer> {
  let [rows, begun] = [0, 0]
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (parser.info.records > rows) [rows, begun] = [parser.info.records, at]
    if (at - begun > LONGEST_ROW) parser.destroy(tooMuch(`Row ${rows + 1} has more than ${LONGEST_ROW} bytes`))
    yield bytes.subarray(at, at + PIECE)
    await setImmediate()
  }
}

function refuseTooMuch (row: number, cells: readonly string[], cellCount: number): void {
  if (row > MOST_ROWS) throw tooMuch(`The file has more than ${MOST_ROWS} rows, counting empty ones`)
  if (cells.length > MOST_COLUMNS) throw tooMuch(`Row ${row} has ${cells.length} columns, more than ${MOST_COLUMNS}`)
  if (cellCount > MOST_CELLS) throw tooMuch(`By row ${row} the file has more than ${MOST_CELLS} cells`)
  const long = cells.findIndex(cell => cell.length > LONGEST_CELL)
  if (long >= 0) throw tooMuch(`Row ${row}, column ${long + 1} has a cell of more than ${LONGEST_CELL} characters`)
}

/** The file is beyond what a sheet of commitments can be; `what` says where. */
export function tooMuch (what: string): SheetError {
  return new SheetError('too-much', `${what}. Check that this is the sheet of commitments and that its quotes are closed; take out what is too much, and send the file again.`)
}

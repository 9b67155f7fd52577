import { type Sheet, SheetError, type SheetNote, type SheetRow, type Workbook, columnLetters } from '../../../sheet/sheet.ts'
import { REQUIRED_COLUMNS, mapColumns, type ColumnMap } from './columns.ts'

/** A workbook -> the table of commitments in it: its sheet, its header and its rows. Nothing here knows what the columns mean beyond their names. */

export interface Table {
  headerRow: number
  columns: ColumnMap
  rows: SheetRow[]
  /** What reading the sheet left to say; columns are named as the header names them. */
  notes: (Omit<SheetNote, 'sheet'>)[]
}

/** Which sheet and which line hold the header, where the caller knows. */
export interface Wanted { sheet?: string | undefined, headerRow?: number | undefined }

/** Editions put titles, column numbers and group headings above the header. */
const HEADER_WITHIN = 20
/** Fewer known names than this, and a line is no header: any text may hold one such word. */
const LEAST_KNOWN = 3
/** What a refusal quotes of names. */
const QUOTED = 30

interface Header { sheet: Sheet, row: SheetRow, columns: ColumnMap }

export function findTable ({ sheets, notes }: Workbook, wanted: Wanted = {}): Table {
  if (sheets.every(({ rows }) => rows.every(isBlank))) throw new SheetError('empty', 'The file is empty. Send the spreadsheet saved as CSV (UTF-8) or XLSX.')
  const { sheet, row: header, columns } = findHeader(sheets, wanted)
  const missing = REQUIRED_COLUMNS.filter(({ fields }) => !fields.some(field => columns.indexes.has(field)))
  if (missing.length > 0) {
    throw new SheetError('missing-column', `The header on line ${header.row} lacks a column ${missing.map(({ name }) => name).join(' and ')}. ` +
      `Its columns are ${quoted(header.cells)}. Add the missing column, or rename the one that holds it, and send the file again.`)
  }
  const nameOf = (letters: string) => header.cells.find((name, index) => columnLetters(index + 1) === letters && name !== '') ?? letters
  return {
    headerRow: header.row,
    columns,
    rows: sheet.rows.filter(row => row.row > header.row && !isBlank(row)),
    notes: notes.filter(note => note.sheet === sheet.name).map(({ row, column, rule, action }) => ({ row, column: column === null ? null : nameOf(column), rule, action }))
  }
}

/** The line that names the most columns we know, among the first ones of every sheet; the first such line of several. */
function findHeader (sheets: readonly Sheet[], { sheet, headerRow }: Wanted): Header {
  const searched = sheets.filter(({ name }) => sheet === undefined || name === sheet)
  if (searched.length === 0) throw new SheetError('no-sheet', `There is no sheet "${sheet}". The sheets are ${quoted(sheets.map(({ name }) => name))}. Send the name of one of them.`)
  const lines = searched.flatMap(sheet => sheet.rows
    .filter(({ row }) => headerRow === undefined ? row <= HEADER_WITHIN : row === headerRow)
    .map(row => ({ sheet, row, columns: mapColumns(row.cells) })))
  const [best] = lines.sort((a, b) => b.columns.indexes.size - a.columns.indexes.size)
  if (best !== undefined && best.columns.indexes.size >= LEAST_KNOWN) return best
  const searchedLines = headerRow === undefined ? `None of the first ${HEADER_WITHIN} lines is` : `Line ${headerRow} is not`
  throw new SheetError('no-header', `${searchedLines} a header that names columns such as "Country", "Action Plan Number" and "Commitment Title"` +
    `${best === undefined ? '' : `; the nearest to one has ${quoted(best.row.cells)}`}. ` +
    'Check that the file is OGP\'s sheet of commitments, as XLSX or as CSV with comma, semicolon or tab, or say which sheet and line hold the header.')
}

function isBlank ({ cells }: SheetRow): boolean {
  return cells.every(cell => cell.trim() === '')
}

function quoted (names: readonly string[]): string {
  const written = names.filter(name => name.trim() !== '')
  return written.slice(0, QUOTED).map(name => `"${name.trim().slice(0, 60).toWellFormed()}"`).join(', ') + (written.length > QUOTED ? ' and others' : '')
}

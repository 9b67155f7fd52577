/** What a table's file says, cell by cell, as a spreadsheet program shows it. Nothing here knows what the columns mean. */

/** The media type of XLSX. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export interface SheetRow {
  /** Number as a spreadsheet shows it, from 1. */
  row: number
  /** Text of each cell; what lies beyond the last one is empty. */
  cells: string[]
}

export interface Sheet {
  name: string
  /** Rows with anything in them, from the top. */
  rows: SheetRow[]
}

/** What could be read in more than one way, or not at all, and what was done. `row` and `column` are null where it is about all of them. */
export interface SheetNote {
  sheet: string
  row: number | null
  /** Letters as a spreadsheet shows them: A, AB. */
  column: string | null
  rule: 'decoded-as' | 'hidden-sheet' | 'hidden-row' | 'hidden-column' | 'merged-cells' | 'formula-without-value' | 'error-cell' | 'no-such-text' | 'no-such-date'
  action: string
}

export interface Workbook { sheets: Sheet[], notes: SheetNote[] }

/** What a file may hold at most; beyond it the file is refused while it is read. */
export interface Limits {
  sheets: number
  /** Highest number of a row, counting empty ones above it. */
  rows: number
  columns: number
  /** Of all sheets, counting empty ones to the left of a cell. */
  cells: number
  cellCharacters: number
  /** Bytes of a row of CSV. */
  rowBytes: number
  /** Of all cells. */
  characters: number
  notes: number
  /** Entries in the directory of a workbook. */
  entries: number
  /** Bytes of all parts of a workbook, unpacked. */
  unpackedBytes: number
  /** Milliseconds until the reading is given up. */
  time: number
  /** Megabytes of heap. */
  memory: number
}

/** Far more than any table of commitments has ever held. */
export const LIMITS: Limits = {
  sheets: 100,
  rows: 100_000,
  columns: 1000,
  cells: 2_000_000,
  cellCharacters: 100_000,
  rowBytes: 1_000_000,
  characters: 64_000_000,
  notes: 100_000,
  entries: 10_000,
  unpackedBytes: 256 * 1024 * 1024,
  time: 60_000,
  memory: 512
}

/** The file cannot be used at all; the message says why and what to do about it. */
export class SheetError extends Error {
  readonly code: string

  constructor (code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SheetError'
    this.code = code
  }
}

/** The file is beyond what a table can be; `what` says where. */
export function tooMuch (what: string): SheetError {
  return new SheetError('too-much', `${what}. Check that this is the right sheet and that its quotes are closed; take out what is too much, and send the file again.`)
}

/** 1 -> A, 27 -> AA. */
export function columnLetters (column: number): string {
  const before = Math.floor((column - 1) / 26)
  return (before === 0 ? '' : columnLetters(before)) + String.fromCharCode(65 + (column - 1) % 26)
}

/** The text of a cell as a workbook writes it: read as it is, _x0041_ is A (ECMA-376-1, 22.4.2.2), and some characters XML cannot hold. Writers do the control characters. */
export function escapedCell (text: string): string {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(/[\uFFFE\uFFFF]/g, char => `_x${char.charCodeAt(0).toString(16).toUpperCase()}_`)
}

/** Takes rows and notes as they come, and refuses what is too much before it is kept. */
export class Collector {
  readonly sheets: Sheet[] = []
  readonly notes: SheetNote[] = []
  readonly #limits: Limits
  #cells = 0
  #characters = 0

  constructor (limits: Limits) {
    this.#limits = limits
  }

  /** Begins the next sheet; what follows belongs to it. */
  sheet (name: string): Sheet {
    if (this.sheets.length === this.#limits.sheets) throw tooMuch(`The workbook has more than ${this.#limits.sheets} sheets`)
    const sheet = { name, rows: [] }
    this.sheets.push(sheet)
    return sheet
  }

  /** Holds a row that now reaches to a column against the limits; `added` cells are new, empty ones too: they take room. */
  reach (row: number, column: number, added: number): void {
    const { rows, columns, cells } = this.#limits
    if (row > rows) throw tooMuch(`The file has more than ${rows} rows, counting empty ones`)
    if (column > columns) throw tooMuch(`Row ${row} has ${column} columns, more than ${columns}`)
    this.#cells += added
    if (this.#cells > cells) throw tooMuch(`By row ${row} the file has more than ${cells} cells`)
  }

  /** Holds the text of a cell against the limits. */
  text (row: number, column: number, text: string): void {
    const { cellCharacters, characters } = this.#limits
    if (text.length > cellCharacters) throw tooMuch(`Row ${row}, column ${column} has a cell of more than ${cellCharacters} characters`)
    this.#characters += text.length
    if (this.#characters > characters) throw tooMuch(`By row ${row} the file has more than ${characters} characters`)
  }

  note (row: number | null, column: number | null, rule: SheetNote['rule'], action: string): void {
    const { name: sheet } = this.sheets.at(-1) as Sheet
    if (this.notes.length === this.#limits.notes) throw tooMuch(`In sheet "${sheet}" more than ${this.#limits.notes} cells can be read in several ways or not at all`)
    this.notes.push({ sheet, row, column: column === null ? null : columnLetters(column), rule, action })
  }
}

import { type Display, plainNumber } from './display.ts'
import { type Collector, type SheetRow, columnLetters } from './sheet.ts'
import { attributesOf, readXml } from './xml.ts'
import type { Surroundings } from './xlsx.ts'
import { damaged } from './zip.ts'

/** One worksheet (ECMA-376-1, 18.3.1) -> its rows, with a note for each cell that is not simply what it shows. */

/** The last row and column that a spreadsheet has. */
const LAST_ROW = 1048576
const LAST_COLUMN = 16384

interface Place { row: number, column: number }
interface Cell extends Place { type: string, display: Display, text: string, hasValue: boolean, hasFormula: boolean }

export async function readWorksheet (part: AsyncIterable<Buffer>, surroundings: Surroundings, collector: Collector): Promise<SheetRow[]> {
  const rows = new Map<number, string[]>()
  const merged: string[] = []
  const hiddenColumns: [number, number][] = []
  let [row, column, hidden, inText, aloud] = [0, 0, false, false, false]
  let cell: Cell | null = null

  const put = ({ row, column }: Place, text: string) => {
    if (text === '') return
    const cells = rows.get(row) ?? []
    collector.reach(row, column, Math.max(0, column - cells.length))
    collector.text(row, column, text)
    rows.set(row, cells)
    while (cells.length < column) cells.push('')
    cells[column - 1] = text
  }

  await readXml(part, {
    open (name, written) {
      switch (name) {
        case 'col': {
          const value = attributesOf(written)
          if (isTrue(value('hidden'))) hiddenColumns.push([Number(value('min')), Number(value('max'))])
          break
        }
        case 'row': {
          const value = attributesOf(written)
          row = Number(value('r') || row + 1)
          if (!(Number.isInteger(row) && row >= 1 && row <= LAST_ROW)) throw damaged('a row has no number that a spreadsheet has')
          column = 0
          hidden = isTrue(value('hidden'))
          break
        }
        case 'c': {
          const value = attributesOf(written)
          const place = value('r')
          const at = place === '' ? { row, column: column + 1 } : placeOf(place)
          column = at.column
          cell = { row: at.row, column, type: value('t'), display: surroundings.displays[Number(value('s'))] ?? plainNumber, text: '', hasValue: false, hasFormula: false }
          break
        }
        case 'f':
          if (cell !== null) cell.hasFormula = true
          break
        case 'rPh':
          aloud = true
          break
        case 'v':
        case 't':
          inText = cell !== null && !aloud
          if (cell !== null) cell.hasValue = true
          break
        case 'mergeCell':
          merged.push(attributesOf(written)('ref'))
      }
    },
    text (more) {
      if (inText && cell !== null) cell.text += more
    },
    close (name) {
      if (name === 'v' || name === 't') inText = false
      if (name === 'rPh') aloud = false
      if (name !== 'c' || cell === null) return
      const text = displayed(cell, surroundings, collector)
      if (text !== '' && hidden) {
        collector.note(cell.row, null, 'hidden-row', 'The row is hidden: it was read like the others.')
        hidden = false
      }
      put(cell, text)
      cell = null
    }
  })
  // Programs merge and hide up to the last row and column of a sheet: only what is used counts.
  const used = { row: lastOf(rows.keys()), column: lastOf([...rows.values()].map(cells => cells.length)) }
  for (const ref of merged) spread(ref, used, rows, collector, put)
  for (const [from, to] of hiddenColumns) {
    for (let at = Math.max(from, 1); at <= Math.min(to, used.column); at++) collector.note(null, at, 'hidden-column', 'The column is hidden: it was read like the others.')
  }
  return [...rows].sort(([a], [b]) => a - b).map(([row, cells]) => ({ row, cells }))
}

/** The text that the cell shows; a note where there is none although there should be. */
function displayed (cell: Cell, { texts }: Surroundings, collector: Collector): string {
  const { row, column, type, text, display, hasValue, hasFormula } = cell
  const lost = (rule: 'formula-without-value' | 'error-cell' | 'no-such-text', action: string): string => {
    collector.note(row, column, rule, action)
    return ''
  }
  // A formula may well give an empty text.
  if (hasFormula && (!hasValue || (text === '' && type !== 'str'))) return lost('formula-without-value', 'The formula has no value in the file: read as empty. Open the file in a spreadsheet program and save it again, which computes it.')
  switch (type) {
    case 's': {
      const shared = hasValue ? texts[Number(text)] : ''
      return shared ?? lost('no-such-text', 'The cell names a text that the workbook does not have: read as empty.')
    }
    case 'str':
    case 'inlineStr': return cellText(text)
    case 'b': return isTrue(text) ? 'TRUE' : 'FALSE'
    case 'e': return lost('error-cell', `The cell shows the error ${text.slice(0, 40)}: read as empty.`)
    // ISO 8601, as ISO/IEC 29500 strict has dates: a day, or an instant of it.
    case 'd': return cellText(text).replace(/T00:00:00(\.0+)?$/, '').replace('T', ' ')
    default: {
      const number = Number(text)
      if (text.trim() === '' || !Number.isFinite(number)) return cellText(text)
      const shown = display(number)
      if (shown === null) collector.note(row, column, 'no-such-date', 'The number stands for no day: it was read as a number.')
      return shown ?? plainNumber(number)
    }
  }
}

/** A merged range shows one value for all its cells: each that lies within the used part of the sheet gets it. */
function spread (ref: string, used: Place, rows: ReadonlyMap<number, string[]>, collector: Collector, put: (at: Place, text: string) => void): void {
  const [first = '', last = first] = ref.split(':')
  const [from, to] = [placeOf(first), placeOf(last)]
  const text = rows.get(from.row)?.[from.column - 1] ?? ''
  if (text === '') return
  collector.note(from.row, from.column, 'merged-cells', `The cells ${from.row === to.row ? '' : `of rows ${from.row} to ${to.row}, `}${columnLetters(from.column)} to ${columnLetters(to.column)} are merged: each was read as having the value.`)
  for (let row = from.row; row <= Math.min(to.row, used.row); row++) {
    for (let column = from.column; column <= Math.min(to.column, used.column); column++) put({ row, column }, text)
  }
}

/** `AB12` -> row 12, column 28. */
function placeOf (reference: string): Place {
  const [, letters = '', digits = ''] = /^\$?([A-Z]{1,3})\$?([0-9]{1,7})$/.exec(reference) ?? []
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  const row = Number(digits)
  if (column < 1 || column > LAST_COLUMN || row < 1 || row > LAST_ROW) throw damaged('a cell stands where no spreadsheet has one')
  return { row, column }
}

export function isTrue (value: string): boolean {
  return value === '1' || value === 'true'
}

/**
 * The text of a cell as its own string, not as a slice that keeps all of its part alive. Characters that XML cannot hold are
 * written as _x000D_ (ECMA-376-1, 22.4.2.2); NUL and half a character are none.
 */
export function cellText (text: string): string {
  const decoded = text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : text
  return Buffer.from(decoded).toString().replaceAll('\0', '\ufffd')
}

function lastOf (numbers: Iterable<number>): number {
  let last = 0
  for (const number of numbers) last = Math.max(last, number)
  return last
}

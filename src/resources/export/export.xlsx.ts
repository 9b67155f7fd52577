import { type CellValue, writeXlsxStream } from 'hucre/xlsx'
import { escapedCell } from '../../sheet/sheet.ts'
import type { Column, Kind, Row } from './columns.rules.ts'

/**
 * A workbook with typed cells: numbers, booleans, dates and texts, never a formula, whatever a text begins with. A text beyond
 * what a cell may hold goes on in cells after the last column of its row, each beginning with the name of its column and a colon.
 */

/** Characters in a cell, as Excel specifies; some are left for the name before what goes on. */
const MOST = 32_767 - 67
/** Excel takes 1900 for a leap year, so that days before its March differ between programs; there they stay texts. */
const FIRST_YEAR = '1901'
const NUMBER_FORMATS: Partial<Record<Kind, string>> = { date: 'yyyy-mm-dd', instant: 'yyyy-mm-dd hh:mm:ss.000' }

export function workbook (name: string, columns: readonly Column[], rows: AsyncIterable<Row[]>): AsyncIterable<Uint8Array> {
  const formats = columns.map(({ name: header, kind }) => ({ header, ...(NUMBER_FORMATS[kind] === undefined ? {} : { numFmt: NUMBER_FORMATS[kind] }) }))
  // Streams of Node can be iterated, of which the types of browsers know nothing.
  return writeXlsxStream(cells(columns, rows), { name, columns: formats, freezePane: { rows: 1 } }) as unknown as AsyncIterable<Uint8Array>
}

async function * cells (columns: readonly Column[], rows: AsyncIterable<Row[]>): AsyncGenerator<CellValue[]> {
  for await (const page of rows) {
    for (const row of page) {
      const further: string[] = []
      const first = columns.map((column) => {
        const value = cell(column.kind, row[column.name])
        if (typeof value !== 'string') return value
        const [part = '', ...others] = parts(value)
        further.push(...others.map(text => escapedCell(`${column.name}:${text}`)))
        return escapedCell(part)
      })
      yield [...first, ...further]
    }
  }
}

function cell (kind: Kind, value: unknown): CellValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'object') return JSON.stringify(value)
  return (kind === 'date' || kind === 'instant') && String(value) >= FIRST_YEAR ? new Date(String(value)) : value as CellValue
}

/** Cut where no character is halved. */
function parts (text: string): string[] {
  return text.length <= MOST ? [text] : text.match(new RegExp(`[^]{1,${MOST}}(?<![\\uD800-\\uDBFF])`, 'g')) as string[]
}

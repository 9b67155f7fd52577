import type { MessagePort } from 'node:worker_threads'
import { readCsv } from './csv.ts'
import { SheetError, type Limits, type SheetNote, type SheetRow, type Workbook } from './sheet.ts'
import { readXlsx } from './xlsx.ts'

/** The side of the thread: reads the file, and hands it over in portions, each when it is asked for. */

export type Format = 'csv' | 'xlsx'
export interface Task { bytes: Uint8Array, format: Format, limits: Limits }

/** What the thread sends: sheets first, each begun by its name, then the notes, then the end. */
export type Portion =
  | { kind: 'sheet', name: string }
  | { kind: 'rows', rows: SheetRow[] }
  | { kind: 'notes', notes: SheetNote[] }
  | { kind: 'end' }
  | { kind: 'refused', code: string, message: string }

/** Cells that are taken over at once: some milliseconds. */
const CELLS_AT_ONCE = 10_000
const NOTES_AT_ONCE = 2000

/** Answers each message with the next portion. */
export function serve (port: MessagePort, task: Task): void {
  const portions = portionsOf(task)
  port.on('message', async () => port.postMessage((await portions.next()).value))
}

export async function * portionsOf ({ bytes, format, limits }: Task): AsyncGenerator<Portion, Portion> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let workbook: Workbook
  try {
    workbook = await (format === 'csv' ? readCsv : readXlsx)(buffer, limits)
  } catch (error) {
    if (error instanceof SheetError) return { kind: 'refused', code: error.code, message: error.message }
    throw error
  }
  for (const { name, rows } of workbook.sheets) {
    yield { kind: 'sheet', name }
    for (let from = 0; from < rows.length;) {
      let [to, cells] = [from, 0]
      while (to < rows.length && cells < CELLS_AT_ONCE) cells += (rows[to++] as SheetRow).cells.length
      yield { kind: 'rows', rows: rows.slice(from, to) }
      from = to
    }
  }
  for (let at = 0; at < workbook.notes.length; at += NOTES_AT_ONCE) yield { kind: 'notes', notes: workbook.notes.slice(at, at + NOTES_AT_ONCE) }
  return { kind: 'end' }
}

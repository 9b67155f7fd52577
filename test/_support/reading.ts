import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { readXlsx } from 'hucre/xlsx'
import type { Test } from 'tap'

/** Reads exported files with the libraries of others. */

export type Row = Record<string, unknown>
type Cells = Record<string, string | null>

/** A reader of CSV and NDJSON by DuckDB, which is told the names of the columns and nothing else. */
export async function duckdb (t: Test): Promise<{ csv: (text: string, names: string[]) => Promise<Cells[]>, ndjson: (text: string, names: string[]) => Promise<Row[]> }> {
  const folder = mkdtempSync(join(tmpdir(), 'oc-export-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  t.teardown(() => { connection.closeSync(); instance.closeSync(); rmSync(folder, { recursive: true }) })
  const file = join(folder, 'table')
  const ask = async (text: string, from: string): Promise<Cells[]> => {
    writeFileSync(file, text)
    const reader = await connection.runAndReadAll(`select * from ${from}`)
    return reader.getRowObjectsJson() as Cells[]
  }
  const columns = (names: string[], type: string) => `{${names.map(name => `'${name}': '${type}'`).join(', ')}}`
  return {
    csv: (text, names) => ask(text, `read_csv('${file}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, max_line_size = 10000000, columns = ${columns(names, 'VARCHAR')})`),
    ndjson: async (text, names) => (await ask(text, `read_json('${file}', format = 'newline_delimited', maximum_object_size = 10000000, columns = ${columns(names, 'JSON')})`))
      .map(cells => Object.fromEntries(Object.entries(cells).map(([name, json]) => [name, json === null ? null : JSON.parse(json) as unknown])))
  }
}

/** The first sheet of a workbook: what goes on in further cells is put together again. */
export async function rowsOf (workbook: Buffer): Promise<Row[]> {
  const { sheets: [sheet] } = await readXlsx(workbook)
  const [first, ...rows] = (sheet as { rows: unknown[][] }).rows as [(string | null)[], ...unknown[][]]
  const header = first.filter(name => name !== null)
  return rows.map((cells) => {
    const row: Row = Object.fromEntries(header.map((name, at) => [name, cells[at] ?? null]))
    for (const further of cells.slice(header.length).filter(cell => cell !== null) as string[]) {
      const [, name, text] = /^(\w+):([^]*)$/.exec(further) as unknown as [string, string, string]
      row[name] = String(row[name]) + text
    }
    return row
  })
}

/** A cell as the value that it stands for: a day or an instant as text, what is no scalar out of its JSON. */
export function valueOf (cell: unknown, wanted: unknown): unknown {
  if (cell instanceof Date) return String(wanted).length === 10 ? cell.toISOString().slice(0, 10) : cell.toISOString()
  return typeof cell === 'string' && typeof wanted !== 'string' ? JSON.parse(cell) as unknown : cell
}

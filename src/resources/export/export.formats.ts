import type { TSchema } from 'typebox'
import { type Column, type Row, columnsOf, pick } from './columns.rules.ts'
import { type Dialect, csvHeader, csvRow } from './csv.rules.ts'
import type { Format } from './export.schemas.ts'
import { workbook } from './export.xlsx.ts'
import { linked } from './json-ld.rules.ts'

export interface Written {
  /** Name of the table. */
  name: string
  row: TSchema
  rows: AsyncIterable<Row[]>
  dialect: Dialect
  /** Where the service stands. */
  base: string
}

type Bytes = AsyncIterable<string | Uint8Array>

export const MEDIA_TYPES: Record<Format, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ndjson: 'application/x-ndjson',
  jsonld: 'application/ld+json'
}

const WRITERS: Record<Format, (table: Written, columns: Column[]) => Bytes> = { csv, xlsx, ndjson, jsonld }

/** A table as a file, in pieces: what is not read yet is not written either. */
export const writeTable = (format: Format, table: Written): Bytes => WRITERS[format](table, columnsOf(table.row))

async function * csv ({ rows, dialect }: Written, columns: Column[]): Bytes {
  yield csvHeader(columns, dialect)
  for await (const page of rows) yield page.map(row => csvRow(columns, row, dialect)).join('')
}

async function * ndjson ({ rows }: Written, columns: Column[]): Bytes {
  for await (const page of rows) yield page.map(row => `${JSON.stringify(pick(columns, row))}\n`).join('')
}

async function * jsonld ({ name, row, rows, base }: Written, columns: Column[]): Bytes {
  yield `{"@context":${JSON.stringify(`${base}/contexts/v1.jsonld`)},"@graph":[`
  let between = '\n'
  for await (const page of rows) {
    yield between + page.map(one => JSON.stringify(linked(base, name, row, pick(columns, one)))).join(',\n')
    between = ',\n'
  }
  yield '\n]}\n'
}

function xlsx ({ name, rows }: Written, columns: Column[]): Bytes {
  return workbook(name, columns, rows)
}

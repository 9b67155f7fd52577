import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Decision, Import } from '../resources/import/import.schemas.ts'
import type { ImportRow } from '../resources/import/table/table.schemas.ts'
import { type Connection, ask, askAll } from './client.ts'
import { type Paint, plain } from './colour.ts'
import { readDocument } from './document.ts'
import { CliError, type Io } from './io.ts'
import type { Proposal } from './proposal.ts'
import { fieldView } from './report-view.ts'

/** A spreadsheet of commitments and milestones, and how the service shall read it. */
export interface Table {
  file: string
  source: string
  plan?: string | undefined
  sheet?: string | undefined
  headerRow?: string | undefined
  /** File that says what the columns mean: a mapping of /v1/import-mappings without its id and member. */
  mapping?: string | undefined
}

const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv', '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '.json': 'application/json'
}
const typeOf = (file: string): string | undefined => TYPES[extname(file).toLowerCase()]

export const isWorkbook = (file: string): boolean => typeOf(file) === TYPES['.xlsx']

/**
 * Asks the service what the table would change.
 * @throws CliError where a file cannot be read, or the service refuses it as a whole
 */
export async function proposeTable (io: Io, connection: Connection, table: Table, paint: Paint): Promise<Proposal> {
  const { source, plan, sheet, headerRow } = table
  const query = new URLSearchParams(Object.entries({ source, plan, sheet, headerRow }).filter((pair): pair is [string, string] => pair[1] !== undefined))
  const body = await bodyOf(table)
  const tried = await ask<Import>(io, connection, `/v1/imports?${query}&dryRun=true`, body)
  const { rows, rowsLeftOut, notes } = await detailsOf(io, connection, tried)
  const counts = (tried.table as NonNullable<Import['table']>).counts
  return {
    report: { ...tried, rows, rowsLeftOut, decisions: notes },
    view: tableView(tried, rows, notes, paint),
    applicable: tried.digest !== null,
    changes: counts.create + counts.update,
    url: connection.url,
    apply: () => ask<Import>(io, connection, `/v1/imports?${query}&digest=${tried.digest}`, body)
  }
}

/** All rows but those that stay, and what was read with a decision. A table of no plan that can be written is an editor's no more: its rows, all refused, are those of the answer. */
async function detailsOf (io: Io, connection: Connection, { id, plans, rows, rowsLeftOut }: Import): Promise<{ rows: ImportRow[], rowsLeftOut: number, notes: Decision[] }> {
  if (plans.length === 0) return { rows: rows as ImportRow[], rowsLeftOut: rowsLeftOut as number, notes: [] }
  return {
    rows: await askAll<ImportRow>(io, connection, `/v1/imports/${id}/rows?limit=200&op=create&op=update&op=missing&op=conflict&op=error`),
    rowsLeftOut: 0,
    notes: await askAll<Decision>(io, connection, `/v1/imports/${id}/decisions?limit=200`)
  }
}

async function bodyOf ({ file, mapping }: Table): Promise<RequestInit> {
  const type = typeOf(file)
  if (type === undefined) throw new CliError(`${file} must end in .csv, .xlsx or .json, which says what it holds.`, 2)
  const bytes = await readFile(file).catch((error: Error) => { throw new CliError(`${file} cannot be read: ${error.message}`) })
  if (mapping === undefined) return { method: 'POST', headers: { 'content-type': type }, body: bytes }
  const form = new FormData()
  form.append('mapping', (await readDocument(mapping)).json)
  form.append('file', new Blob([bytes], { type }), basename(file))
  return { method: 'POST', body: form }
}

const HEADS = { create: ['+', 'green'], update: ['~', 'cyan'], missing: ['?', 'yellow'], conflict: ['!', 'red'], error: ['!', 'red'] } as const

/** In the order in which a person reads them. */
const OPS = ['create', 'update', 'unchanged', 'missing', 'conflict', 'error'] as const

/** What a table would change, row by row, and all that is wrong with it. What stays as it is is only counted. */
function tableView (tried: Import, rows: readonly ImportRow[], notes: readonly Decision[], paint: Paint): string {
  const { sheets, counts } = tried.table as NonNullable<Import['table']>
  const lines = [
    ...sheets.map(({ name, headerRow, rows: read, unknownColumns }) => plain(`${name === '' ? 'The file' : `Sheet "${name}"`}: ${headerRow === null
      ? 'left out, as it has no header that is known'
      : `${read} rows below the header in row ${headerRow}${unknownColumns.length === 0 ? '' : `; not read: ${unknownColumns.map(({ column, header }) => `column ${column} "${header}"`).join(', ')}`}`}`)),
    ...notes.map(({ row, column, action }) => plain(`note: ${[column, `row ${row}`].filter(part => ![null, '', 'row 0'].includes(part)).join(', ')}: ${action}`)),
    ...rows.flatMap(row => rowView(row, sheets.length > 1, paint)),
    OPS.map(op => `${counts[op]} ${op}`).join(', ')
  ]
  return lines.map(line => `${line}\n`).join('')
}

function rowView ({ sheet, row, op, type, plan, entity, code, fields, errors }: ImportRow, named: boolean, paint: Paint): string[] {
  const [sign, style] = HEADS[op as keyof typeof HEADS]
  const place = row === null ? [] : [`row ${row}${named ? ` of "${sheet}"` : ''}`]
  const note = op === 'missing' ? ': in the record, not in the file; it stays' : ''
  return [
    paint(['bold', style], plain(`${sign} ${[...place, type, code ?? entity, plan].filter(part => part !== null).join(' ')}${note}`)),
    ...fields.flatMap(field => fieldView(field, paint)),
    ...errors.map(({ column, header, value, rule, detail }) =>
      paint('red', plain(`    ${[...column === null ? [] : [`column ${column}`, `"${header}"`], ...value === null ? [] : [JSON.stringify(value)], rule].join(', ')}: ${detail}`)))
  ]
}

import type { Answer, TestApp } from './app.ts'

/** Tables as governments send them, and imports of them. */

export type Cells = Record<string, string>

/** Rows as CSV: the header is every column that any row names. */
export function csv (rows: readonly Cells[]): string {
  const header = [...new Set(rows.flatMap(row => Object.keys(row)))]
  return lines([header, ...rows.map(row => header.map(name => row[name] ?? ''))])
}

export const lines = (rows: readonly (readonly string[])[]): string =>
  rows.map(cells => cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')

export interface TableImports {
  send: (body: string | Buffer, query: string, headers?: Record<string, string>) => Promise<Answer>
  dryRun: (body: string | Buffer, query?: string, headers?: Record<string, string>) => Promise<Answer>
  /** Applies what a dry run of the same table showed. */
  apply: (body: string | Buffer, query?: string, headers?: Record<string, string>) => Promise<Answer>
}

export function importingTables ({ request }: TestApp, key: string, base = 'source=desk&plan=mexico-9'): TableImports {
  const send: TableImports['send'] = (body, query, headers = {}) =>
    request('POST', `/v1/imports?${query}`, { key, payload: body, headers: { 'content-type': 'text/csv', ...headers } })
  const dryRun: TableImports['dryRun'] = (body, query = base, headers = {}) => send(body, `${query}&dryRun=true`, headers)
  return {
    send,
    dryRun,
    apply: async (body, query = base, headers = {}) => send(body, `${query}&digest=${(await dryRun(body, query, headers)).json.digest}`, headers)
  }
}

interface Row { op: string, type: string, row: number | null, code: string | null, errors: { column: string | null, rule: string }[], fields: { field: string, from: unknown, to: unknown }[] }

/** `op type row` of each. */
export const rowsOf = ({ json }: Answer): string[] => (json.rows as Row[]).map(({ op, type, row }) => `${op} ${type} ${row ?? '-'}`)

/** `row column rule` of every error. */
export const faultsOf = ({ json }: Answer): string[] => (json.rows as Row[]).flatMap(({ row, errors }) => errors.map(({ column, rule }) => `${row ?? '-'} ${column ?? '-'} ${rule}`))

/** Field -> [from, to] of what a row changes. */
export const changesOf = ({ json }: Answer, row: number): Record<string, [unknown, unknown]> =>
  Object.fromEntries((json.rows as Row[]).filter(one => one.row === row).flatMap(({ fields }) => fields).map(({ field, from, to }) => [field, [from, to]]))

import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { TestApp } from './app.ts'

/** Marked values, and a search for them wherever the service could have left them. */

/** A value that stands nowhere by chance; a slug, too. */
export const mark = (): string => `canary${randomBytes(8).toString('hex')}`

/** A value as it could have been kept: as it is, as bytes in hexadecimal or base64 at any offset, or hashed without a secret. */
function formsOf (value: string): string[] {
  const base64 = [0, 1, 2].map(offset => Buffer.from(`${' '.repeat(offset)}${value}`).toString('base64').slice(offset === 0 ? 0 : 4, -4))
  const hashes = ['sha256', 'sha1', 'md5'].flatMap(name => (['hex', 'base64', 'base64url'] as const).map(form => createHash(name).update(value).digest(form)))
  return [value, Buffer.from(value).toString('hex'), ...base64, ...hashes].map(form => form.toLowerCase())
}

export function holds (text: string, value: string): boolean {
  const searched = text.toLowerCase()
  return formsOf(value).some(form => searched.includes(form))
}

/** All rows of all tables, as text by table; bytes stand in hexadecimal. */
export async function tables ({ deps }: TestApp): Promise<Record<string, string[]>> {
  const { rows: names } = await sql<{ schema: string, name: string }>`select table_schema as schema, table_name as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1, 2`.execute(deps.db)
  const found: Record<string, string[]> = {}
  for (const { schema, name } of names) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(`${schema}.${name}`)} t`.execute(deps.db)
    found[name] = rows.map(({ row }) => row)
  }
  return found
}

/** Where any of the values is found: `log`, or the name of a table. */
export async function traces (app: TestApp, values: readonly string[]): Promise<string[]> {
  const forms = values.map(value => ({ value, forms: formsOf(value) }))
  const places: Record<string, string[]> = { log: app.logs.map(line => JSON.stringify(line)), ...await tables(app) }
  return Object.entries(places).flatMap(([place, lines]) => {
    const searched = lines.join('\n').toLowerCase()
    return forms.filter(({ forms }) => forms.some(form => searched.includes(form))).map(({ value }) => `${place}: ${value}`)
  })
}

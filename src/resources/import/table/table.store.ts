import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../../db/database.ts'
import { type Listing, anyOf } from '../../../db/keyset.ts'
import type { RowQuery } from '../import.schemas.ts'
import type { ImportRow } from './table.schemas.ts'
import { type Names, namesOf } from './value.rules.ts'

export function rowListing (importId: string, query: RowQuery): Listing<ImportRow> {
  return {
    from: sql`import_row`,
    id: sql`position`,
    idType: 'integer',
    sorts: { position: { expression: sql`position`, cast: 'integer' } },
    filters: [sql<boolean>`import = ${importId}`, ...anyOf(sql`op`, query.op)],
    body: (id: RawBuilder<unknown>) => sql`(select json_build_object('id', r.position, 'sheet', r.sheet, 'row', r.row, 'op', r.op, 'type', r.type,
      'plan', r.plan, 'entity', r.entity, 'code', r.code, 'fields', r.fields, 'errors', r.errors)
      from import_row r where r.import = ${importId} and r.position = ${id})`
  }
}

export async function insertImportRows (tx: Tx, importId: string, rows: readonly ImportRow[]): Promise<void> {
  await sql`
    insert into import_row (import, position, sheet, row, op, type, plan, entity, code, fields, errors)
    select ${importId}, id, sheet, "row", op, type, plan, entity, code, fields, errors
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (id integer, sheet text, "row" integer, op text, type text, plan text, entity text, code text, fields jsonb, errors jsonb)`.execute(tx)
}

/** Forgets what was only tried before this day. */
export async function forgetDryRuns (tx: Tx, before: string): Promise<void> {
  const old = tx.selectFrom('import').select('id').where('dry_run', '=', true).where('started_on', '<', before)
  await tx.deleteFrom('import_decision').where('import', 'in', old).execute()
  await tx.deleteFrom('import').where('id', 'in', old).execute()
}

const namesFrom = (column: string): RawBuilder<string[]> => sql`(select coalesce(json_agg(value), '[]') from jsonb_each_text(coalesce(${sql.ref(column)}, '{}')))`

/** Institutions that a plan of this member may name in words, and those that are named by their ids. */
export async function institutionNames (db: Db, member: string, ids: readonly string[]): Promise<Names> {
  const { rows } = await sql<{ id: string, names: string[], short: string[] }>`
    select id, ${namesFrom('name')} as names, ${namesFrom('short_name')} as short from institution where member = ${member} or id = any (${ids}::text[])`.execute(db)
  return namesOf(rows.map(({ id, names, short }) => ({ id, names: [...names, ...short] })))
}

export async function policyAreaNames (db: Db): Promise<Names> {
  const { rows } = await sql<{ id: string, names: string[] }>`select id, ${namesFrom('name')} as names from policy_area`.execute(db)
  return namesOf(rows)
}

export async function policyAreaIds (db: Db): Promise<string[]> {
  return (await db.selectFrom('policy_area').select('id').orderBy('id').execute()).map(({ id }) => id)
}

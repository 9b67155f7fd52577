import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../_support/db.ts'
import { type ColumnSaid, readTableTypes } from '../_support/table-types.ts'

/** The row interfaces of every `*.table.ts` against the migrated database: the types are promises that only this test keeps. */

const KINDS: Record<string, ColumnSaid['kind']> = {
  text: 'string',
  uuid: 'string',
  date: 'string',
  timestamptz: 'string',
  tsvector: 'string',
  int4: 'number',
  int8: 'number',
  numeric: 'number',
  bool: 'boolean',
  bytea: 'bytes',
  _text: 'string[]',
  _int4: 'number[]',
  json: 'json',
  jsonb: 'json'
}

t.test('describes in its types every table and column that the migrations make', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  const { rows } = await sql<{ table: string, column: string, nullable: boolean, type: string }>`
    select c.table_name as table, c.column_name as column, c.is_nullable = 'YES' as nullable, c.udt_name as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely_%'`.execute(db)
  const made: Record<string, Record<string, ColumnSaid>> = {}
  for (const { table, column, nullable, type } of rows) {
    const kind = KINDS[type]
    if (kind === undefined) t.fail(`${table}.${column} has the type ${type}, which test/db/parsers.test.ts does not read on both engines`)
    else (made[table] ??= {})[column] = { nullable, kind, writtenAs: kind === 'json' ? 'text' : 'same' }
  }
  const said = readTableTypes()
  t.strictSame(Object.keys(said).sort(), Object.keys(made).sort(), 'tables')
  for (const [table, columns] of Object.entries(said)) {
    t.strictSame(Object.keys(columns).sort(), Object.keys(made[table] ?? {}).sort(), `columns of ${table}`)
    for (const [column, type] of Object.entries(columns)) t.strictSame(type, made[table]?.[column], `${table}.${column}`)
  }
})

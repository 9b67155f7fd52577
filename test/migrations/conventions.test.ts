import { type Kysely, sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../_support/db.ts'
import { STORED_TYPES, tableOf } from '../_support/seed.ts'
import type { Tables } from '../../src/db/database.ts'

/** What house.md promises of every table, read from the catalogues of the migrated database. */

t.test('keeps the conventions of the schema', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)

  await t.test('gives every table a primary key', async (t) => {
    t.strictSame(await lines(db, sql`select c.relname as line from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and c.relname not like 'kysely_%' and not exists (select from pg_constraint where conrelid = c.oid and contype = 'p')`), [])
  })

  await t.test('names every constraint and every index after its table', async (t) => {
    t.strictSame(await lines(db, sql`select conrelid::regclass || ': ' || conname as line from pg_constraint
      where connamespace = 'public'::regnamespace and conrelid <> 0 and conrelid::regclass::text not like 'kysely_%'
        and conname not like replace(trim(both '"' from conrelid::regclass::text), '_', '\\_') || '\\_%'`), [])
    t.strictSame(await lines(db, sql`select tablename || ': ' || indexname as line from pg_indexes
      where schemaname = 'public' and tablename not like 'kysely_%' and indexname not like replace(tablename, '_', '\\_') || '\\_%'`), [])
  })

  await t.test('names no constraint by the habit of the database', async (t) => {
    t.strictSame(await lines(db, sql`select conrelid::regclass || ': ' || conname as line from pg_constraint
      where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'kysely_%'
        and contype <> 'n' and conname ~ '_(pkey|fkey|check|key)[0-9]*$'`), [], 'a constraint without a name of its own')
  })

  await t.test('gives every foreign key an index that begins with its columns', async (t) => {
    t.strictSame(await lines(db, sql`select conrelid::regclass || ': ' || conname as line from pg_constraint k
      where contype = 'f' and not exists (select from pg_index i where i.indrelid = k.conrelid and i.indpred is null
        and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] = k.conkey)`), [])
  })

  await t.test('gives every entity a revision that starts at 1 and stays positive', async (t) => {
    const tables = STORED_TYPES.map(tableOf)
    t.strictSame(await lines(db, sql`select t as line from unnest(${tables}::text[]) t where not exists (
      select from information_schema.columns where table_schema = 'public' and table_name = t and column_name = 'revision'
        and data_type = 'integer' and is_nullable = 'NO' and column_default = '1')`), [])
    t.strictSame(await lines(db, sql`select t as line from unnest(${tables}::text[]) t where not exists (
      select from pg_constraint where conname = t || '_revision_positive' and conrelid = t::regclass)`), [])
  })

  await t.test('keeps no instant in what a reviewer writes, nor in what says which key was used', async (t) => {
    t.strictSame(await lines(db, sql`select table_name || '.' || column_name as line from information_schema.columns
      where table_schema = 'public' and table_name in ('review', 'revision', 'api_key') and data_type like '%time%'`), [])
  })

  await t.test('keeps every instant in UTC milliseconds', async (t) => {
    t.strictSame(await lines(db, sql`select table_name || '.' || column_name as line from information_schema.columns
      where table_schema = 'public' and table_name not like 'kysely_%' and data_type like '%time%'
        and (data_type <> 'timestamp with time zone' or datetime_precision <> 3)`), [])
  })
})

async function lines (db: Kysely<Tables>, query: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`select * from (${query}) found order by 1`.execute(db)
  return rows.map(({ line }) => line)
}

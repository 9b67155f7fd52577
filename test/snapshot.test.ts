import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../src/db/database.ts'
import { openDatabase, serverUrl } from './_support/db.ts'

/** Returns everything that a database holds: its tables, their columns and rows, its functions, triggers and settings. */
async function everything (db: Db): Promise<unknown> {
  const { rows: tables } = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(db)
  const all: Record<string, unknown> = {}
  for (const { name } of tables) all[name] = (await sql`select md5(string_agg(concat(ctid, xmin, t), '')) as digest from ${sql.table(name)} t`.execute(db)).rows
  const { rows: objects } = await sql`select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' union all select trigger_name, event_object_table, action_statement from information_schema.triggers union all select proname, prosrc, '' from pg_proc where pronamespace = 'public'::regnamespace order by 1, 2, 3`.execute(db)
  const { rows: settings } = await sql`select name, setting from pg_settings order by 1`.execute(db)
  const { rows: sequences } = await sql`select sequencename, last_value from pg_sequences order by 1`.execute(db)
  return { all, objects, settings, sequences, next: (await sql`select pg_current_xact_id()::text as id`.execute(db)).rows }
}

t.test('a test leaves nothing in the database of the next one', { skip: serverUrl !== undefined && 'a server makes a database for each test' }, async (t) => {
  const first = await openDatabase('starter')
  const before = await everything(first.db)
  await first.close()

  const changes = [
    sql`update commitment set title = '{"en": "Changed"}'`,
    sql`delete from code_list`,
    sql`truncate webhook_delivery`,
    sql`drop table log_entry cascade`,
    sql`alter table action_plan add column more text default 'more'`,
    sql`create table other as select repeat('x', 100) as text, n from generate_series(1, 20000) n`,
    sql`create index on commitment (title, id)`,
    sql`vacuum full commitment`,
    sql`set default_transaction_read_only to on`
  ]
  for (const change of changes) {
    const { db, close } = await openDatabase('starter')
    await sql`set session_replication_role to replica`.execute(db)
    await change.execute(db)
    await close()
  }

  const last = await openDatabase('starter')
  t.strictSame(await everything(last.db), before)
  await last.close()
})

t.test('two databases that are open at once are two', async (t) => {
  const [one, other] = [await openDatabase(), await openDatabase()]
  await sql`create table mark (word text)`.execute(one.db)
  await t.rejects(sql`select * from mark`.execute(other.db), /mark/)
  await one.close()
  await one.close()
  const [third, fourth] = [await openDatabase(), await openDatabase()]
  await sql`create table mark (word text)`.execute(third.db)
  await t.rejects(sql`select * from mark`.execute(fourth.db), /mark/)
  for (const { close } of [other, third, fourth]) await close()
})

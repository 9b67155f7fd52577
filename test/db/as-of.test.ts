import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { recordSeeded, writeEverything } from '../_support/everything.ts'
import { seedWorld } from '../_support/world.ts'
import { asKnown } from '../../src/db/as-of.ts'
import type { Db } from '../../src/db/database.ts'

/** What public reads never use: the record and the log themselves, imports, keys and what is kept for their answers. */
const NOT_OF_THE_RECORD = ['revision', 'log_entry', 'log_node', 'log_checkpoint', 'import', 'import_decision', 'api_key', 'reviewer_alias', 'idempotency']

const NOW = '2026-11-22T12:00:00.000Z'

const rowsOf = async (db: Db, table: string): Promise<string[]> =>
  (await sql<{ row: string }>`select to_jsonb(r)::text as row from ${sql.table(table)} r order by 1`.execute(db)).rows.map(({ row }) => row)

t.test('at the head of the log, every view of the past is its table, row by row', async (t) => {
  const app = await startApp(t, { starter: true, now: NOW })
  await writeEverything(app)
  await seedWorld(app.database.db)
  await recordSeeded(app.database.db)
  await app.sequence()
  const { db } = app.database
  const { rows: tables } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely_%' order by 1`.execute(db)
  for (const { name } of tables.filter(({ name }) => !NOT_OF_THE_RECORD.includes(name))) {
    const stored = await rowsOf(db, name)
    t.ok(stored.length > 0, `${name} holds something`)
    const { rows: [view] } = await sql<{ name: string | null }>`select to_regclass(${`as_of.${name}`})::text as name`.execute(db)
    if (view?.name == null) t.fail(`as_of has no view for ${name}`)
    else t.strictSame(await asKnown(db, NOW, past => rowsOf(past, name)), stored.filter(row => name !== 'review' || !/"state": "(draft|submitted)"/.test(row)), name)
  }
})

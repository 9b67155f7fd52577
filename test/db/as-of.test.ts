import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { recordSeeded, writeEverything } from '../_support/everything.ts'
import { seedWorld } from '../_support/world.ts'
import { asKnown } from '../../src/db/as-of.ts'
import type { Db } from '../../src/db/database.ts'

/**
 * Tables that public reads of the past never use: the record and the log themselves, imports, keys and answers kept for
 * them, submissions that wait for publication, webhooks. Redactions are read as they stand: redacted text is out of the
 * past too. The search looks through the present, and statistics of the past are counted from the commitments.
 */
const NOT_OF_THE_RECORD = [
  'revision', 'log_entry', 'log_node', 'log_checkpoint', 'import', 'import_decision', 'import_row', 'import_mapping',
  'api_key', 'reviewer_alias', 'idempotency', 'submission', 'redaction', 'change_scope', 'webhook', 'webhook_delivery',
  'commitment_search', 'search_word', 'commitment_document', 'stale_document',
  'completion_count'
]

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
  const { rows: views } = await sql<{ name: string }>`select viewname as name from pg_views where schemaname = 'as_of' and viewname <> 'known'`.execute(db)
  const { rows: tables } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely_%' order by 1`.execute(db)
  const recorded = tables.map(({ name }) => name).filter(name => !NOT_OF_THE_RECORD.includes(name))
  t.strictSame(views.map(({ name }) => name).sort(), recorded, 'a view for every table, and for nothing else')
  for (const name of recorded) {
    const stored = await rowsOf(db, name)
    t.ok(stored.length > 0, `${name} holds something`)
    t.strictSame(await asKnown(db, NOW, past => rowsOf(past, name)), stored.filter(row => name !== 'review' || !/"state": "(draft|submitted)"/.test(row)), name)
    t.strictSame(await asKnown(db, '2026-11-22T11:59:59.999Z', past => rowsOf(past, name)), [], `${name} is empty before the record`)
  }
})

t.test('nothing can be written into the past', async (t) => {
  const { database: { db } } = await startApp(t)
  await t.rejects(asKnown(db, NOW, past => past.deleteFrom('idempotency').execute()), { message: /read-only transaction/ })
  await t.rejects(rowsOf(db, 'as_of.member'), { message: /oc\.known_size|for type bigint/ }, 'and the views are of no use to who does not say when')
  await db.deleteFrom('idempotency').execute()
  t.strictSame(await rowsOf(db, 'member'), [], 'after which the connection reads the present again')
})

t.test('a revision of a review keeps no instant', async (t) => {
  const app = await startApp(t, { starter: true })
  await writeEverything(app)
  const kept = await app.database.db.selectFrom('revision').select(['entity_type', 'beside']).execute()
  const kinds = kept.map(({ entity_type: type, beside }) => `${type}: ${Object.keys(beside ?? {}).sort().join(' ')}`)
  t.strictSame([...new Set(kinds)].filter(kind => !kind.endsWith(': updated_at')).sort(), ['assessment: computed_star out_of_era updated_at', 'commitment: position updated_at', 'milestone: position updated_at', 'redaction: ', 'review: '])
})

t.test('what was erased is found nowhere in the past', async (t) => {
  const app = await startApp(t, { starter: true, now: NOW })
  await app.sequence()
  const { db } = app.database
  const { rows: [erased] } = await sql<{ id: string }>`select id::text as id from commitment where code = 'MX0081'`.execute(db)
  // As a redaction leaves it, which nobody else may do.
  await sql`alter table revision alter column body drop not null`.execute(db)
  await sql`alter table revision disable trigger user`.execute(db)
  await sql`update revision set body = null, salt = null where entity_type = 'commitment' and entity_id = ${erased?.id}`.execute(db)
  for (const table of ['commitment', 'commitment_status', 'commitment_policy_area', 'commitment_stakeholder', 'external_ref', 'member']) {
    const stored = await rowsOf(db, table)
    t.strictSame(await asKnown(db, NOW, past => rowsOf(past, table)), stored.filter(row => !row.includes(String(erased?.id))), table)
  }
})

import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { openDatabase } from '../_support/db.ts'
import { writeEverything } from '../_support/everything.ts'
import { entitiesOf, strayed } from '../_support/record.ts'
import { STORED_TYPES, memberRow, tableOf } from '../_support/seed.ts'
import { insertRows } from '../../src/db/bulk.ts'
import { inTransaction } from '../../src/db/transaction.ts'

/**
 * Nothing public stands in the database without its revision, whoever wrote it (log.md, section 1). The one exception is what
 * is not public: a draft of a review has none. test/http/matrix.test.ts holds what every operation writes against the record.
 */

t.test('has every revision of every entity, the newest saying what stands', async (t) => {
  const app = await startApp(t, { starter: true })
  const { deps: { db } } = app
  await writeEverything(app)

  for (const type of STORED_TYPES) {
    t.not((await entitiesOf(db, type)).length, 0, `there are some of ${type}`)
    t.strictSame(await strayed(db, [type]), [], type)
  }

  await t.test('and nothing of a draft', async (t) => {
    const drafts = await db.selectFrom('review').select(['id', 'revision']).where('state', '=', 'draft').execute()
    t.match(drafts, [{ revision: 1 }])
    t.strictSame(await db.selectFrom('revision').select('revision').where('entity_id', '=', drafts[0]?.id as string).execute(), [])
  })

  await t.test('with more than one revision of those that were changed', async (t) => {
    const changed = await db.selectFrom('revision').select('entity_type').distinct().where('revision', '>', 1).orderBy('entity_type').execute()
    t.strictSame(changed.map(row => row.entity_type), ['action-plan', 'assessment', 'commitment', 'milestone', 'process-assessment', 'redaction', 'report-clusters', 'review'])
  })
})

t.test('names who wrote by role and institution, and when by the day alone', async (t) => {
  const app = await startApp(t, { starter: true, now: '2026-11-22T23:59:59.999Z' })
  await writeEverything(app)
  const actors = await app.deps.db.selectFrom('revision').select(['actor_role', 'actor_institution', 'on_date']).distinct().orderBy('actor_role').orderBy('actor_institution').execute()
  t.strictSame(actors, [
    { actor_role: 'assessor', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'editor', actor_institution: 'mexico-sfp', on_date: '2026-11-22' },
    { actor_role: 'editor', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'moderator', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'registrar', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'reviewer', actor_institution: 'article-19', on_date: '2026-11-22' },
    { actor_role: 'system', actor_institution: null, on_date: '2026-11-22' }
  ])
})

/** What has no revisions of its own, and why. */
const WITHOUT: Record<string, string[]> = {
  'is part of an entity, in whose body it stands': ['commitment_policy_area', 'commitment_stakeholder', 'external_ref', 'indicator', 'milestone_stakeholder'],
  'follows from entities': [
    'change_scope', 'commitment_document', 'commitment_search', 'commitment_status', 'completion_count',
    'milestone_status', 'search_word', 'stale_document'
  ],
  'is the record': ['log_checkpoint', 'log_entry', 'log_node', 'revision'],
  'is not public': ['api_key', 'idempotency', 'import', 'import_decision', 'import_row', 'import_mapping', 'reviewer_alias', 'submission', 'webhook', 'webhook_delivery']
}

t.test('knows every table: a new one has revisions, or says here why not', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  const tables = async (column: string) => (await sql<{ name: string }>`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = ${column}
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely_%' order by 1`.execute(db)).rows.map(({ name }) => name)
  const entities = STORED_TYPES.map(tableOf)
  const without = Object.values(WITHOUT).flat()
  t.strictSame(await tables('tableoid'), [...entities, ...without].sort())
  t.strictSame((await tables('revision')).filter(name => !entities.includes(name)),
    ['api_key', 'commitment_document', 'import_mapping', 'revision', 'webhook'],
    'a number is of an entity in the record, of its document, or of something not public, where it serves If-Match alone')
})

t.test('is missed where something goes round it', async (t) => {
  const { deps: { db } } = await startApp(t, { starter: true })
  t.strictSame(await strayed(db), [])
  await db.updateTable('member').set({ region: 'elsewhere' }).where('id', '=', 'mexico').execute()
  await db.updateTable('policy_area').set({ revision: 2 }).where('id', '=', 'gender').execute()
  await inTransaction(db, tx => insertRows(tx, 'member', [memberRow({ id: 'atlantis' })]))
  await db.deleteFrom('code_list').where('id', '=', 'eras').execute()
  t.strictSame(await strayed(db), ['member atlantis at 1', 'member mexico at 1', 'policy-area gender at 2', 'code-list eras is in the record alone'])
})

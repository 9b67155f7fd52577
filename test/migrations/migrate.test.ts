import { type Kysely, sql } from 'kysely'
import t from 'tap'
import { connectTo, engine, openEmptyDatabase } from '../_support/db.ts'
import { assessmentRow, commitmentRow, indicatorRow, institutionRow, memberRow, milestoneRow, planRow, policyAreaRow, processAssessmentRow, redactionRow, reportClustersRow, reportRow, reviewRow, updateRow, uuid } from '../_support/seed.ts'
import { migrations } from '../../migrations/index.ts'
import { insertRows } from '../../src/db/bulk.ts'
import type { Db, Tables } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { inTransaction } from '../../src/db/transaction.ts'

const NAMES = Object.keys(migrations)

t.test('runs every migration in its order, and nothing when it runs again', async (t) => {
  const { db, close } = await openEmptyDatabase()
  t.teardown(close)
  t.strictSame(NAMES, [...NAMES].sort(), 'the list is in order')
  t.strictSame(await migrate(db), NAMES)
  t.strictSame(await migrate(db), [])
})

t.test('runs each migration once when two processes migrate at once', { skip: engine === 'embedded' && 'the embedded database admits one process, by the lock on its folder' }, async (t) => {
  const { db, url, close } = await openEmptyDatabase()
  const other = connectTo(url as string)
  t.teardown(async () => { await other.close(); await close() })
  const ran = await Promise.all([migrate(db), migrate(other.db)])
  t.strictSame(ran.flat().sort(), NAMES)
})

t.test('says what is wrong when a migration fails, and leaves nothing of it', async (t) => {
  const { db, close } = await openEmptyDatabase()
  t.teardown(close)
  const broken = {
    '0001_half': {
      up: async (db: Kysely<unknown>) => {
        await sql`create table half (id integer)`.execute(db)
        await sql`create table half (id integer)`.execute(db)
      }
    }
  }
  await t.rejects(migrate(db, broken), { message: /"half" already exists/ })
  const { rows } = await sql<{ half: string | null }>`select to_regclass('half')::text as half`.execute(db)
  t.strictSame(rows, [{ half: null }])
})

type Rows = { [T in keyof Tables]?: (db: Db) => Promise<void> }

const insert = <T extends keyof Tables>(table: T, rows: Parameters<typeof insertRows<T>>[2]) => (db: Db): Promise<void> => inTransaction(db, tx => insertRows(tx, table, rows))
const [C, M, U, R, REPORT, A] = [1, 2, 3, 4, 5, 6].map(uuid) as [string, string, string, string, string, string]

/** What each migration's tables are given before the next one runs. A migration that adds a table adds its row here. */
const DATA: Record<string, Rows> = {
  '0001_reference': {
    member: insert('member', [memberRow({ id: 'mexico' }), memberRow({ id: 'jalisco-mexico', kind: 'local', parent: 'mexico' })]),
    institution: insert('institution', [institutionRow({ id: 'r3d' })]),
    policy_area: insert('policy_area', [policyAreaRow({ id: 'civic-space' })]),
    code_list: insert('code_list', [{ id: 'completion', title: { en: 'Completion' }, description: null, ordered: true, source: null, codes: [], revision: 1, updated_at: '2026-01-01T00:00:00.000Z' }]),
    external_ref: insert('external_ref', [{ entity_type: 'member', entity_id: 'mexico', source: 'ogp', external_id: '0001' }])
  },
  '0002_plans': {
    action_plan: insert('action_plan', [planRow({ member: 'mexico', number: 4 })]),
    commitment: insert('commitment', [commitmentRow({ id: C, plan: 'mexico-4', code: 'MX0081' })]),
    commitment_policy_area: insert('commitment_policy_area', [{ commitment: C, policy_area: 'civic-space' }]),
    commitment_stakeholder: insert('commitment_stakeholder', [{ commitment: C, institution: 'r3d', role: 'monitoring', position: 0 }]),
    milestone: insert('milestone', [milestoneRow({ id: M, commitment: C })]),
    milestone_stakeholder: insert('milestone_stakeholder', [{ milestone: M, institution: 'r3d', role: 'lead', position: 0 }]),
    indicator: insert('indicator', [indicatorRow({ id: uuid(9), milestone: M })])
  },
  '0003_voices': {
    progress_update: insert('progress_update', [updateRow({ id: U, commitment: C, institution: 'r3d' })]),
    review: insert('review', [reviewRow({ id: R, commitment: C, organisation: 'r3d' })]),
    review_reply: insert('review_reply', [{ id: uuid(8), review: R, institution: 'r3d', replied_on: '2021-01-01', text: { en: 'Reply' }, revision: 1, updated_at: '2026-01-01T00:00:00.000Z' }]),
    report: insert('report', [reportRow({ id: REPORT, plan: 'mexico-4' })]),
    assessment: insert('assessment', [assessmentRow({ id: A, commitment: C, report: REPORT })])
  },
  '0004_record': {
    revision: async (db) => {
      await sql`insert into revision (entity_type, entity_id, revision, op, on_date, actor_role, body, salt, body_hash)
        select 'commitment', ${C}::text, 1, 'create', '2026-01-01', 'system', body, salt, sha256(salt || convert_to(body, 'UTF8'))
        from (select '{}' as body, decode(repeat('00', 32), 'hex') as salt) one`.execute(db)
    },
    import: insert('import', [{ id: uuid(7), source: 'ogp', state: 'done', file_sha256: '00', started_on: '2026-01-01', rows_total: 1, rows_done: 1, beat_at: '2026-01-01T00:00:00.000Z', report: null, failure: null, dry_run: false, plans: [], digest: null, table_report: null }]),
    import_decision: insert('import_decision', [{ import: uuid(7), position: 1, row: 1, column_name: null, value: null, rule: 'rule', action: 'action' }])
  },
  '0005_status': {
    commitment_status: async (db) => { await sql`select refresh_commitment_status(array(select id from commitment))`.execute(db) },
    milestone_status: async () => {}
  },
  '0006_access': {
    api_key: async (db) => {
      await db.insertInto('api_key').values({ id: 'key', role: 'admin', members: [], plans: [], organisation: null, name: 'key', hash: new Uint8Array(32), created_on: '2026-01-01', expires_on: '2026-02-01', last_used_on: null, revoked_on: null }).execute()
    }
  },
  '0007_idempotency': {
    idempotency: async (db) => {
      await db.insertInto('idempotency').values({ key: new Uint8Array(32), fingerprint: new Uint8Array(32), answer: '{"status":201}', created_on: '2026-01-01' }).execute()
    }
  },
  '0008_reviewer_alias': { reviewer_alias: insert('reviewer_alias', [{ alias: 'observer', plan: 'mexico-4', owner: '\\x00' as never }]) },
  '0009_process_assessment': { process_assessment: insert('process_assessment', [processAssessmentRow({ id: uuid(10), report: REPORT })]) },
  '0010_report_clusters': { report_clusters: insert('report_clusters', [reportClustersRow({ id: uuid(11), report: REPORT })]) },
  '0011_log': {
    log_entry: insert('log_entry', [{ index: 0, entry: '{}' }]),
    log_node: insert('log_node', [{ level: 0, index: 0, hash: `\\x${'00'.repeat(32)}` as never }]),
    log_checkpoint: async (db) => { await sql`insert into log_checkpoint (size, root) values (1, decode(repeat('00', 32), 'hex'))`.execute(db) }
  },
  '0015_redaction': { redaction: insert('redaction', [redactionRow({ id: uuid(12) })]) },
  '0016_publication': {
    submission: insert('submission', [{ review: R, body: '{}', salt: '\\x00' as never, body_hash: '\\x00' as never, opens_at: '2026-01-02T00:00:00.000Z', due_at: '2026-01-04T00:00:00.000Z', redaction: null }])
  },
  '0017_table_import': {
    import_row: insert('import_row', [{ import: uuid(7), position: 1, sheet: null, row: 1, op: 'create', type: 'commitment', plan: 'mexico-4', entity: null, code: null, fields: [], errors: [] }])
  },
  '0018_import_mapping': {
    import_mapping: insert('import_mapping', [{ id: 'desk', member: 'mexico', language: null, dates: null, columns: [], revision: 1, updated_at: '2026-01-01T00:00:00.000Z' }])
  },
  '0020_change_scope': { change_scope: insert('change_scope', [{ scope_type: 'member', scope_id: 'mexico', log_index: 0 }]) },
  '0021_webhook': {
    webhook: insert('webhook', [{ id: uuid(13), owner: 'key', sealed: '\\x00' as never, signature: 'ed25519', types: [], members: [], plans: [], commitments: [], position: 0, created_on: '2026-01-01', leased_until: '2026-01-01T00:00:00.000Z', state: 'active', revision: 1 }] as never),
    webhook_delivery: async (db) => { await db.insertInto('webhook_delivery').values({ id: uuid(14), webhook: uuid(13), log_index: 0, run_at: '2026-01-01T00:00:00.000Z', attempted_at: null, status: null, error: null }).execute() }
  },
  '0022_search': { commitment_search: async () => {}, search_word: async () => {} },
  '0026_commitment_document': {
    commitment_document: insert('commitment_document', [{
      commitment: C,
      shape: 'x',
      revision: 1,
      body: '{',
      milestones: '[]',
      progress_updates: '[]',
      reviews: '[]',
      assessments: '[]'
    }]),
    stale_document: async () => {}
  },
  '0028_completion_count': { completion_count: async () => {} }
}

const tablesOf = async (db: Db): Promise<string[]> => (await sql<{ name: string }>`select tablename as name from pg_tables
  where schemaname = 'public' and tablename not like 'kysely_%' order by 1`.execute(db)).rows.map(({ name }) => name)

/** Every row of every table, as text. */
async function contents (db: Db): Promise<Map<string, Record<string, unknown>[]>> {
  const all = new Map<string, Record<string, unknown>[]>()
  for (const table of await tablesOf(db)) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`select to_jsonb(r) as row from ${sql.table(table)} r order by to_jsonb(r)::text`.execute(db)
    all.set(table, rows.map(({ row }) => row))
  }
  return all
}

t.test('loses no row of any table in any migration that follows', async (t) => {
  const { db, close } = await openEmptyDatabase()
  t.teardown(close)
  let before = await contents(db)
  for (const [index, name] of NAMES.entries()) {
    await migrate(db, Object.fromEntries(Object.entries(migrations).slice(0, index + 1)))
    const after = await contents(db)
    for (const [table, rows] of before) {
      const kept = after.get(table) ?? []
      t.equal(kept.length, rows.length, `${table} after ${name}`)
      // A later migration may add columns; what was there stays as it was.
      for (const [at, row] of rows.entries()) t.hasStrict(kept[at], row)
    }
    const fresh = [...after.keys()].filter(table => !before.has(table))
    t.strictSame(Object.keys(DATA[name] ?? {}).sort(), fresh, `every table that ${name} makes is given a row here`)
    for (const fill of Object.values(DATA[name] ?? {})) await fill(db)
    before = await contents(db)
    for (const [table, rows] of before) t.ok(rows.length > 0, `${table} holds a row after ${name}`)
  }
})

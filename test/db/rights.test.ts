import { randomBytes } from 'node:crypto'
import { Kysely, type RawBuilder, sql } from 'kysely'
import t, { type Test } from 'tap'
import { startApp } from '../_support/app.ts'
import { type TestDatabase, connectTo, openDatabase, serverUrl } from '../_support/db.ts'
import { makeKeys, makePlaces } from '../_support/places.ts'
import { strayed } from '../_support/record.ts'
import type { Tables } from '../../src/db/database.ts'
import { postgresDialect } from '../../src/db/postgres.ts'
import { grantRights } from '../../src/db/rights.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { appendRevisions } from '../../src/log/revision.store.ts'
import { sequenceBatch } from '../../src/log/sequencer.ts'

/** A database, and a role of its own that has the rights of the service there. */
async function withRole (t: Test): Promise<{ database: TestDatabase, role: string }> {
  const database = await openDatabase()
  const role = `oc_app_${randomBytes(6).toString('hex')}`
  await sql`create role ${sql.ref(role)} login`.execute(database.db)
  await grantRights(database.db, role)
  t.teardown(async () => {
    await database.close()
    if (serverUrl === undefined) return
    // A role belongs to the whole server.
    const server = new Kysely<Tables>({ dialect: postgresDialect(serverUrl, 30_000) })
    await sql`drop role ${sql.ref(role)}`.execute(server)
    await server.destroy()
  })
  return { database, role }
}

const revise = (id: string, revision: number) => [{ id, revision, facts: { id, revision } }]
const SYSTEM = { role: 'system', institution: null, alias: null } as const

t.test('the role of the service appends to the record and can do nothing else to it', async (t) => {
  const { database: { db }, role } = await withRole(t)
  /** Statements in one transaction, by the role of the service. */
  const asService = (...statements: RawBuilder<unknown>[]) => db.transaction().execute(async (tx) => {
    await sql`set local role ${sql.ref(role)}`.execute(tx)
    for (const statement of statements) await statement.execute(tx)
  })
  await inTransaction(db, async (tx) => {
    await sql`set local role ${sql.ref(role)}`.execute(tx)
    await appendRevisions(tx, SYSTEM, '2026-11-22', 'member', revise('mexico', 1))
    await appendRevisions(tx, SYSTEM, '2026-11-22', 'member', revise('mexico', 2))
  })
  await sequenceBatch(db, () => new Date())
  await inTransaction(db, tx => appendRevisions(tx, SYSTEM, '2026-11-22', 'member', revise('mexico', 3)))
  const before = await sql`select * from revision r, log_checkpoint`.execute(db)

  const [denied, refused] = [{ code: '42501' }, { code: '23001' }]
  for (const column of ['body', 'salt', 'body_hash', 'previous', 'on_date', 'op', 'entity_id', 'revision', 'actor_role', 'actor_institution', 'actor_alias']) {
    await t.rejects(asService(sql`update revision set ${sql.ref(column)} = ${sql.ref(column)}`), denied, column)
  }
  for (const table of ['revision', 'log_entry', 'log_node', 'log_checkpoint']) {
    for (const statement of [`delete from ${table}`, `truncate ${table}`, `truncate ${table} cascade`, `drop table ${table}`, `alter table ${table} disable trigger all`, `alter table ${table} add column more text`, `alter table ${table} owner to ${role}`,
      `create trigger mine before insert on ${table} for each row execute function log_is_append_only()`, `create rule mine as on insert to ${table} do instead nothing`, `drop trigger ${table}_append_only on ${table}`]) {
      await t.rejects(asService(sql.raw(statement)), denied, statement)
    }
  }
  for (const statement of ["update log_entry set entry = '{}'", "update log_node set hash = sha256('')", "update log_checkpoint set root = sha256('')", 'update kysely_migration set name = name', 'delete from kysely_migration',
    'drop function log_is_append_only()', 'drop function log_is_append_only() cascade', 'create or replace function revision_is_append_only() returns trigger language plpgsql as $$ begin return new; end $$',
    "set session_replication_role = 'replica'", "update pg_trigger set tgenabled = 'D'", 'create table more (id integer)', `alter role ${role} superuser`, 'drop schema public cascade']) {
    await t.rejects(asService(sql.raw(statement)), denied, statement)
  }
  await t.rejects(asService(sql`set local oc.redacting = 'on'`, sql`update revision set body = null, salt = null`), denied, 'the setting alone opens nothing')
  await t.rejects(asService(sql.raw(`grant update, delete on revision to ${role}`), sql`delete from revision`), denied, 'nor can it give itself a right')

  await t.rejects(asService(sql`update revision set log_index = 0`), refused, 'a place is given once')
  await t.rejects(asService(sql`update revision set log_index = null where log_index is not null`), refused)
  for (const index of [1, 3, -1]) await t.rejects(asService(sql`insert into log_entry (index, entry) values (${index}, '{}')`), refused, 'and entries have no gap')
  await t.rejects(asService(sql`insert into log_checkpoint (size, root, at) values (2, sha256(''), now())`), { code: '23505' })
  await t.rejects(asService(sql`insert into revision select (jsonb_populate_record(r, '{"revision": 5, "log_index": null}')).* from revision r where revision = 2`), /./)
  t.strictSame(await sql`select * from revision r, log_checkpoint`.execute(db), before)
})

t.test('is given no more than it needs when rights are given again, and nothing of what it had before', async (t) => {
  const { database: { db }, role } = await withRole(t)
  await sql`grant all on revision to ${sql.ref(role)}`.execute(db)
  await grantRights(db, role)
  const { rows } = await sql<{ table: string, right: string }>`select relname as table, string_agg(privilege_type, ', ' order by privilege_type) as right
    from pg_class, aclexplode(relacl) where relnamespace = 'public'::regnamespace and grantee = ${role}::regrole group by relname order by relname`.execute(db)
  t.match(Object.fromEntries(rows.map(({ table, right }) => [table, right])), {
    commitment: 'DELETE, INSERT, SELECT, UPDATE', kysely_migration: 'SELECT', log_checkpoint: 'INSERT, SELECT', log_entry: 'INSERT, SELECT', log_node: 'INSERT, SELECT', revision: 'INSERT, SELECT'
  })
  const { rows: columns } = await sql<{ column: string, right: string }>`select attname as column, privilege_type as right from pg_attribute, aclexplode(attacl) where attrelid = 'revision'::regclass and grantee = ${role}::regrole`.execute(db)
  t.strictSame(columns, [{ column: 'log_index', right: 'UPDATE' }])
})

t.test('logged in with these rights the service does all its work', { skip: serverUrl === undefined && 'the embedded engine has one user' }, async (t) => {
  const { database, role } = await withRole(t)
  const url = new URL(database.url as string)
  url.username = role
  const app = await startApp(t, { starter: true, given: connectTo(url.href) })
  await t.rejects(sql`set role postgres`.execute(app.deps.db), { code: '42501' })
  await makePlaces(app)
  const { editor, reviewer } = await makeKeys(app)
  const { headers, json } = await app.post('/v1/commitments/MX0081/reviews', { kind: 'progress', reviewedOn: '2026-11-20', state: 'draft' }, { key: reviewer as string })
  t.equal((await app.request('DELETE', `/v1/reviews/${json.id}`, { key: reviewer as string, headers: { 'if-match': String(headers.etag) } })).status, 204)
  t.equal((await app.put('/v1/action-plans/mexico-4/document', { plan: { id: 'mexico-4', title: { en: 'Plan' }, cycleYear: 2019 } }, { key: editor as string, headers: { 'if-match': '*' } })).status, 200)
  await app.sequence()
  t.strictSame(await strayed(app.deps.db), [])
  t.match(await sql`select from revision where log_index is null`.execute(app.deps.db), { rows: [] })
})

import { sql } from 'kysely'
import t from 'tap'
import { openEmptyDatabase } from '../_support/db.ts'
import { FACTS } from '../_support/everything.ts'
import { assessmentRow, commitmentRow, insertAll, memberRow, planRow, reportRow, reviewRow, tableOf, uuid } from '../_support/seed.ts'
import { migrations } from '../../migrations/index.ts'
import { asKnown } from '../../src/db/as-of.ts'
import { migrate } from '../../src/db/migrate.ts'
import { canonicalText } from '../../src/log/canonical.ts'

const [C, R, REPORT, A] = [1, 2, 3, 4].map(uuid) as [string, string, string, string]
const AT = '2026-03-04T05:06:07.089Z'

t.test('a record from before knownAt is known from then on as it stands', async (t) => {
  const { db, close } = await openEmptyDatabase()
  t.teardown(close)
  await migrate(db, Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0014_as_of')))
  await insertAll(db, {
    member: [memberRow({ id: 'mexico', updated_at: AT })],
    action_plan: [planRow({ member: 'mexico', number: 4 })],
    commitment: [commitmentRow({ id: C, plan: 'mexico-4', position: 7, updated_at: AT })],
    review: [reviewRow({ id: R, commitment: C, organisation: null, alias: 'observer' })],
    report: [reportRow({ id: REPORT, plan: 'mexico-4' })],
    assessment: [assessmentRow({ id: A, commitment: C, report: REPORT, computed_star: true, star_rule: 4, out_of_era: ['completion'] })]
  })
  const entities: [keyof typeof FACTS, string][] = [['member', 'mexico'], ['action-plan', 'mexico-4'], ['commitment', C], ['review', R], ['report', REPORT], ['assessment', A]]
  for (const [index, [type, id]] of entities.entries()) {
    const { rows: [row] } = await sql<{ facts: unknown }>`select ${FACTS[type](sql`${id}`)} as facts`.execute(db)
    await sql`insert into revision (entity_type, entity_id, revision, op, on_date, actor_role, body, salt, body_hash)
      select ${type}::text, ${id}::text, 1, 'create', '2026-01-01', 'system', body, salt, sha256(salt || convert_to(body, 'UTF8'))
      from (select ${canonicalText(row?.facts)}::text as body, decode(repeat('00', 32), 'hex') as salt) one`.execute(db)
    await sql`update revision set log_index = ${index}::bigint where entity_type = ${type} and entity_id = ${id}`.execute(db)
  }
  await sql`insert into log_checkpoint (size, root) values (2, sha256('')), (${entities.length}::bigint, sha256(''))`.execute(db)
  const before = new Date(Date.now() - 1000).toISOString()

  await migrate(db)
  const { rows: made } = await sql<{ since: boolean }>`select at between ${before}::timestamptz and clock_timestamp() as since from log_checkpoint`.execute(db)
  t.strictSame(made, [{ since: true }, { since: true }], 'when its checkpoints were made is not known: by now')
  await sql`select refresh_commitment_status(array[${C}::uuid])`.execute(db)
  const { rows: [now] } = await sql<{ at: string }>`select clock_timestamp() as at`.execute(db)
  for (const table of [...entities.map(([type]) => tableOf(type)), 'commitment_status']) {
    const { rows: stored } = await sql`select to_jsonb(r) as row from ${sql.table(table)} r`.execute(db)
    t.equal(stored.length, 1, table)
    t.strictSame((await asKnown(db, String(now?.at), past => sql`select to_jsonb(r) as row from ${sql.table(table)} r`.execute(past))).rows, stored, table)
    t.strictSame((await asKnown(db, before, past => sql`select to_jsonb(r) as row from ${sql.table(table)} r`.execute(past))).rows, [], `${table} before`)
  }
})

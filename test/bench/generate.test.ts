import { sql } from 'kysely'
import t from 'tap'
import { fingerprint, generate, generateFacts } from '../../bench/generate/generate.ts'
import type { Db } from '../../src/db/database.ts'
import { type LoggedRevision, entryText } from '../../src/log/entry.ts'
import { newestCheckpoint } from '../../src/log/log.store.ts'
import { growingTree, leafHash } from '../../src/log/merkle.ts'
import { openDatabase } from '../_support/db.ts'

const [COMMITMENTS, SENTENCES] = [60, 400]

async function generatedBy (make: typeof generate): Promise<Db> {
  const { db, close } = await openDatabase()
  t.teardown(close)
  await make(db, COMMITMENTS, SENTENCES)
  return db
}

t.test('the bench generates the same data again, with a record that the log accepts', async (t) => {
  const [first, second] = [await generatedBy(generate), await generatedBy(generateFacts)]
  t.equal(await fingerprint(first), await fingerprint(second), 'the same rows, ids and hashes')

  const counts = await sql<{ name: string, n: number }>`
    select 'commitment' as name, count(*) as n from commitment union all select 'status',
      count(*) from commitment_status
    union all select 'search', count(*) from commitment_search`.execute(first)
  t.strictSame(Object.fromEntries(counts.rows.map(({ name, n }) => [name, n])), {
    commitment: COMMITMENTS,
    status: COMMITMENTS,
    search: COMMITMENTS
  })
  for (const table of ['milestone', 'progress_update', 'review', 'assessment', 'commitment_policy_area',
    'commitment_stakeholder'] as const) {
    const { rows: [row] } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(first)
    t.ok((row?.n as number) > 10, `${table} has rows`)
  }

  const { rows } = await sql<LoggedRevision & { entry: string }>`
    select entity_type as type, entity_id as id, revision, on_date as on, encode(body_hash, 'base64') as hash,
      encode(previous, 'base64') as previous, entry
    from revision join log_entry on index = log_index order by log_index`.execute(first)
  t.strictSame(rows.map(({ entry }) => entry), rows.map(entryText), 'each entry is the text of its revision')
  const tree = growingTree(() => {})
  for (const { entry } of rows) tree.push(leafHash(Buffer.from(entry)))
  const checkpoint = await newestCheckpoint(first)
  t.equal(checkpoint?.size, rows.length)
  t.equal(Buffer.from(checkpoint?.root ?? []).toString('hex'), Buffer.from(tree.root()).toString('hex'),
    'the checkpoint has the root of all entries')

  const missing = await sql`
    (select s.scope_type, s.scope_id, r.log_index from revision r, lateral change_scopes(r.entity_type, r.entity_id) s
      except select scope_type, scope_id, log_index from change_scope)
    union all (select scope_type, scope_id, log_index from change_scope
      except select s.scope_type, s.scope_id, r.log_index from revision r, lateral change_scopes(r.entity_type,
        r.entity_id) s)`.execute(first)
  t.strictSame(missing.rows, [], 'the scopes of changes are those of the service')
  t.strictSame((await sql`select from pg_namespace where nspname = 'bench'`.execute(first)).rows, [],
    'nothing else is left in the database')
})

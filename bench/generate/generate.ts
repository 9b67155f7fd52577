import { sql } from 'kysely'
import type { Db } from '../../src/db/database.ts'
import { entityStatements } from './entities.ts'
import { SENTENCES, functionStatements } from './functions.ts'
import { generateRecord } from './record.ts'

/** Commitments whose derived state is refreshed at once: in one transaction, many would cost more than their number. */
const BATCH = 500

/** Tables whose content the fingerprint covers: the facts, without what the service derives of them. */
const FACTS = ['member', 'institution', 'policy_area', 'action_plan', 'commitment', 'commitment_policy_area',
  'commitment_stakeholder', 'milestone',
  'progress_update', 'review', 'report', 'assessment', 'revision', 'log_entry', 'log_node', 'log_checkpoint',
  'change_scope'] as const

/** Fills a migrated database without commitments. The same number gives the same rows, ids and hashes. */
export async function generate (db: Db, commitments: number, sentences = SENTENCES): Promise<void> {
  await generateFacts(db, commitments, sentences)
  await refreshAll(db)
  await sql`vacuum analyze`.execute(db)
}

/** Writes the facts with their record, without the state that the service derives of them. */
export async function generateFacts (db: Db, commitments: number, sentences = SENTENCES): Promise<void> {
  for (const statement of [...functionStatements(sentences),
    ...entityStatements(commitments)]) await statement.execute(db)
  await sql`analyze`.execute(db)
  await generateRecord(db)
  await sql`drop schema bench cascade`.execute(db)
}

/** Derives the state of all commitments by the service's own functions. */
async function refreshAll (db: Db): Promise<void> {
  const { rows } = await sql<{ ids: string }>`
    select array_agg(id order by position)::text as ids from (
      select id, row_number() over (order by id) as position from commitment) c
    group by (position - 1) / ${sql.lit(BATCH)} order by min(position)`.execute(db)
  for (const [index, { ids }] of rows.entries()) {
    await sql`select refresh_commitment_status(${ids}::uuid[])`.execute(db)
    await sql`select refresh_commitment_search(${ids}::uuid[])`.execute(db)
    // The first rows were derived by plans made for empty tables.
    if (index === 0 || index === 10) await sql`analyze`.execute(db)
  }
}

/** Returns a hash of all facts of the database. */
export async function fingerprint (db: Db): Promise<string> {
  const of = FACTS.map(table =>
    sql`select string_agg(md5(x::text), '' order by md5(x::text)) as hash from ${sql.table(table)} x`)
  const { rows } = await sql<{ hash: string }>`
    select md5(string_agg(hash, '')) as hash from (${sql.join(of, sql` union all `)}) hashes`.execute(db)
  return rows[0]?.hash as string
}

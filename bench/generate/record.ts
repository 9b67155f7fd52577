import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../src/db/database.ts'
import { findNodes } from '../../src/log/log.store.ts'
import { hashesAt, rootOf, subtreesOf } from '../../src/log/merkle.ts'
import { commitmentFacts } from '../../src/resources/commitment/commitment.select.ts'
import { reviewFacts } from '../../src/resources/review/review.select.ts'

/**
 * Writes the public record of the generated data: a revision of every review, one or two of every commitment, and the
 * log over them with its tree. Other entities have no revisions here: at 100,000 commitments they would take longer
 * than all else, and no row of the bench reads them. The triggers that keep the record append-only are off meanwhile.
 */

const GUARDED = ['revision', 'log_entry', 'log_node', 'log_checkpoint'] as const

/** A revision of each row, with the facts as they stand. */
const revisions = (
  type: string, table: string, facts: (id: RawBuilder<unknown>) => RawBuilder<unknown>, role: string
) => sql`
  insert into revision (entity_type, entity_id, revision, op, on_date, actor_role, body, salt, body_hash)
  select ${sql.lit(type)}, id, 1, 'create', '2025-01-01', ${sql.lit(role)}, body, salt, sha256(salt || convert_to(body, 'UTF8')) from (
    select x.id::text as id, ${facts(sql`x.id`)}::text as body, sha256(convert_to(x.id::text, 'UTF8')) as salt from ${sql.table(table)} x) made`

const CHANGED = sql`
  insert into revision (entity_type, entity_id, revision, op, on_date, actor_role, body, salt, body_hash, previous)
  select 'commitment', id, 2, 'update', '2025-02-01', 'editor', body, salt, sha256(salt || convert_to(body, 'UTF8')), previous from (
    select r.entity_id as id, r.body, sha256(r.salt) as salt, r.body_hash as previous from commitment c
    join revision r on r.entity_type = 'commitment' and r.entity_id = c.id::text where c.revision = 2) made`

const ENTRIES = sql`
  insert into log_entry (index, entry)
  select log_index, format('{"hash":"%s","id":"%s","on":"%s","prev":"%s","rev":%s,"type":"%s","v":1}', encode(body_hash, 'base64'), entity_id,
    on_date, coalesce(encode(previous, 'base64'), ''), revision, case when entity_type = 'review' then 'review.published' else entity_type || '.revised' end)
  from revision order by log_index`

const LEAVES = sql`insert into log_node (level, index, hash) select 0, index, sha256('\\x00'::bytea || convert_to(entry, 'UTF8')) from log_entry`

const nodes = (level: number) => sql`
  insert into log_node (level, index, hash)
  select ${sql.lit(level)}, l.index / 2, sha256('\\x01'::bytea || l.hash || r.hash)
  from log_node l join log_node r on r.level = l.level and r.index = l.index + 1
  where l.level = ${sql.lit(level - 1)} and l.index % 2 = 0`

/** The same scopes as the service's own function gives, in one statement for all. */
const SCOPES = sql`
  insert into change_scope (scope_type, scope_id, log_index)
  with logged as materialized (
    select r.log_index, c.id, c.plan, p.member, w.organisation from revision r
    left join review w on r.entity_type = 'review' and w.id = r.entity_id::uuid
    join commitment c on c.id = coalesce(w.commitment, r.entity_id::uuid) join action_plan p on p.id = c.plan)
  select 'commitment', id::text, log_index from logged
  union all select 'action-plan', plan, log_index from logged
  union all select 'member', member, log_index from logged
  union select 'institution', organisation, log_index from logged where organisation is not null
  union select 'institution', s.institution, log_index from logged join commitment_stakeholder s on s.commitment = logged.id
  union select 'policy-area', a.policy_area, log_index from logged join commitment_policy_area a on a.commitment = logged.id`

export async function generateRecord (db: Db): Promise<void> {
  for (const table of GUARDED) await sql`alter table ${sql.table(table)} disable trigger user`.execute(db)
  await revisions('commitment', 'commitment', commitmentFacts, 'editor').execute(db)
  await sql`analyze revision`.execute(db)
  await CHANGED.execute(db)
  await revisions('review', 'review', reviewFacts, 'reviewer').execute(db)
  await sql`update revision set log_index = at.index from (
    select entity_type, entity_id, revision, row_number() over (order by on_date, entity_type, entity_id, revision) - 1 as index from revision) at
    where (revision.entity_type, revision.entity_id, revision.revision) = (at.entity_type, at.entity_id, at.revision)`
    .execute(db)
  await ENTRIES.execute(db)
  await LEAVES.execute(db)
  const { rows: [{ size }] } = await sql<{ size: number }>`select count(*) as size from log_entry`
    .execute(db) as { rows: [{ size: number }] }
  for (let level = 1; 2 ** level <= size; level++) await nodes(level).execute(db)
  await SCOPES.execute(db)
  const edge = await findNodes(db, subtreesOf(at => rootOf(at, size)))
  await db.insertInto('log_checkpoint')
    .values({ size, root: rootOf(hashesAt(edge), size), at: '2025-03-01T00:00:00.000Z' }).execute()
  for (const table of GUARDED) await sql`alter table ${sql.table(table)} enable trigger user`.execute(db)
}

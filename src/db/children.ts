import { sql } from 'kysely'
import type { Tx } from './database.ts'

interface WithStakeholders { id: string, stakeholders: { institution: string, role: string }[] }

/** Makes the stakeholders of these commitments or milestones what their facts say, in that order. */
export async function replaceStakeholders (tx: Tx, parent: 'commitment' | 'milestone', entities: readonly WithStakeholders[]): Promise<void> {
  const table = sql.table(`${parent}_stakeholder`)
  const rows = entities.flatMap(({ id, stakeholders }) => stakeholders.map((stakeholder, position) => ({ id, position, ...stakeholder })))
  await sql`delete from ${table} where ${sql.ref(parent)} = any (${entities.map(({ id }) => id)}::uuid[])`.execute(tx)
  await sql`insert into ${table} (${sql.ref(parent)}, institution, role, position)
    select id, institution, role, position from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, institution text, role text, position integer)`.execute(tx)
}

/** The last position in use under each parent; 0 where there is none. */
export async function lastPositions (tx: Tx, table: 'commitment' | 'milestone', parent: 'plan' | 'commitment', ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string, last: number }>`
    select ${sql.ref(parent)}::text as id, max(position) as last from ${sql.table(table)}
    where ${sql.ref(parent)} = any (${ids}::${sql.raw(parent === 'plan' ? 'text[]' : 'uuid[]')}) group by 1`.execute(tx)
  return new Map(rows.map(row => [row.id, row.last]))
}

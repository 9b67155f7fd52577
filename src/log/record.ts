import { type RawBuilder, sql } from 'kysely'
import { UUID_KEYS } from '../db/bulk.ts'
import type { Tables, Tx } from '../db/database.ts'
import { type Actor, type EntityType, type Recorded, type Writing, appendRevisions } from './revision.store.ts'

/** What a service writes with: who acts, the day, and the instant. */
export interface WriteContext {
  actor: Actor
  /** The UTC day, for the public record. */
  on: string
  /** The instant, for `updatedAt`. */
  at: string
}

/** Columns that rows hold beside their facts. A review has none of them: an instant would tell when somebody was at work. */
const BESIDE = ['updated_at', 'position', 'computed_star', 'out_of_era']

/**
 * Reads entities back as they now stand and appends a revision for each: what is recorded is what is stored. `how`
 * tells what is not as usual.
 * @returns the hashes of the bodies in base64
 */
export async function record (
  tx: Tx,
  context: WriteContext,
  type: EntityType,
  table: keyof Tables,
  facts: (id: RawBuilder<unknown>) => RawBuilder<unknown>,
  ids: readonly string[],
  how: Writing = {}
): Promise<string[]> {
  if (ids.length === 0) return []
  const key = UUID_KEYS.has(table) ? 'uuid' : 'text'
  const { rows } = await sql<Recorded>`
    select e.id::text as id, e.revision, ${facts(sql`e.id`)} as facts,
      (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(e)) where key = any (${BESIDE}::text[])) as beside
    from ${sql.table(table)} e where e.id = any (${ids}::${sql.raw(`${key}[]`)})`.execute(tx)
  return await appendRevisions(tx, context.actor, context.on, type, rows, how)
}

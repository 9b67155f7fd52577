import { type RawBuilder, sql } from 'kysely'
import { UUID_KEYS } from '../db/bulk.ts'
import type { Tables, Tx } from '../db/database.ts'
import { type Actor, type EntityType, type Recorded, appendRevisions } from './revision.store.ts'

/** What a service writes with: who acts, the day, and the instant. */
export interface WriteContext {
  actor: Actor
  /** The UTC day, for the public record. */
  on: string
  /** The instant, for `updatedAt`. */
  at: string
}

/** Reads entities back as they now stand and appends a revision for each: what is recorded is what is stored. */
export async function record (tx: Tx, context: WriteContext, type: EntityType, table: keyof Tables, facts: (id: RawBuilder<unknown>) => RawBuilder<unknown>, ids: readonly string[], op?: 'redact'): Promise<void> {
  if (ids.length === 0) return
  const key = UUID_KEYS.has(table) ? 'uuid' : 'text'
  const { rows } = await sql<Recorded>`
    select e.id::text as id, e.revision, ${facts(sql`e.id`)} as facts from ${sql.table(table)} e where e.id = any (${ids}::${sql.raw(`${key}[]`)})`.execute(tx)
  await appendRevisions(tx, context.actor, context.on, type, rows, op)
}

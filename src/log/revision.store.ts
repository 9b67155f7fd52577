import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { bodyHash, canonicalText } from './canonical.ts'

/** Who changed something: a role and an institution, or an alias. Never a person. */
export interface Actor {
  role: 'editor' | 'reviewer' | 'assessor' | 'registrar' | 'moderator' | 'admin' | 'system'
  institution: string | null
  alias: string | null
}

/** The kinds of entity that have revisions, as they stand in addresses. */
export const ENTITY_TYPES = ['member', 'institution', 'policy-area', 'code-list', 'action-plan', 'commitment', 'milestone',
  'progress-update', 'review', 'reply', 'report', 'assessment', 'process-assessment',
  'report-clusters', 'redaction', 'log-key'] as const
export type EntityType = typeof ENTITY_TYPES[number]

export interface Recorded {
  id: string
  revision: number
  facts: unknown
  /** What the row holds beside them, by column: not hashed, and read where the past is asked for. */
  beside?: object | null
}

/** How a revision is written that is not as usual. */
export interface Writing {
  /** That of a body whose hash was promised before it was written. */
  salt?: Uint8Array
  /** What was done to what exists. */
  op?: 'update' | 'redact'
}

/**
 * Appends one revision for each entity, in the transaction that changed it. `facts` are the entity's own facts as they
 * stand after the change; they become the RFC 8785 text that is salted and hashed.
 * @returns the hashes of the bodies in base64, in the order of the entities
 */
export async function appendRevisions (
  tx: Tx,
  actor: Actor,
  on: string,
  type: EntityType,
  entities: Recorded[],
  how: Writing = {}
): Promise<string[]> {
  if (entities.length === 0) return []
  const { statement, hashes } = revisionsOf(actor, on, type, entities, how)
  await statement.execute(tx)
  return hashes
}

/**
 * Returns the statement that appends revisions, to be executed or to be part of the one that writes their entities,
 * and the hashes of their bodies.
 */
export function revisionsOf (
  actor: Actor,
  on: string,
  type: EntityType,
  entities: Recorded[],
  { salt: given, op = 'update' }: Writing = {}
): { statement: RawBuilder<unknown>, hashes: string[] } {
  const rows = entities.map(({ id, revision, facts, beside }) => {
    const body = canonicalText(facts)
    const salt = Buffer.from(given ?? randomBytes(32))
    return { id, revision, body, beside, salt: salt.toString('base64'), hash: bodyHash(salt, body).toString('base64') }
  })
  const statement = sql`
    insert into revision (entity_type, entity_id, revision, op, on_date, actor_role, actor_institution, actor_alias, body, salt, body_hash, previous, beside)
    select ${type}, r.id, r.revision, case when r.revision = 1 then 'create' else ${op} end, ${on}::date, ${actor.role},
      ${actor.institution}, ${actor.alias}, r.body, decode(r.salt, 'base64'), decode(r.hash, 'base64'), before.body_hash, r.beside
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id text, revision integer, body text, salt text, hash text, beside jsonb)
    left join revision before on before.entity_type = ${type} and before.entity_id = r.id and before.revision = r.revision - 1`
  return { statement, hashes: rows.map(({ hash }) => hash) }
}

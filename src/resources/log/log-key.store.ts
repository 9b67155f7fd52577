import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import type { Listing } from '../../db/keyset.ts'
import type { LogKey } from './log-key.schemas.ts'

/** A new key is its one revision, and stands in no other table. */
const logKeyJson = (id: RawBuilder<unknown>) => sql<LogKey>`(
  select (k.body::jsonb || jsonb_build_object('revision', k.revision))::json from revision k where k.entity_type = 'log-key' and k.entity_id = ${id} and k.revision = 1)`

export function logKeyListing (): Listing<LogKey> {
  const id = sql`entity_id`
  return {
    from: sql`revision`,
    id,
    idType: 'text',
    sorts: { id: { expression: id, cast: 'text' }, '-id': { expression: id, cast: 'text', descending: true } },
    filters: [sql<boolean>`entity_type = 'log-key' and revision = 1`],
    body: logKeyJson
  }
}

export const findLogKey = (db: Db, id: string) => readShape(db, logKeyJson(sql`${id}`))

import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import type { Listing } from '../../db/keyset.ts'
import type { EntityType } from '../../log/revision.store.ts'
import type { Revision } from './revision.schemas.ts'

const base64 = (column: string) => sql.raw(`encode(${column}, 'base64')`)

const revisionJson = (type: EntityType, entity: string, number: RawBuilder<unknown>) => sql<Revision | null>`(
  select json_build_object('id', entity_id, 'type', entity_type, 'revision', revision, 'op', op, 'on', on_date,
    'by', json_build_object('role', actor_role, 'institution', actor_institution, 'alias', actor_alias), 'body', body,
    'salt', ${base64('salt')}, 'bodyHash', ${base64('body_hash')}, 'previous', ${base64('previous')}, 'logIndex', log_index,
    'redaction', case when body is null then (select x.id from redaction x
      where x.target_type = entity_type and x.target_id = entity_id and x.state = 'in_effect' and revision.revision = any (x.erased)) end)
  from revision where entity_type = ${type} and entity_id = ${entity} and revision = ${number})`

export function revisionListing (type: EntityType, entity: string): Listing<Revision> {
  const revision = sql`revision`
  return {
    from: sql`revision`,
    id: revision,
    idType: 'integer',
    sorts: {
      revision: { expression: revision, cast: 'integer' },
      '-revision': { expression: revision, cast: 'integer', descending: true }
    },
    filters: [sql<boolean>`entity_type = ${type} and entity_id = ${entity}`],
    body: number => revisionJson(type, entity, sql`${number}::integer`) as RawBuilder<Revision>
  }
}

export const findRevision = (db: Db, type: EntityType, entity: string, number: number) =>
  readShape(db, revisionJson(type, entity, sql`${number}::integer`))

/** Whether the record knows the entity at all. */
export async function isRecorded (db: Db, type: EntityType, entity: string): Promise<boolean> {
  const row = await db.selectFrom('revision').select('revision').where('entity_type', '=', type).where('entity_id', '=', entity).limit(1).executeTakeFirst()
  return row !== undefined
}

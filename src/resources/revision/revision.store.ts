import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import type { Listing } from '../../db/keyset.ts'
import { inLogOrder } from '../../log/in-order.ts'
import type { EntityType } from '../../log/revision.store.ts'
import type { LoggedRevisionQuery, Revision } from './revision.schemas.ts'

const base64 = (column: string) => sql.raw(`encode(${column}, 'base64')`)

const revisionJson = (which: RawBuilder<SqlBool>) => sql<Revision | null>`(
  select json_build_object('id', entity_id, 'type', entity_type, 'revision', revision, 'op', op, 'on', on_date,
    'by', json_build_object('role', actor_role, 'institution', actor_institution, 'alias', actor_alias), 'body', body,
    'salt', ${base64('salt')}, 'bodyHash', ${base64('body_hash')}, 'previous', ${base64('previous')}, 'logIndex', log_index,
    'redaction', case when body is null then (select x.id from redaction x
      where x.target_type = entity_type and x.target_id = entity_id and x.state = 'in_effect' and revision.revision = any (x.erased)) end)
  from revision where ${which})`

const numbered = (type: EntityType, entity: string, number: RawBuilder<unknown>) =>
  revisionJson(sql<SqlBool>`entity_type = ${type} and entity_id = ${entity} and revision = ${number}`)

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
    body: number => numbered(type, entity, sql`${number}::integer`) as RawBuilder<Revision>
  }
}

/** What the log holds, by its index: the text of a body stays text, so that one that is no JSON any more can still be read. */
export const loggedRevisionListing = (query: LoggedRevisionQuery): Listing<Revision> =>
  inLogOrder(query, index => revisionJson(sql`log_index = ${index}`) as RawBuilder<Revision>)

export const findRevision = (db: Db, type: EntityType, entity: string, number: number) =>
  readShape(db, numbered(type, entity, sql`${number}::integer`))

/** Whether the record knows the entity at all. */
export async function isRecorded (db: Db, type: EntityType, entity: string): Promise<boolean> {
  const row = await db.selectFrom('revision').select('revision').where('entity_type', '=', type).where('entity_id', '=', entity).limit(1).executeTakeFirst()
  return row !== undefined
}

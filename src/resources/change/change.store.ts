import { type RawBuilder, sql } from 'kysely'
import type { Listing } from '../../db/keyset.ts'
import { inLogOrder } from '../../log/in-order.ts'
import type { Change, ChangeQuery } from './change.schemas.ts'

const changeJson = (index: RawBuilder<unknown>) => sql<Change>`(
  select json_build_object('index', c.log_index, 'type', c.entity_type, 'id', c.entity_id, 'revision', c.revision, 'op', case when c.body is null then 'redact' else c.op end, 'on', c.on_date, 'body', c.body::json)
  from revision c where c.log_index = ${index})`

export const changeListing = (query: ChangeQuery): Listing<Change> => inLogOrder(query, changeJson)

/** Of the first `size` entries of the log the newest of each entity: the same rows whenever it is read, but for what was erased since. */
export function newestChangeListing (size: number): Listing<Change> {
  const listing = inLogOrder({}, changeJson)
  return {
    ...listing,
    filters: [
      sql<boolean>`log_index < ${size}`,
      sql<boolean>`not exists (select from revision later where later.entity_type = revision.entity_type and later.entity_id = revision.entity_id
        and later.revision > revision.revision and later.log_index < ${size})`
    ]
  }
}

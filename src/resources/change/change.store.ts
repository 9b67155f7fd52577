import { type RawBuilder, sql } from 'kysely'
import type { Listing } from '../../db/keyset.ts'
import type { Change, ChangeQuery } from './change.schemas.ts'

const changeJson = (index: RawBuilder<unknown>) => sql<Change>`(
  select json_build_object('index', c.log_index, 'type', c.entity_type, 'id', c.entity_id, 'revision', c.revision, 'op', case when c.body is null then 'redact' else c.op end, 'on', c.on_date, 'body', c.body::json)
  from revision c where c.log_index = ${index})`

/** What the log holds, by its index alone: ids and dates are not in the order of commits, and a cursor over them loses rows. */
export function changeListing ({ after }: ChangeQuery): Listing<Change> {
  const expression = sql`log_index`
  return {
    from: sql`revision`,
    id: expression,
    idType: 'integer',
    sorts: { index: { expression, cast: 'integer' }, '-index': { expression, cast: 'integer', descending: true } },
    filters: [sql<boolean>`log_index is not null`, ...(after === undefined ? [] : [sql<boolean>`log_index > ${after}`])],
    body: changeJson
  }
}

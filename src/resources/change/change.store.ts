import { type RawBuilder, sql } from 'kysely'
import type { Listing } from '../../db/keyset.ts'
import { inLogOrder } from '../../log/in-order.ts'
import type { Change, ChangeQuery } from './change.schemas.ts'

const changeJson = (index: RawBuilder<unknown>) => sql<Change>`(
  select json_build_object('index', c.log_index, 'type', c.entity_type, 'id', c.entity_id, 'revision', c.revision, 'op', case when c.body is null then 'redact' else c.op end, 'on', c.on_date, 'body', c.body::json)
  from revision c where c.log_index = ${index})`

export const changeListing = (query: ChangeQuery): Listing<Change> => inLogOrder(query, changeJson)

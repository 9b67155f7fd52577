import { type RawBuilder, sql } from 'kysely'
import type { Listing } from '../db/keyset.ts'

/** What the log holds, by its index alone: ids and dates are not in the order of commits, and a cursor over them loses rows. */
export function inLogOrder<T> ({ after }: { after?: number }, body: (index: RawBuilder<unknown>) => RawBuilder<T>): Listing<T> {
  const expression = sql`log_index`
  return {
    from: sql`revision`,
    id: expression,
    idType: 'integer',
    sorts: { index: { expression, cast: 'integer' }, '-index': { expression, cast: 'integer', descending: true } },
    filters: [sql<boolean>`log_index is not null`, ...(after === undefined ? [] : [sql<boolean>`log_index > ${after}`])],
    body
  }
}

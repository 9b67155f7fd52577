import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { UUID_KEYS } from './bulk.ts'
import type { Db } from './database.ts'

/**
 * Keyset lists. A page is found by (sort key, id) on an index, then the wire shape of each row is built from its id:
 * one statement, whatever the size of the page or the depth of the list.
 */

export interface SortKey {
  /** Never null: where a column may be, it is coalesced to the far end of the order, by an index on the same expression. */
  expression: RawBuilder<unknown>
  cast: 'text' | 'uuid' | 'date' | 'timestamptz' | 'integer'
  descending?: boolean
}

export interface After { key: string, id: string }

export interface PageRequest {
  sort: string
  limit: number
  after: After | null
}

export interface ListedRow<T> { body: T, key: string, id: string }

export interface Listing<T> {
  /** FROM clause of the rows to choose among. */
  from: RawBuilder<unknown>
  id: RawBuilder<unknown>
  idType: 'text' | 'uuid' | 'integer'
  sorts: Record<string, SortKey>
  filters: RawBuilder<SqlBool>[]
  /** The wire shape of the row whose id is `page.id`. */
  body: (id: RawBuilder<unknown>) => RawBuilder<T>
  /** The same as text that was assembled earlier, null where it is not current, and the function that completes it. */
  assembled?: { text: (id: RawBuilder<unknown>) => RawBuilder<string | null>, complete: (text: string) => string }
}

export const and = (filters: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  filters.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(filters, sql` and `)}`

/** Returns the rows of a page, and one row more, so that the caller knows whether there is a next page. */
export async function listRows<T> (db: Db, listing: Listing<T>, page: PageRequest): Promise<ListedRow<T>[]> {
  const texts = await listAssembled(db, listing, page)
  if (texts === undefined) return await selectPage(db, listing, page, listing.body)
  return texts.map(row => ({ ...row, body: JSON.parse(row.body) as T }))
}

/** Returns the same rows as JSON texts. */
export async function listTexts (db: Db, listing: Listing<unknown>, page: PageRequest): Promise<ListedRow<string>[]> {
  return await listAssembled(db, listing, page) ??
    (await selectPage(db, listing, page, listing.body)).map(row => ({ ...row, body: JSON.stringify(row.body) }))
}

/** Returns undefined unless every text is current: a page is made from one statement, never from two states. */
async function listAssembled (
  db: Db, { assembled, ...listing }: Listing<unknown>, page: PageRequest
): Promise<ListedRow<string>[] | undefined> {
  if (assembled === undefined) return undefined
  const rows = await selectPage(db, listing, page, assembled.text)
  if (rows.some(({ body }) => body === null)) return undefined
  return rows.map(row => ({ ...row, body: assembled.complete(row.body as string) }))
}

async function selectPage<T> (
  db: Db, listing: Listing<unknown>, page: PageRequest, body: (id: RawBuilder<unknown>) => RawBuilder<T>
): Promise<ListedRow<T>[]> {
  const sort = listing.sorts[page.sort] as SortKey
  const [direction, compare] = sort.descending === true ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const filters = [...listing.filters]
  if (page.after !== null) {
    filters.push(sql<SqlBool>`(${sort.expression}, ${listing.id}) ${compare} (${page.after.key}::${sql.raw(sort.cast)}, ${page.after.id}::${sql.raw(listing.idType)})`)
  }
  const { rows } = await sql<ListedRow<T>>`
    with page as (
      select ${sort.expression} as key, ${listing.id} as id from ${listing.from} where ${and(filters)}
      order by ${sort.expression} ${direction}, ${listing.id} ${direction} limit ${page.limit + 1}
    )
    select page.key::text as key, page.id::text as id, ${body(sql`page.id`)} as body
    from page order by page.key ${direction}, page.id ${direction}`.execute(db)
  return rows
}

export async function countRows (db: Db, listing: Pick<Listing<unknown>, 'from' | 'filters'>): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total from ${listing.from} where ${and(listing.filters)}`.execute(db)
  return (rows[0] as { total: number }).total
}

/** `column = any (values)`, or nothing when the filter is not given. */
export function anyOf (column: RawBuilder<unknown>, values: readonly unknown[] | undefined, type: 'text' | 'uuid' | 'integer' = 'text'): RawBuilder<SqlBool>[] {
  return values === undefined ? [] : [sql<SqlBool>`${column} = any (${values}::${sql.raw(type)}[])`]
}

/** Whether an array column shares a value with the filter. */
export function overlaps (column: RawBuilder<unknown>, values: readonly string[] | undefined): RawBuilder<SqlBool>[] {
  return values === undefined ? [] : [sql<SqlBool>`${column} && ${values}::text[]`]
}

/** `source:id` of another source, for entities of one type. */
export function byExternalRef (type: string, id: RawBuilder<unknown>, refs: readonly string[] | undefined): RawBuilder<SqlBool>[] {
  if (refs === undefined) return []
  const pairs = refs.map(ref => ({ source: ref.slice(0, Math.max(ref.indexOf(':'), 0)), id: ref.slice(ref.indexOf(':') + 1) }))
  // Cast to the type of the id, whose index then serves.
  const cast = sql.raw(UUID_KEYS.has(type.replaceAll('-', '_')) ? 'uuid' : 'text')
  return [sql<SqlBool>`${id} in (select entity_id::${cast} from external_ref
    join jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as wanted (source text, id text)
      on wanted.source = external_ref.source and wanted.id = external_ref.external_id
    where entity_type = ${type})`]
}

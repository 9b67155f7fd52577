import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { type After, type ListedRow, countRows } from '../../db/keyset.ts'
import { SAME_PLAN } from '../../db/statements.ts'
import type { CommitmentFilters } from '../commitment/filters.schemas.ts'
import { chosenCommitments } from '../commitment/filters.select.ts'
import { anyOf, hasEvery, hasEveryInTitle, hasMost, scoreOf } from './ranking.select.ts'
import { type FacetCount, MOST_HIGHLIGHTS, type SearchHit } from './search.schemas.ts'
import {
  type Facet, byWords, chosenStatus, facetColumns, facetsJson, searchHitJson, withWords
} from './search.select.ts'
import type { Wanted } from './wanted.store.ts'

/** Ranked lists of what is wanted, and counts of it. */

/** So many have to have every word, or what has most of them follows. */
const ENOUGH = 10

/** Maximum number of commitments with a common word that are ranked; those that have it in the title come first. */
const MAX_RANKED = 2000

/** Maximum number of commitments left by filters for which each is looked at, so that all matches are ranked. */
const MAX_NARROW = 4000

/** The words or commitment to search by, and the conditions of the filters. */
export interface Search { wanted: Wanted, filters: RawBuilder<SqlBool>[] }

/** Returns the search for what is wanted among the commitments that are chosen. */
export const searchAmong = (chosen: Omit<CommitmentFilters, 'q'>, today: string, wanted: Wanted): Search =>
  ({ wanted, filters: chosenCommitments(chosen, today) })

export interface HitRequest<F extends Facet> {
  limit: number
  after: After | null
  /** Whether texts are quoted. */
  highlights: boolean
  facets: readonly F[]
}

export interface Hits<F extends Facet = Facet> {
  /** One more than asked for tells that there is another page. It has no highlights. */
  rows: ListedRow<SearchHit>[]
  /** Whether each hit has every clause, or the weightier ones. */
  isEvery: boolean
  facets: Record<F, FacetCount[]>
}

const commonTable = (name: string, query: RawBuilder<unknown>) => sql`${sql.ref(name)} as materialized (${query})`

/** Returns whether filters leave out more than commitments that were entered in error, which are very few. */
const isFiltered = ({ filters }: Search): boolean => filters.length > 1

/** Returns the common tables, with `ranked`, the scored matches, and `enough`, whether these have every clause. */
function rankedTables (search: Search, columns: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const { wanted, filters } = search
  const { clauses, like, lacking } = wanted
  const scored = (isEvery: boolean, from: RawBuilder<unknown>) =>
    sql`select commitment, ${scoreOf(wanted, isEvery)} as score ${columns} from ${from}`
  const most = (conditions: RawBuilder<SqlBool>[] = []) =>
    scored(false, byWords(
      [...conditions, ...hasMost(wanted)],
      like === null ? filters : [...filters, sql<SqlBool>`member <> ${like.member}`]
    ))
  const enough = (value: RawBuilder<unknown>) => commonTable('enough', sql`select ${value} as enough`)
  if (like !== null || (lacking && clauses.length > 1)) return [enough(sql`false`), commonTable('ranked', most())]
  const every = wanted.isCommon
    ? everyCommon(search, from => scored(true, from))
    : { tables: [], rows: scored(true, byWords(hasEvery(wanted), filters)) }
  if (clauses.length === 1) return [...every.tables, enough(sql`true`), commonTable('ranked', every.rows)]
  return [
    ...every.tables,
    commonTable('every', every.rows),
    enough(sql`(select count(*) from every) >= ${ENOUGH}`),
    commonTable('ranked', sql`select * from every where (select enough from enough) union all ${most([sql`not (select enough from enough)`])}`)
  ]
}

/**
 * Returns the scored matches of words that are in very many texts: all of them where filters leave few commitments,
 * else the maximum that is ranked, those that have the words in their titles first.
 */
function everyCommon (
  search: Search, scored: (from: RawBuilder<unknown>) => RawBuilder<unknown>
): { tables: RawBuilder<unknown>[], rows: RawBuilder<unknown> } {
  const { wanted, filters } = search
  const titles = hasEveryInTitle(wanted)
  const wide = (conditions: RawBuilder<SqlBool>[]) => sql`(
    ${scored(byWords([...conditions, ...titles], filters))}
    union all ${scored(byWords([...conditions, sql`not (${sql.join(titles, sql` and `)})`, ...hasEvery(wanted)], filters))} limit ${MAX_RANKED})`
  if (!isFiltered(search)) return { tables: [], rows: wide([]) }
  const isNarrow = sql`(select "isNarrow" from narrowness)`
  return {
    tables: [
      commonTable('chosen', chosenStatus(filters, MAX_NARROW + 1)),
      commonTable('narrowness', sql`select count(*) <= ${MAX_NARROW} as "isNarrow" from chosen`)
    ],
    rows: sql`${scored(withWords(hasEvery(wanted, false), sql`select * from chosen where ${isNarrow}`))} union all ${wide([sql`not ${isNarrow}`])}`
  }
}

/** The rows that match, for counting them all. */
const matchesOf = (
  { wanted, filters }: Search, isEvery: boolean
): { from: RawBuilder<unknown>, filters: RawBuilder<SqlBool>[] } => ({
  from: sql`commitment_status join commitment_search using (commitment)`,
  filters: [
    ...filters,
    ...(wanted.clauses.length === 0 ? [sql<SqlBool>`false`] : isEvery ? hasEvery(wanted) : hasMost(wanted)),
    ...(wanted.like === null ? [] : [sql<SqlBool>`member <> ${wanted.like.member}`])
  ]
})

/** Returns how many commitments match in all. */
export const countHits = async (db: Db, search: Search, { isEvery }: Pick<Hits, 'isEvery'>): Promise<number> =>
  await countRows(db, matchesOf(search, isEvery))

/** Returns the table to count facets from, with each match once: `ranked`, unless only some matches are ranked. */
const countedFrom = (search: Search, columns: RawBuilder<unknown>): RawBuilder<unknown> => {
  if (!search.wanted.isCommon) return sql`ranked`
  const { from, filters } = matchesOf(search, true)
  return sql`(select commitment ${columns} from ${from} where (select enough from enough) and ${sql.join(filters, sql` and `)}
    union all select commitment ${columns} from ranked where not (select enough from enough)) counted`
}

/** Returns a page of the ranked list, and counts of all that matches. One statement. */
export async function findHits<F extends Facet> (
  db: Db, search: Search, { limit, after, highlights, facets }: HitRequest<F>
): Promise<Hits<F>> {
  const { clauses } = search.wanted
  if (clauses.length === 0) return { rows: [], isEvery: true, facets: countsOf(facets, {}) }
  const columns = facetColumns(facets)
  const quoted = sql`left join search_highlights(array(select id from page order by key desc, id desc limit ${limit}),
    ${anyOf(clauses)}::tsquery, ${MOST_HIGHLIGHTS}) quoted on quoted.commitment = page.id`
  const body = searchHitJson(highlights ? sql`coalesce(quoted.highlights, '[]')` : sql`json_build_array()`)
  const { rows: [found] } = await sql<{
    rows: ListedRow<SearchHit>[] | null, isEvery: boolean, facets: Partial<Record<F, FacetCount[]>> | null
  }>`
    with ${sql.raw(search.wanted.isCommon && isFiltered(search) ? '' : SAME_PLAN)} ${sql.join(rankedTables(search, columns))}, page as materialized (
      select score as key, commitment as id from ranked
      ${after === null ? sql`` : sql`where (score, commitment) < (${after.key}::integer, ${after.id}::uuid)`}
      order by score desc, commitment desc limit ${limit + 1}
    )
    select (select json_agg(json_build_object('key', page.key::text, 'id', page.id, 'body', ${body}) order by page.key desc, page.id desc)
        from page ${highlights ? quoted : sql``}) as rows,
      (select enough from enough) as "isEvery",
      ${facets.length === 0 ? sql`null` : facetsJson(facets, countedFrom(search, columns))} as facets`.execute(db)
  const { rows, isEvery, facets: counts } = found as NonNullable<typeof found>
  return { rows: rows ?? [], isEvery, facets: countsOf(facets, counts ?? {}) }
}

/** A facet without any value is an empty list. */
const countsOf =
  <F extends Facet>(facets: readonly F[], counts: Partial<Record<F, FacetCount[]>>): Record<F, FacetCount[]> =>
    Object.fromEntries(facets.map(name => [name, counts[name] ?? []])) as Record<F, FacetCount[]>

/** Returns whether all that was asked for is in each hit, or some of it. */
export const matchOf = ({ wanted }: Search, { isEvery }: Pick<Hits, 'isEvery'>): 'all' | 'some' =>
  isEvery && !wanted.lacking ? 'all' : 'some'

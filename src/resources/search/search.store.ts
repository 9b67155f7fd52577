import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { type Listing, countRows } from '../../db/keyset.ts'
import { MOST_FACET_VALUES, type SearchFacets, type SearchHit } from './search.schemas.ts'
import { searchHitJson } from './search.select.ts'
import type { Wanted } from './wanted.store.ts'

/** Ranked lists of what is wanted, and counts of it. */

type Filters = RawBuilder<SqlBool>[]

/** So many have to have every word, or what has most of them follows. */
const ENOUGH = 10
/** The share of all worth that is enough then, and to resemble a commitment. */
const MOST_OF = 0.5
const RESEMBLES = 0.1

/** Of more clauses than this the rarest rank: each costs a look at every row. */
const MOST_RANKED = 12

/** How near the top of a commitment a clause is found: title, problem, description, milestones; then names. */
const WORTH_OF_FIELD = { A: 1, AB: 0.6, ABC: 0.4 }
const ELSEWHERE = 0.2
const WORTH_OF_NAME = { A: 0.9, AC: 0.3 }
const NAMED = 0.1

const query = (text: string) => sql`${text}::tsquery`
/** The same query over words of these weights alone. */
const weighted = (text: string, weights: string) => query(text.replace(/'(?:[^']|'')*'/g, `$&:${weights}`))
const has = (text: string) => sql<SqlBool>`(texts @@ ${query(text)} or names @@ ${query(text)})`
const sum = (values: RawBuilder<unknown>[]) => sql.join(values, sql` + `)
const total = (clauses: Wanted['clauses']): number => clauses.reduce((all, { worth }) => all + worth, 0)

/** The rows that have what is wanted: every clause, or clauses of a share of all their worth. */
function matching ({ clauses, excluded, like }: Wanted, share: number): Filters {
  const without = excluded.map(text => sql<SqlBool>`not ${has(text)}`)
  if (clauses.length === 0) return [sql<SqlBool>`false`]
  if (share === 1) return [...clauses.map(({ query }) => has(query)), ...without]
  const worth = sum(clauses.map(({ query, worth }) => sql`case when ${has(query)} then ${worth}::real else 0 end`))
  const others = like === null ? [] : [sql<SqlBool>`member <> ${like.member}`]
  return [has(clauses.map(({ query }) => `(${query})`).join(' | ')), sql<SqlBool>`${worth} >= ${share * total(clauses)}::real`, ...without, ...others]
}

function fieldWorth (text: string): RawBuilder<unknown> {
  const cases = (column: RawBuilder<unknown>, worths: Record<string, number>) =>
    sql.join(Object.entries(worths).map(([weights, worth]) => sql`when ${column} @@ ${weighted(text, weights)} then ${worth}::real`), sql` `)
  return sql`greatest(case ${cases(sql`texts`, WORTH_OF_FIELD)} when texts @@ ${query(text)} then ${ELSEWHERE}::real else 0 end,
    case ${cases(sql`names`, WORTH_OF_NAME)} when names @@ ${query(text)} then ${NAMED}::real else 0 end)`
}

/** A whole number, so that the place after it can be told exactly: ten thousandths. */
function scoreOf (wanted: Wanted, share: number): RawBuilder<number> {
  const ranked = wanted.clauses.slice(0, MOST_RANKED)
  const any = ranked.map(({ query }) => `(${query})`).join(' | ')
  const all = share === 1 ? ranked.map(({ query }) => `(${query})`).join(' & ') : any
  const terms = [
    sql`(${sum(ranked.map(({ query, worth }) => sql`${worth}::real * ${fieldWorth(query)}`))}) / ${total(ranked)}::real`,
    // In a short title it says more.
    sql`case when texts @@ ${weighted(any, 'A')} then 3.0 / (20 + length(title)) else 0 end`,
    // How near each other, and how often.
    sql`0.25 * ts_rank_cd('{0.1, 0.2, 0.4, 1}', texts, ${query(all)}, 32)`
  ]
  // Not every word of the same stem means the same.
  if (wanted.text !== '') terms.push(sql`case when words @@ plainto_tsquery('oc_simple', ${wanted.text}) then 0.1 else 0 end`)
  if (wanted.phrase !== '') terms.push(sql`case when texts @@ ${weighted(wanted.phrase, 'A')} then 0.3 when texts @@ ${query(wanted.phrase)} then 0.1 else 0 end`)
  if (wanted.like !== null) terms.push(sql`case when policy_areas && ${wanted.like.policyAreas}::text[] then 0.2 else 0 end`)
  if (wanted.codes.length > 0) terms.push(sql`case when code = any (${wanted.codes}::text[]) then 100 else 0 end`)
  return sql<number>`round(((${sum(terms)}) * 10000)::numeric)::integer`
}

const PROJECTIONS = sql`commitment_status join commitment_search using (commitment)`

/** What is found, and by how much of what is wanted. */
export interface Found { wanted: Wanted, share: number, filters: Filters }

/** Where too little has every clause, most of them are enough. */
export async function findMatch (db: Db, wanted: Wanted, filters: Filters): Promise<Found> {
  const sorted = { ...wanted, clauses: [...wanted.clauses].sort((a, b) => b.worth - a.worth) }
  if (wanted.like !== null) return { wanted: sorted, share: RESEMBLES, filters }
  const every = sql`(select from ${PROJECTIONS} where ${sql.join([...filters, ...matching(sorted, 1)], sql` and `)} limit ${ENOUGH}) some_of`
  const enough = sorted.clauses.length < 2 || (!wanted.lacking && await countRows(db, { from: every, filters: [] }) === ENOUGH)
  return { wanted: sorted, share: enough ? 1 : MOST_OF, filters }
}

const rowsOf = ({ wanted, share, filters }: Found, columns: RawBuilder<unknown>) =>
  sql`select ${columns} from ${PROJECTIONS} where ${sql.join([...filters, ...matching(wanted, share)], sql` and `)}`

export function searchListing (found: Found): Listing<SearchHit> {
  const { clauses } = found.wanted
  const score = clauses.length === 0 ? sql`0` : scoreOf(found.wanted, found.share)
  // OFFSET keeps the score from being worked out again wherever it is named.
  return {
    from: sql`(${rowsOf(found, sql`commitment, ${score} as score`)} offset 0) found`,
    id: sql`commitment`,
    idType: 'uuid',
    sorts: { '-score': { expression: sql`score`, cast: 'integer', descending: true } },
    filters: [],
    body: id => searchHitJson(id, clauses.map(({ query }) => `(${query})`).join(' | '))
  }
}

const counted = (value: RawBuilder<unknown>) => sql`(
  select coalesce(json_agg(json_build_object('value', value, 'count', count) order by count desc, value), '[]') from (
    select value::text, count(*) as count from (select ${value} as value from found) each where value is not null
    group by value order by count(*) desc, value limit ${MOST_FACET_VALUES}) most)`

export async function findFacets (db: Db, found: Found): Promise<SearchFacets> {
  const { rows } = await sql<{ facets: SearchFacets }>`
    with found as materialized (
      ${rowsOf(found, sql`member, region, plan, cycle_year, policy_areas, ogp_values, lifecycle, government_completion, civil_society_completions, irm_completion`)})
    select json_build_object('member', ${counted(sql`member`)}, 'region', ${counted(sql`region`)}, 'plan', ${counted(sql`plan`)}, 'cycleYear', ${counted(sql`cycle_year`)},
      'policyArea', ${counted(sql`unnest(policy_areas)`)}, 'value', ${counted(sql`unnest(ogp_values)`)}, 'lifecycle', ${counted(sql`lifecycle`)},
      'governmentCompletion', ${counted(sql`government_completion`)}, 'civilSocietyCompletion', ${counted(sql`unnest(civil_society_completions)`)},
      'irmCompletion', ${counted(sql`irm_completion`)}) as facets`.execute(db)
  return (rows[0] as { facets: SearchFacets }).facets
}

import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Clause, Wanted } from './wanted.store.ts'

/** Conditions and scores of what is wanted, over the columns of `commitment_search` and `commitment_status`. */

type Condition = RawBuilder<SqlBool>

/** Shares of all worth: enough where too few commitments have every clause, and enough to resemble a commitment. */
const MOST_OF = 0.5
const RESEMBLES = 0.1

/** Maximum number of clauses that rank, the rarest ones: each costs a look at every row. */
const MOST_RANKED = 12

/** How near the top of a commitment a clause is found: title, problem, description, milestones; then names. */
const WORTH_OF_FIELD = { A: 1, AB: 0.6, ABC: 0.4 }
const ELSEWHERE = 0.2
const WORTH_OF_NAME = { A: 0.9, AC: 0.3 }
const NAMED = 0.1

const query = (text: string) => sql`${text}::tsquery`
/** Hides a query from the planner, so that each word has the plan that an index makes good. */
const hidden = (text: string) => sql`(select ${query(text)})`
/** The same query over words of these weights alone. */
const weighted = (text: string, weights: string) => query(text.replace(/'(?:[^']|'')*'/g, `$&:${weights}`))
const has = (text: string): Condition => sql<SqlBool>`(texts @@ ${query(text)} or names @@ ${query(text)})`
const hasByIndex = (text: string): Condition => sql<SqlBool>`(texts @@ ${hidden(text)} or names @@ ${hidden(text)})`
const sum = (values: RawBuilder<unknown>[]) => sql.join(values, sql` + `)
const total = (clauses: Clause[]): number => clauses.reduce((all, { worth }) => all + worth, 0)

/** Returns a query for any of the clauses. */
export const anyOf = (clauses: Clause[]): string => clauses.map(({ query }) => `(${query})`).join(' | ')

const without = ({ excluded }: Wanted): Condition[] => excluded.map(text => sql<SqlBool>`not ${has(text)}`)

/** Returns the conditions of the rows that have every clause, found by indexes unless `byIndex` is false. */
export const hasEvery = (wanted: Wanted, byIndex = true): Condition[] =>
  [...wanted.clauses.map(({ query }) => (byIndex ? hasByIndex : has)(query)), ...without(wanted)]

/** Returns the conditions of the rows that have every clause in their titles. */
export const hasEveryInTitle = ({ clauses }: Wanted): Condition[] =>
  clauses.map(({ query }) => sql<SqlBool>`ts_filter(texts, '{a}') @@ ${hidden(query)}`)

/** Returns the conditions of the rows with clauses of enough worth together. The clauses are sorted by worth. */
export function hasMost (wanted: Wanted): Condition[] {
  const { clauses, like } = wanted
  const enough = (like === null ? MOST_OF : RESEMBLES) * total(clauses)
  // The clauses of least worth that are not enough all together need not be looked for: no row passes by them alone.
  let decisive = clauses.length
  while (decisive > 1 && total(clauses.slice(decisive - 1)) < 0.999 * enough) decisive--
  const worth = sum(clauses.map(({ query, worth }) => sql`case when ${has(query)} then ${worth}::real else 0 end`))
  return [hasByIndex(anyOf(clauses.slice(0, decisive))), sql<SqlBool>`${worth} >= ${enough}::real`, ...without(wanted)]
}

/** The worth of the field that has the clause. Most rows have it in a text, so that names are looked at last. */
function fieldWorth (text: string): RawBuilder<unknown> {
  const cases = (column: RawBuilder<unknown>, worths: Record<string, number>) =>
    sql.join(Object.entries(worths).map(([weights, worth]) =>
      sql`when ${column} @@ ${weighted(text, weights)} then ${worth}::real`), sql` `)
  return sql`case when texts @@ ${weighted(text, 'A')} then ${WORTH_OF_FIELD.A}::real else greatest(
    case ${cases(sql`texts`, { AB: WORTH_OF_FIELD.AB, ABC: WORTH_OF_FIELD.ABC })} when texts @@ ${query(text)} then ${ELSEWHERE}::real else 0 end,
    case when not names @@ ${query(text)} then 0 ${cases(sql`names`, WORTH_OF_NAME)} else ${NAMED}::real end) end`
}

/** Returns the score: a whole number of ten thousandths, so that the place after it is exact. */
export function scoreOf (wanted: Wanted, isEvery: boolean): RawBuilder<number> {
  const ranked = wanted.clauses.slice(0, MOST_RANKED)
  const any = anyOf(ranked)
  const all = isEvery ? ranked.map(({ query }) => `(${query})`).join(' & ') : any
  const terms = [
    sql`(${sum(ranked.map(({ query, worth }) => sql`${worth}::real * ${fieldWorth(query)}`))}) / ${total(ranked)}::real`,
    // In a short title it says more.
    sql`case when texts @@ ${weighted(any, 'A')} then 3.0 / (20 + length(title)) else 0 end`,
    // How near each other, and how often.
    sql`0.25 * ts_rank_cd('{0.1, 0.2, 0.4, 1}', texts, ${query(all)}, 32)`
  ]
  // Not every word of the same stem means the same.
  if (wanted.text !== '') {
    terms.push(sql`case when words @@ plainto_tsquery('oc_simple', ${wanted.text}) then 0.1 else 0 end`)
  }
  if (wanted.phrase !== '') {
    terms.push(sql`case when texts @@ ${weighted(wanted.phrase, 'A')} then 0.3
      when texts @@ ${query(wanted.phrase)} then 0.1 else 0 end`)
  }
  if (wanted.like !== null) {
    terms.push(sql`case when policy_areas && ${wanted.like.policyAreas}::text[] then 0.2 else 0 end`)
  }
  if (wanted.codes.length > 0) terms.push(sql`case when code = any (${wanted.codes}::text[]) then 100 else 0 end`)
  return sql<number>`round(((${sum(terms)}) * 10000)::numeric)::integer`
}

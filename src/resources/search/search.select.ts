import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { MOST_FACET_VALUES, type FACETS } from './search.schemas.ts'

export type Facet = typeof FACETS[number]

/** The hit of a page whose key is the score and whose highlights are `h`. */
export const searchHitJson = (highlights: RawBuilder<unknown>) => sql`(
  select json_build_object('id', s.commitment, 'code', s.code, 'plan', s.plan, 'member', s.member, 'cycleYear', s.cycle_year, 'title', c.title,
    'lifecycle', s.lifecycle, 'governmentCompletion', s.government_completion, 'irmCompletion', s.irm_completion, 'score', page.key / 10000.0,
    'highlights', ${highlights})
  from commitment_status s join commitment c on c.id = s.commitment where s.commitment = page.id)`

/** The column of each facet; of an array each value counts. */
const COLUMNS: Record<Facet, { column: string, isArray?: true }> = {
  member: { column: 'member' },
  region: { column: 'region' },
  plan: { column: 'plan' },
  cycleYear: { column: 'cycle_year' },
  policyArea: { column: 'policy_areas', isArray: true },
  value: { column: 'ogp_values', isArray: true },
  lifecycle: { column: 'lifecycle' },
  governmentCompletion: { column: 'government_completion' },
  civilSocietyCompletion: { column: 'civil_society_completions', isArray: true },
  irmCompletion: { column: 'irm_completion' }
}

/** Returns the columns that facets count, each with a comma before it. */
export const facetColumns = (facets: readonly Facet[]): RawBuilder<unknown> =>
  sql.join(facets.map(name => sql`, ${sql.ref(COLUMNS[name].column)}`), sql``)

/** Returns the facets of the rows of `from` in one pass over them. */
export function facetsJson (facets: readonly Facet[], from: RawBuilder<unknown>): RawBuilder<unknown> {
  const each = facets.map(name => COLUMNS[name].isArray === true
    ? sql`select ${sql.lit(name)} as name, unnest(${sql.ref(COLUMNS[name].column)}) as value`
    : sql`select ${sql.lit(name)}, ${sql.ref(COLUMNS[name].column)}::text`)
  return sql`(
    select json_object_agg(name, counts) from (
      select name, json_agg(json_build_object('value', value, 'count', count) order by count desc, value) as counts from (
        select name, value, count(*) as count, row_number() over (partition by name order by count(*) desc, value) as place
        from ${from} cross join lateral (${sql.join(each, sql` union all `)}) as each (name, value) where value is not null group by name, value
      ) counted where place <= ${MOST_FACET_VALUES} group by name
    ) most)`
}

const statusWhere = (conditions: RawBuilder<SqlBool>[]): RawBuilder<unknown> => sql`
  select commitment as id, title, code, region, plan, member, cycle_year, lifecycle, policy_areas, ogp_values, government_completion,
    civil_society_completions, irm_completion from commitment_status where ${sql.join(conditions, sql` and `)}`

/** Returns the projections of the commitments that have words, found by an index, each with its status. */
export const byWords = (words: RawBuilder<SqlBool>[], filters: RawBuilder<SqlBool>[]): RawBuilder<unknown> => sql`
  (select * from commitment_search where ${sql.join(words, sql` and `)} offset 0) found
  cross join lateral (${statusWhere([sql`commitment = found.commitment`, ...filters])} offset 0) status`

/** Returns the status of the commitments that filters choose, `most` at most. */
export const chosenStatus = (filters: RawBuilder<SqlBool>[], most: number): RawBuilder<unknown> =>
  sql`${statusWhere(filters)} limit ${most}`

/** Returns the projections of the commitments of a table of `chosenStatus` that have words, looked at one by one. */
export const withWords = (words: RawBuilder<SqlBool>[], chosen: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  (${chosen} offset 0) status cross join lateral (select * from commitment_search where commitment = status.id and ${sql.join(words, sql` and `)} offset 0) found`

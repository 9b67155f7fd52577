import { type RawBuilder, sql } from 'kysely'
import { and } from '../../db/keyset.ts'
import { era } from '../action-plan/action-plan.select.ts'
import type { CommitmentFilters } from '../commitment/filters.schemas.ts'
import { chosenCommitments } from '../commitment/filters.select.ts'
import { type Dimension, MOST_ROWS } from './stats.schemas.ts'

/** SQL that statistics share. The commitments that are counted are `chosen`. */

type Columns = readonly string[]

/** `with chosen as (...)`: these columns of the commitments that the filters choose. */
export const withChosen = (query: CommitmentFilters, day: string, columns: Columns) => sql`with chosen as materialized (
  select ${sql.join(columns.map(column => sql.ref(column)))} from commitment_status where ${and(chosenCommitments(query, day))})`

/** The value of a dimension and, where it takes one, the join that gives it. Text sorts by its bytes, alike on every server. */
const GROUPS: Record<Exclude<Dimension, 'voice'>, { value: RawBuilder<unknown>, join?: RawBuilder<unknown> }> = {
  member: { value: sql`chosen.member collate "C"` },
  region: { value: sql`chosen.region collate "C"` },
  plan: { value: sql`chosen.plan collate "C"` },
  cycleYear: { value: sql`chosen.cycle_year` },
  // Behind the fence of `offset 0` each plan's era is found once, and not for each of its commitments.
  era: { value: sql`plan_era.era collate "C"`, join: sql`join (select p.id, ${era} as era from action_plan p offset 0) plan_era on plan_era.id = chosen.plan` },
  policyArea: { value: sql`area.id collate "C"`, join: sql`left join lateral unnest(chosen.policy_areas) as area (id) on true` },
  value: { value: sql`ogp_value.code collate "C"`, join: sql`left join lateral unnest(chosen.ogp_values) as ogp_value (code) on true` }
}

/** Columns of `chosen` that grouping needs. */
export const GROUPING = ['plan', 'member', 'region', 'cycle_year', 'policy_areas', 'ogp_values', 'lifecycle']

export interface Grouping {
  /** `, value as "name"` of each dimension. */
  values: RawBuilder<unknown>
  joins: RawBuilder<unknown>
  /** `"name", ` of each dimension. */
  names: RawBuilder<unknown>
  /** `'name', "name", ` of each dimension, for json_build_object. */
  pairs: RawBuilder<unknown>
  /** `"name" nulls last, ` of each dimension. */
  order: RawBuilder<unknown>
}

const NOTHING = sql``

/** Voice is no dimension to group by here: no row is of two. */
export function grouping (dimensions: readonly Dimension[] = []): Grouping {
  const named = dimensions.filter(dimension => dimension !== 'voice')
  const each = (piece: (dimension: typeof named[number]) => RawBuilder<unknown>): RawBuilder<unknown> =>
    named.length === 0 ? NOTHING : sql.join(named.map(piece), NOTHING)
  return {
    values: each(name => sql`${GROUPS[name].value} as ${sql.ref(name)}, `),
    joins: each(name => GROUPS[name].join === undefined ? NOTHING : sql`${GROUPS[name].join} `),
    names: each(name => sql`${sql.ref(name)}, `),
    pairs: each(name => sql`${sql.lit(name)}, ${sql.ref(name)}, `),
    order: each(name => sql`${sql.ref(name)} nulls last, `)
  }
}

/** A count for each code, of cells that have `n` of an `outcome`. */
export const tally = (codes: readonly string[]) => sql`json_build_object(${sql.join(codes.map(code => sql`${sql.lit(code)}, ${numberOf([code])}`))})`

/** How many of these outcomes there are. */
export const numberOf = (codes: readonly string[]) => sql`coalesce(sum(n) filter (where outcome in (${sql.join(codes.map(code => sql.lit(code)))})), 0)`

/** A share to four places, null of nothing. */
export const shareOf = (part: RawBuilder<unknown>, whole: RawBuilder<unknown>) => sql`round(${part}::numeric / nullif(${whole}, 0), 4)`

/** One row more than an answer may have tells that there are too many. */
export const BOUND = sql.lit(MOST_ROWS + 1)

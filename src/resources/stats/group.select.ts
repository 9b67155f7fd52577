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

interface Group { value: RawBuilder<unknown>, join?: RawBuilder<unknown> }
export type Groups<D extends Dimension> = Record<D, Group>

/** The value of a dimension and, where it takes one, the join that gives it. Text sorts by its bytes, alike on every server. */
const GROUPS: Groups<Exclude<Dimension, 'voice'>> = {
  member: { value: sql`chosen.member collate "C"` },
  region: { value: sql`chosen.region collate "C"` },
  plan: { value: sql`chosen.plan collate "C"` },
  cycleYear: { value: sql`chosen.cycle_year` },
  era: eraGroup(sql`chosen.plan`),
  policyArea: { value: sql`area.id collate "C"`, join: sql`left join lateral unnest(chosen.policy_areas) as area (id) on true` },
  value: { value: sql`ogp_value.code collate "C"`, join: sql`left join lateral unnest(chosen.ogp_values) as ogp_value (code) on true` }
}

/** Groups by the era of the plan whose id is given. */
export function eraGroup (plan: RawBuilder<unknown>): Groups<'era'>['era'] {
  // Behind the fence of `offset 0` each plan's era is found once, and not for each of its commitments.
  return {
    value: sql`plan_era.era collate "C"`,
    join: sql`join (select p.id, ${era} as era from action_plan p offset 0) plan_era on plan_era.id = ${plan}`
  }
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

/** The dimensions that rows are grouped by beside voice: each row is of one voice, named or not. */
export const groupsBeside = (dimensions: readonly Dimension[] = []): Exclude<Dimension, 'voice'>[] =>
  dimensions.filter(dimension => dimension !== 'voice')

/** Returns the pieces of SQL that group by these dimensions. Each of them must be in `groups`. */
export function grouping (
  dimensions: readonly Dimension[] | undefined, groups: Partial<Groups<Dimension>> = GROUPS
): Grouping {
  const named = groupsBeside(dimensions)
  const groupOf = (name: Dimension) => groups[name] as Group
  const each = (piece: (dimension: typeof named[number]) => RawBuilder<unknown>): RawBuilder<unknown> =>
    named.length === 0 ? NOTHING : sql.join(named.map(piece), NOTHING)
  return {
    values: each(name => sql`${groupOf(name).value} as ${sql.ref(name)}, `),
    joins: each(name => groupOf(name).join === undefined ? NOTHING : sql`${groupOf(name).join} `),
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

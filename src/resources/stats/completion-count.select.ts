import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { and, anyOf } from '../../db/keyset.ts'
import { OUTCOMES, type CompletionQuery } from './completion.schemas.ts'
import { type CompletionCells, byGroupAndVoice, cellColumns } from './completion.select.ts'
import { type Groups, eraGroup, grouping, groupsBeside } from './group.select.ts'
import { type Dimension, chosen } from './stats.schemas.ts'

/** Completion from the counts that the database keeps (`completion_count`). */

/** Dimensions and filters of the counts by plan, and of those by member and policy area. */
const BY_PLAN = {
  groups: ['region', 'member', 'plan', 'cycleYear', 'era'],
  filters: ['region', 'member', 'plan', 'cycleYear']
}
const BY_AREA = { groups: ['region', 'member', 'policyArea'], filters: ['region', 'member'] }

const isByArea = ({ groupBy = [] }: CompletionQuery): boolean => groupBy.includes('policyArea')

/**
 * Tells whether the kept counts answer a query. They are of the present, by plan or by member and policy area. Results
 * of another filter, or policy areas of a plan, must be counted from the commitments.
 */
export function isKept (query: CompletionQuery): boolean {
  const { groups, filters } = isByArea(query) ? BY_AREA : BY_PLAN
  const given = Object.keys(chosen).filter(name => query[name as keyof typeof chosen] !== undefined)
  return given.every(name => filters.includes(name)) && groupsBeside(query.groupBy).every(name => groups.includes(name))
}

const GROUPS: Groups<Exclude<Dimension, 'voice' | 'value'>> = {
  member: { value: sql`counted.member collate "C"` },
  region: { value: sql`m.region collate "C"`, join: sql`join member m on m.id = counted.member` },
  plan: { value: sql`counted.plan collate "C"` },
  cycleYear: { value: sql`p.cycle_year`, join: sql`join action_plan p on p.id = counted.plan` },
  era: eraGroup(sql`counted.plan`),
  policyArea: { value: sql`nullif(counted.policy_area, '') collate "C"` }
}

const chosenCounts = ({ member, region, plan, cycleYear }: CompletionQuery): RawBuilder<SqlBool>[] => [
  ...anyOf(sql`counted.member`, member),
  ...region === undefined
    ? []
    : [sql<SqlBool>`counted.member in (select id from member where region = any (${region}::text[]))`],
  ...anyOf(sql`counted.plan`, plan),
  ...cycleYear === undefined
    ? []
    : [sql<SqlBool>`counted.plan in (select id from action_plan where cycle_year = any (${cycleYear}::integer[]))`]
]

const COUNTS = ['total', ...OUTCOMES].map(column => sql.ref(column))

/** Ratings by group and voice, in one statement, of a query that `isKept`. */
export function keptCompletionQuery (query: CompletionQuery) {
  const { values, joins, names, order } = grouping(query.groupBy, GROUPS)
  const filters = chosenCounts(query)
  const part = isByArea(query) ? sql<SqlBool>`counted.plan = ''` : sql<SqlBool>`counted.plan <> ''`
  // The government has one rating of every commitment.
  const ofGovernment = and([sql`plan <> ''`, sql`voice = 'government'`, ...filters])
  const commitments = sql`select sum(total) from completion_count counted where ${ofGovernment}`
  return sql<CompletionCells>`
    select ${names}${cellColumns(COUNTS.map(column => sql`sum(${column})`), commitments)}
    from (
      select ${values}voice, ${sql.join(COUNTS)} from completion_count counted ${joins}where ${and([part, ...filters])}
    ) rated
    group by ${names}voice order by ${byGroupAndVoice(order)}`
}

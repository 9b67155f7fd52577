import { sql } from 'kysely'
import { type DivergenceQuery, STEPS, UNCOMPARED } from './divergence.schemas.ts'
import { BOUND, GROUPING, grouping, numberOf, shareOf, tally, withChosen } from './group.select.ts'
import type { Numbers } from './stats.schemas.ts'

/** The government's word beside that of the IRM and that of each organisation of civil society. */
const COMPARISONS = sql`
  select 'irm' as voice, irm is null as silent, completion_step(irm_completion) as found
  union all select 'civilSociety', false, completion_step(latest ->> 'completion') from jsonb_array_elements(civil_society -> 'latest') as said (latest)
  union all select 'civilSociety', true, null where civil_society is null`

const DENOMINATOR = numberOf(STEPS)
const APART = numberOf(['-3', '-2', '2', '3'])

/** Steps between voices by group, in one statement. */
export function divergenceQuery (query: DivergenceQuery, day: string) {
  const { values, joins, names, pairs, order } = grouping(query.groupBy)
  return sql<{ body: Numbers }>`
    ${withChosen(query, day, [...GROUPING, 'diverges', 'government_completion', 'government', 'civil_society', 'irm_completion', 'irm'])},
    compared as (
      select ${values}voice, claimed >= 2 as claimed_high, found >= 2 as found_high,
        case when lifecycle = 'withdrawn' then 'commitment_withdrawn' when government is null then 'government_not_spoken'
          when silent then 'other_not_spoken' else coalesce((claimed - found)::text, 'outside_scale') end as outcome
      from chosen ${joins}cross join lateral (select completion_step(government_completion) as claimed) as claim
      cross join lateral (${COMPARISONS}) as other
    ),
    cells as (
      select ${names}voice, outcome, count(*) as n, count(*) filter (where claimed_high) as claimed_high, count(*) filter (where found_high) as found_high
      from compared group by ${names}voice, outcome
    )
    select json_build_object('commitments', (select count(*) from chosen), 'diverging', (select count(*) from chosen where diverges),
      'rows', (select coalesce(json_agg(line), '[]') from (
        select json_build_object(${pairs}'voice', voice, 'total', sum(n), 'denominator', ${DENOMINATOR}, 'steps', ${tally(STEPS)},
          'apart', ${APART}, 'apartShare', ${shareOf(APART, DENOMINATOR)},
          'governmentHigh', ${highOf('claimed_high')}, 'otherHigh', ${highOf('found_high')}, 'excluded', ${tally(UNCOMPARED)}) as line
        from cells group by ${names}voice order by ${order}voice limit ${BOUND}) lines)) as body`
}

/** Of the comparisons that count. */
const highOf = (column: string) => sql`coalesce(sum(${sql.ref(column)}) filter (where outcome <> all (${UNCOMPARED}::text[])), 0)`

import { type RawBuilder, sql } from 'kysely'
import { OUTCOMES, UNVALUED, type CompletionQuery, type IndicatorQuery } from './completion.schemas.ts'
import { BOUND, GROUPING, grouping, numberOf, tally, withChosen } from './group.select.ts'
import type { Numbers } from './stats.schemas.ts'

/** Why the latest word of a voice, a column of `chosen`, gives no value. */
const silence = (voice: string) => sql`case when ${sql.ref(voice)} is null then 'not_spoken' else 'not_rated' end`
const missing = (indicator: RawBuilder<unknown>) => sql`coalesce(irm #>> array['indicators', ${indicator}, 'missing'], ${silence('irm')})`

const unlessWithdrawn = (outcome: RawBuilder<unknown>) => sql`case when lifecycle = 'withdrawn' then 'commitment_withdrawn' else ${outcome} end`

/** What each voice says of a commitment: one rating of the government and of the IRM, one of each organisation of civil society. */
const RATINGS = sql`
  select 'government' as voice, coalesce(government_completion, ${silence('government')}) as outcome
  union all select 'civilSociety', coalesce(latest ->> 'completion', 'not_rated') from jsonb_array_elements(civil_society -> 'latest') as said (latest)
  union all select 'civilSociety', 'not_spoken' where civil_society is null
  union all select 'irm', coalesce(irm_completion, ${missing(sql.lit('completion'))})`

export interface CompletionCells {
  [dimension: string]: unknown
  voice: string
  /** A JSON list: how many ratings there are, then how many of each outcome, in the order of `OUTCOMES`. */
  counts: string
  commitments: number
}

/**
 * Returns the columns of a group and a voice. The counts are one text, which both drivers read faster than an array,
 * and which `array_to_json` writes in half the time of `json_build_array`.
 */
export const cellColumns = (counts: readonly RawBuilder<unknown>[], commitments: RawBuilder<unknown>) =>
  sql`voice, array_to_json(array[${sql.join(counts)}]::integer[])::text as counts,
    (${commitments})::integer as commitments`

/** The order of rows on completion: the government comes first, the others by their names. */
export const byGroupAndVoice = (order: RawBuilder<unknown>) =>
  sql`${order}voice <> 'government', voice collate "C" limit ${BOUND}`

/** Ratings by group and voice, in one statement. */
export function completionQuery (query: CompletionQuery, day: string) {
  const { values, joins, names, order } = grouping(query.groupBy)
  const counts = [sql`sum(n)`, ...OUTCOMES.map(outcome => numberOf([outcome]))]
  return sql<CompletionCells>`
    ${withChosen(query, day, [...GROUPING, 'government_completion', 'government', 'civil_society', 'irm_completion', 'irm'])},
    rated as (
      select ${values}voice, ${unlessWithdrawn(sql`rating.outcome`)} as outcome
      from chosen ${joins}cross join lateral (${RATINGS}) as rating
    ),
    cells as (select ${names}voice, outcome, count(*) as n from rated group by ${names}voice, outcome)
    select ${names}${cellColumns(counts, sql`select count(*) from chosen`)}
    from cells group by ${names}voice order by ${byGroupAndVoice(order)}`
}

/** Values of the IRM's indicators by group, in one statement. */
export function indicatorQuery (query: IndicatorQuery, day: string) {
  const { values, joins, names, pairs, order } = grouping(query.groupBy)
  const valued = sql`outcome <> all (${UNVALUED}::text[])`
  return sql<{ body: Numbers }>`
    ${withChosen(query, day, [...GROUPING, 'irm'])},
    rated as (
      select ${values}indicator, ${unlessWithdrawn(sql`coalesce(irm #>> array['indicators', indicator, 'value'], ${missing(sql`indicator`)})`)} as outcome
      from chosen ${joins}cross join unnest(${query.indicator}::text[]) as asked (indicator)
    ),
    cells as (select ${names}indicator, outcome, count(*) as n from rated group by ${names}indicator, outcome)
    select json_build_object('commitments', (select count(*) from chosen), 'rows', (select coalesce(json_agg(line), '[]') from (
      select json_build_object(${pairs}'indicator', indicator, 'total', sum(n), 'denominator', coalesce(sum(n) filter (where ${valued}), 0),
        'counts', coalesce(json_object_agg(outcome, n order by outcome) filter (where ${valued}), '{}'), 'excluded', ${tally(UNVALUED)}) as line
      from cells group by ${names}indicator order by ${order}indicator limit ${BOUND}) lines)) as body`
}

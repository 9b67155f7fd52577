import { sql } from 'kysely'
import { type BurndownQuery, KINDS } from './burndown.schemas.ts'
import { BOUND, withChosen } from './group.select.ts'
import type { Numbers } from './stats.schemas.ts'

/** `{"commitments": value, "milestones": value}` of each kind of item. */
const perKind = (value: (kind: string) => ReturnType<typeof sql>) => sql`json_build_object(${sql.join(KINDS.map(kind => sql`${sql.lit(kind)}, ${value(kind)}`))})`

const numberOfItems = (condition: ReturnType<typeof sql>) => perKind(kind => sql`(select count(*) from items where kind = ${sql.lit(kind)} and ${condition})`)

const scopeOf = (kind: string) => sql`(select count(*) from items where kind = ${sql.lit(kind)} and not withdrawn)`

/**
 * What is left at the end of each month, in one statement, from the first day of the plans (or of a report) to the last. An
 * update that follows another one with a different answer to "complete?" moves the line by one; a government may take back its word.
 */
export function burndownQuery (query: BurndownQuery, day: string) {
  const line = (kind: string) => sql`json_build_object('remaining', case when month <= ${day}::date then ${scopeOf(kind)} -
      (select coalesce(sum(n), 0) from steps where steps.kind = ${sql.lit(kind)} and steps.month <= months.month) end,
    'planned', ${scopeOf(kind)} - (select coalesce(sum(n), 0) from deadlines where deadlines.kind = ${sql.lit(kind)} and deadlines.month <= months.month))`
  return sql<{ body: Numbers }>`
    ${withChosen(query, day, ['commitment', 'plan', 'lifecycle'])},
    items as materialized (
      select 'commitments' as kind, c.id as commitment, null::uuid as milestone, c.ends_on as due_on, chosen.lifecycle = 'withdrawn' as withdrawn
      from chosen join commitment c on c.id = chosen.commitment
      union all
      select 'milestones', m.commitment, m.id, m.due_on, 'withdrawn' in (m.lifecycle, chosen.lifecycle)
      from chosen join milestone m on m.commitment = chosen.commitment where m.lifecycle <> 'entered_in_error'
    ),
    words as (
      select kind, u.reported_on, (u.completion is not distinct from 'complete')::integer as complete,
        lag((u.completion is not distinct from 'complete')::integer, 1, 0) over (partition by items.commitment, items.milestone order by u.reported_on, u.period, u.id) as before
      from items join progress_update u on u.commitment = items.commitment and u.milestone is not distinct from items.milestone and u.indicator is null
      where not withdrawn
    ),
    steps as (select kind, date_trunc('month', reported_on)::date as month, sum(complete - before) as n from words group by 1, 2),
    deadlines as (select kind, date_trunc('month', due_on)::date as month, count(*) as n from items where not withdrawn and due_on is not null group by 1, 2),
    span as (
      select least(min(p.starts_on), (select min(month) from steps)) as first, coalesce(greatest(max(p.ends_on), (select max(month) from steps)), ${day}::date) as last
      from action_plan p where p.id in (select plan from chosen)
    ),
    months as (select month::date from span cross join lateral generate_series(date_trunc('month', first), last, interval '1 month') as series (month) limit ${BOUND})
    select json_build_object('scope', ${numberOfItems(sql`not withdrawn`)}, 'excluded', json_build_object('item_withdrawn', ${numberOfItems(sql`withdrawn`)}),
      'undated', ${numberOfItems(sql`not withdrawn and due_on is null`)},
      'rows', (select coalesce(json_agg(json_build_object('month', to_char(month, 'YYYY-MM'), ${sql.join(KINDS.map(kind => sql`${sql.lit(kind)}, ${line(kind)}`))}) order by month), '[]') from months)) as body`
}

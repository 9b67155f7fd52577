import { sql } from 'kysely'
import { type FreshnessQuery, NOT_DUE } from './freshness.schemas.ts'
import { BOUND, numberOf, tally, withChosen } from './group.select.ts'
import type { Numbers } from './stats.schemas.ts'

/** Reports by plan, in one statement: of all its commitments, whichever of them chose the plan. */
export function freshnessQuery (query: FreshnessQuery, day: string) {
  return sql<{ body: Numbers }>`
    ${withChosen(query, day, ['plan'])},
    plans as (
      select p.id, p.member, p.starts_on, p.ends_on, last.reported_on,
        case when p.lifecycle <> 'in_implementation' then p.lifecycle when due.due_on is null then 'undated' else 'due' end as outcome, due.due_on
      from action_plan p
      cross join lateral (select max(last_reported_on) as reported_on from commitment_status s where s.plan = p.id) last
      cross join lateral (select (coalesce(last.reported_on, p.starts_on) + interval '6 months')::date as due_on) due
      where p.id in (select plan from chosen)
    ),
    halves as (
      select s.plan, to_char(u.reported_on, 'YYYY-"H"') || ceil(extract(month from u.reported_on) / 6) as half, count(*) as updates
      from plans join commitment_status s on s.plan = plans.id join progress_update u on u.commitment = s.commitment
      where plans.outcome = 'due' group by 1, 2
    ),
    tallies as (select outcome, count(*) as n, count(*) filter (where due_on < ${day}::date) as late from plans group by outcome)
    select json_build_object('plans', (select count(*) from plans), 'due', (select ${numberOf(['due'])} from tallies),
      'overdue', (select coalesce(sum(late), 0) from tallies where outcome = 'due'), 'excluded', (select ${tally(NOT_DUE)} from tallies),
      'rows', (select coalesce(json_agg(line), '[]') from (
        select json_build_object('plan', id, 'member', member, 'startsOn', starts_on, 'endsOn', ends_on, 'lastReportedOn', reported_on,
          'nextDueOn', due_on, 'overdue', due_on < ${day}::date, 'reports', (select coalesce(json_agg(json_build_object('half', half, 'updates', updates) order by half), '[]')
            from (select half, updates from halves where halves.plan = plans.id order by half desc limit 200) latest)) as line
        from plans where outcome = 'due' order by id collate "C" limit ${BOUND}) lines)) as body`
}

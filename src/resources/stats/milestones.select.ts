import { sql } from 'kysely'
import type { Step } from '../../charts/milestones.tsx'
import type { ChartQuery } from './chart.schemas.ts'
import { withChosen } from './group.select.ts'

/** Milestones that a chart draws at most. */
const MOST = 60

/** Milestones of the chosen commitments, the earliest deadlines first, and how many there are. */
export function milestonesQuery (query: ChartQuery, day: string) {
  return sql<{ body: { total: number, steps: Step[] } }>`
    ${withChosen(query, day, ['commitment'])},
    steps as (
      select coalesce(c.code, c.number, '-') as commitment, m.title, m.starts_on, m.due_on, m.due_precision, s.completion, s.open_due_on, m.commitment as id, m.position,
        (select u.rescheduled_to from progress_update u where u.milestone = m.id and u.rescheduled_to is not null order by u.reported_on desc, u.id desc limit 1) as moved_to
      from chosen join milestone m on m.commitment = chosen.commitment join commitment c on c.id = m.commitment join milestone_status s on s.milestone = m.id
      where m.lifecycle = 'active'
    )
    select json_build_object('total', (select count(*) from steps), 'steps', (select coalesce(json_agg(step), '[]') from (
      select json_build_object('commitment', commitment, 'title', title, 'startsOn', starts_on, 'dueOn', due_on, 'duePrecision', due_precision,
        'movedTo', moved_to, 'completion', completion, 'overdue', coalesce(open_due_on < ${day}::date, false)) as step
      from steps order by due_on nulls last, id, position limit ${sql.lit(MOST)}) listed)) as body`
}

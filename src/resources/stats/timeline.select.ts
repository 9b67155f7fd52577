import { type RawBuilder, sql } from 'kysely'
import { BOUND, numberOf, tally, withChosen } from './group.select.ts'
import { type Numbers, VOICES } from './stats.schemas.ts'
import { type TimelineQuery, UNTIMED } from './timeline.schemas.ts'

const monthOf = (day: RawBuilder<unknown>) => sql`to_char(${day}, 'YYYY-MM')`

/** The first day on which a voice called each commitment complete. */
const firstComplete = (voice: typeof VOICES[number], day: RawBuilder<unknown>, words: RawBuilder<unknown>) =>
  sql`select ${monthOf(sql`min(${day})`)}, ${sql.lit(voice)} from chosen ${words} group by chosen.commitment`

const EVENTS = (today: string) => sql`
  select ${monthOf(sql`r.on_date`)} as month, 'created' as outcome from chosen
    join revision r on r.entity_type = 'commitment' and r.entity_id = chosen.commitment::text and r.revision = 1
  union all select ${monthOf(sql`u.reported_on`)}, 'reported' from chosen join progress_update u on u.commitment = chosen.commitment
  union all select ${monthOf(sql`w.reviewed_on`)}, 'reviewed' from chosen join review w on w.commitment = chosen.commitment and w.state = 'published'
  union all ${firstComplete('government', sql`u.reported_on`, sql`join progress_update u on u.commitment = chosen.commitment and u.milestone is null and u.completion = 'complete'`)}
  union all ${firstComplete('civilSociety', sql`w.reviewed_on`, sql`join review w on w.commitment = chosen.commitment and w.state = 'published' and w.completion = 'complete'`)}
  union all ${firstComplete('irm', sql`e.published_on`, sql`join assessment a on a.commitment = chosen.commitment and a.indicators #>> '{completion,value}' = 'complete'
    join report e on e.id = a.report and e.author_kind = 'irm'`)}
  union all select ${monthOf(sql`next_due_on`)}, 'overdue' from chosen where next_due_on < ${today}::date`

/** Events by month, in one statement. Only a report of the IRM may have no day. */
export function timelineQuery (query: TimelineQuery, day: string) {
  const each = ['created', 'reported', 'reviewed'].map(kind => sql`${sql.lit(kind)}, ${numberOf([kind])}`)
  return sql<{ body: Numbers }>`
    ${withChosen(query, day, ['commitment', 'next_due_on'])},
    cells as (select month, outcome, count(*) as n from (${EVENTS(day)}) as event group by month, outcome)
    select json_build_object('commitments', (select count(*) from chosen),
      'excluded', (select json_build_object(${sql.lit(UNTIMED[0])}, coalesce(sum(n), 0)) from cells where month is null),
      'rows', (select coalesce(json_agg(line), '[]') from (
        select json_build_object('month', month, ${sql.join(each)}, 'completed', ${tally(VOICES)}, 'overdue', ${numberOf(['overdue'])}) as line
        from cells where month is not null group by month order by month limit ${BOUND}) lines)) as body`
}

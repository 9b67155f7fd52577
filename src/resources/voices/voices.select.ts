import { type RawBuilder, sql } from 'kysely'
import { clustersAround } from '../report-clusters/report-clusters.select.ts'
import type { Voices } from './voices.schemas.ts'

/** Reports that rate a commitment halfway and at its end (code list report-type). */
const MID_TERM = sql`('progress_midterm', 'midterm_review')`
const END_OF_TERM = sql`('end_of_term', 'transitional_results', 'results', 'end_of_commitment')`

const pointsOf = (timeline: string) => sql`(select coalesce(json_agg(point order by day nulls last, source), '[]') from ${sql.table(timeline)})`

/** The latest rating of completion among reports of these types; what is final stands before a draft for comment. */
const latestOf = (types: RawBuilder<unknown>) => sql`(
  select point, step from irm where type in ${types} and completion is not null
  order by stage = 'final' desc, day desc nulls last, source desc limit 1)`

/** The three timelines of the commitment that `id` gives, in one statement; no row where there is none. */
export const voicesQuery = (id: RawBuilder<unknown>) => sql<{ body: Voices }>`
  with promised as (select c.id, c.code, c.plan from commitment c where c.id = ${id}),
  government as (
    select u.reported_on as day, u.id as source, json_build_object('on', u.reported_on, 'completion', u.completion,
      'step', completion_step(u.completion), 'period', u.period, 'institution', u.institution, 'progressUpdate', u.id) as point
    from promised join progress_update u on u.commitment = promised.id where u.milestone is null
  ),
  civil_society as (
    select r.reviewed_on as day, r.id as source, json_build_object('on', r.reviewed_on, 'completion', r.completion,
      'step', completion_step(r.completion), 'endorsement', r.endorsement, 'organisation', r.organisation, 'alias', r.alias, 'review', r.id) as point
    from promised join review r on r.commitment = promised.id where r.state = 'published'
  ),
  irm as (
    select e.published_on as day, a.id as source, e.type, e.stage, rated.completion, completion_step(rated.completion) as step,
      json_build_object('on', e.published_on, 'precision', e.published_precision, 'completion', rated.completion,
        'step', completion_step(rated.completion), 'reportType', e.type, 'stage', e.stage, 'report', e.id, 'assessment', a.id) as point
    from promised join assessment a on a.commitment = promised.id join report e on e.id = a.report
    cross join lateral (select a.indicators #>> '{completion,value}' as completion) rated
    where e.author_kind = 'irm'
  ),
  days as (select day from government union select day from civil_society union select day from irm where day is not null)
  select json_build_object('commitment', promised.id, 'code', promised.code,
    'dates', (select coalesce(json_agg(day order by day), '[]') from days),
    'government', ${pointsOf('government')}, 'civilSociety', ${pointsOf('civil_society')}, 'irm', ${pointsOf('irm')},
    'irmChange', (select json_build_object('midTerm', m.point, 'endOfTerm', e.point, 'steps', e.step - m.step)
      from ${latestOf(MID_TERM)} m cross join ${latestOf(END_OF_TERM)} e),
    'clusters', ${clustersAround(sql`promised.plan`, sql`promised.id`)}) as body
  from promised`

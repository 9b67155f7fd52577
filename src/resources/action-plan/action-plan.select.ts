import { type RawBuilder, sql } from 'kysely'
import { datedPairs, instant, redactionsOf, refsOf } from '../../db/json.ts'
import type { ActionPlan, ActionPlanFacts, PlanSummary } from './action-plan.schemas.ts'

const facts = sql`'id', p.id, 'member', p.member, 'number', p.number, 'title', p.title, 'description', p.description,
  'language', p.language, 'translations', p.translations, 'cycleYear', p.cycle_year,
  ${datedPairs('p', 'submitted', 'submitted')}, ${datedPairs('p', 'starts', 'starts')}, ${datedPairs('p', 'ends', 'ends')},
  ${datedPairs('p', 'originalEnds', 'original_ends')}, 'termYears', p.term_years, 'lifecycle', p.lifecycle,
  'eraOverride', p.era_override, 'participationInDevelopment', p.participation_in_development,
  'participationInImplementation', p.participation_in_implementation, 'developmentOpenness', p.development_openness,
  'url', p.url, 'publishedCounts', p.published_counts, 'externalRefs', ${refsOf('action-plan', sql`p.id`)}`

/** The era that the code list gives the cycle year of the plan `p`, unless the plan says otherwise. */
export const era = sql`coalesce(p.era_override, (select code ->> 'code' from code_list, jsonb_array_elements(codes) as listed (code)
  where code_list.id = 'eras' and p.cycle_year >= (code ->> 'fromYear')::integer
    and p.cycle_year <= coalesce((code ->> 'untilYear')::integer, p.cycle_year)))`

export const actionPlanFacts = (id: RawBuilder<unknown>) =>
  sql<ActionPlanFacts | null>`(select json_build_object(${facts}) from action_plan p where p.id = ${id})`

export const actionPlanJson = (id: RawBuilder<unknown>) => sql<ActionPlan>`(
  select json_build_object(${facts}, 'era', ${era}, 'redactions', ${redactionsOf('action-plan', sql`p.id`)}, 'revision', p.revision, 'updatedAt', ${instant(sql`p.updated_at`)})
  from action_plan p where p.id = ${id})`

const tally = (column: string, absent: string) => sql`coalesce((
  select json_object_agg(value, n) from (select coalesce(${sql.ref(column)}, ${sql.lit(absent)}) as value, count(*) as n from s group by 1 order by 1) t), '{}')`

/** Counts by status and voice, in one statement over the projection. */
export const planSummaryJson = (id: string, today: string) => sql<PlanSummary | null>`(
  with s as materialized (
    select * from commitment_status where plan = ${id} and lifecycle <> 'entered_in_error'
  )
  select json_build_object('plan', p.id,
    'commitments', (select count(*) from s),
    'lifecycle', ${tally('lifecycle', '')},
    'government', ${tally('government_completion', 'not_reported')},
    'civilSociety', coalesce((select json_object_agg(key, n) from (
      select key, sum(value::integer) as n from s, jsonb_each_text(s.civil_society -> 'completion') group by 1 order by 1) t), '{}'),
    'endorsement', coalesce((select json_object_agg(key, n) from (
      select key, sum(value::integer) as n from s, jsonb_each_text(s.civil_society -> 'endorsement') group by 1 order by 1) e), '{}'),
    'reviewed', (select count(*) from s where civil_society is not null),
    'irm', ${tally('irm_completion', 'not_assessed')},
    'milestones', (select count(*) from milestone_status m join s on s.commitment = m.commitment where m.lifecycle <> 'entered_in_error'),
    'overdue', (select count(*) from s where next_due_on < ${today}::date),
    'diverging', (select count(*) from s where diverges),
    'starred', (select count(*) from s where starred),
    'lastReportedOn', (select max(last_reported_on) from s),
    'publishedCounts', p.published_counts)
  from action_plan p where p.id = ${id})`

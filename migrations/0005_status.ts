import { type Kysely, sql } from 'kysely'

/**
 * Derived state, kept beside the facts it derives from: one row for each commitment and milestone, with the status block,
 * every column that a list can filter or sort by, and the text that `q` searches. Nothing here depends on the clock.
 * `refresh_commitment_status(ids)` is the only writer; every service calls it in the transaction that changed a fact.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  // Steps count on the ordered part of the completion scale only (domain.md, section 1).
  await sql`
    create function completion_step(completion text) returns integer language sql immutable parallel safe as $$
      select case completion when 'not_started' then 0 when 'limited' then 1 when 'substantial' then 2 when 'complete' then 3 end
    $$`.execute(db)

  // The last day of a reporting period; a plan's own periods lie halfway through it and at its end.
  await sql`
    create function period_ends_on(period text, starts_on date, ends_on date) returns date language sql immutable parallel safe as $$
      select case
        when period = 'mid-term' then starts_on + (ends_on - starts_on) / 2
        when period = 'end-of-term' then ends_on
        when period ~ 'H' then make_date(left(period, 4)::int, right(period, 1)::int * 6, 1) + interval '1 month' - interval '1 day'
        when period ~ 'Q' then make_date(left(period, 4)::int, right(period, 1)::int * 3, 1) + interval '1 month' - interval '1 day'
        else make_date(left(period, 4)::int, 12, 31)
      end::date
    $$`.execute(db)

  await sql`
    create table milestone_status (
      milestone uuid constraint milestone_status_pk primary key constraint milestone_status_milestone_fk references milestone,
      commitment uuid not null,
      plan text not null,
      member text not null,
      cycle_year integer not null,
      lifecycle text not null,
      position integer not null,
      updated_at timestamptz(3) not null,
      completion text,
      due_on date,
      open_due_on date
    )`.execute(db)
  await sql`create index milestone_status_commitment_idx on milestone_status (commitment, position, milestone)`.execute(db)
  await sql`create index milestone_status_position_idx on milestone_status (position, milestone)`.execute(db)
  await sql`create index milestone_status_updated_at_idx on milestone_status (updated_at, milestone)`.execute(db)
  await sql`create index milestone_status_due_asc_idx on milestone_status (coalesce(due_on, 'infinity'), milestone)`.execute(db)
  await sql`create index milestone_status_due_desc_idx on milestone_status (coalesce(due_on, '-infinity'), milestone)`.execute(db)
  await sql`create index milestone_status_due_idx on milestone_status (due_on, milestone)`.execute(db)
  await sql`create index milestone_status_open_due_idx on milestone_status (open_due_on, milestone)`.execute(db)
  await sql`create index milestone_status_plan_idx on milestone_status (plan, milestone)`.execute(db)
  await sql`create index milestone_status_member_idx on milestone_status (member, milestone)`.execute(db)
  await sql`create index milestone_status_cycle_year_idx on milestone_status (cycle_year, milestone)`.execute(db)
  await sql`create index milestone_status_completion_idx on milestone_status (completion, milestone)`.execute(db)
  await sql`create index milestone_status_lifecycle_idx on milestone_status (lifecycle, milestone)`.execute(db)

  await sql`
    create table commitment_status (
      commitment uuid constraint commitment_status_pk primary key constraint commitment_status_commitment_fk references commitment,
      code text,
      title text collate "C" not null,
      plan text not null,
      member text not null,
      region text,
      cycle_year integer not null,
      lifecycle text not null,
      updated_at timestamptz(3) not null,
      policy_areas text[] not null,
      ogp_values text[] not null,
      institutions text[] not null,
      government_completion text,
      civil_society_completions text[] not null,
      irm_completion text,
      starred boolean,
      diverges boolean not null,
      divergence_steps integer not null,
      next_due_on date,
      last_reported_on date,
      government jsonb,
      civil_society jsonb,
      irm jsonb,
      divergence jsonb not null,
      search tsvector not null
    )`.execute(db)
  const indexes = {
    code: 'code, commitment',
    code_asc: "(coalesce(code, '~') collate \"C\"), commitment",
    code_desc: "(coalesce(code, '') collate \"C\"), commitment",
    title: 'title, commitment',
    updated_at: 'updated_at, commitment',
    next_due_asc: "(coalesce(next_due_on, 'infinity')), commitment",
    next_due_desc: "(coalesce(next_due_on, '-infinity')), commitment",
    next_due: 'next_due_on, commitment',
    reported_asc: "(coalesce(last_reported_on, 'infinity')), commitment",
    reported_desc: "(coalesce(last_reported_on, '-infinity')), commitment",
    divergence: 'divergence_steps, commitment',
    cycle_year: 'cycle_year, commitment',
    plan: 'plan, commitment',
    member: 'member, commitment',
    region: 'region, commitment',
    lifecycle: 'lifecycle, commitment',
    government_completion: 'government_completion, commitment',
    irm_completion: 'irm_completion, commitment',
    starred: 'starred, commitment',
    diverges: 'diverges, commitment'
  }
  for (const [name, columns] of Object.entries(indexes)) {
    await sql`create index ${sql.raw(`commitment_status_${name}_idx`)} on commitment_status (${sql.raw(columns)})`.execute(db)
  }
  for (const column of ['policy_areas', 'ogp_values', 'institutions', 'civil_society_completions', 'search']) {
    await sql`create index ${sql.raw(`commitment_status_${column}_idx`)} on commitment_status using gin (${sql.raw(column)})`.execute(db)
  }

  await sql`
    create function texts_of(maps jsonb[]) returns text language sql immutable parallel safe as $$
      select string_agg(t.value, ' ') from unnest(maps) as m(map), jsonb_each_text(m.map) as t
    $$`.execute(db)

  await sql`
    create function refresh_milestone_status(ids uuid[]) returns void language sql as $$
      insert into milestone_status as s
      select m.id, m.commitment, c.plan, p.member, p.cycle_year, m.lifecycle, m.position, m.updated_at, latest.completion, m.due_on,
        case when m.lifecycle = 'active' and c.lifecycle = 'active' and latest.completion is distinct from 'complete' then m.due_on end
      from milestone m
      join commitment c on c.id = m.commitment
      join action_plan p on p.id = c.plan
      left join lateral (
        select u.completion from progress_update u
        where u.milestone = m.id and u.indicator is null
        order by coalesce(period_ends_on(u.period, p.starts_on, p.ends_on), u.reported_on) desc, u.reported_on desc, u.id desc
        limit 1
      ) latest on true
      where m.commitment = any (ids)
      on conflict (milestone) do update set
        commitment = excluded.commitment, plan = excluded.plan, member = excluded.member, cycle_year = excluded.cycle_year,
        lifecycle = excluded.lifecycle, position = excluded.position, updated_at = excluded.updated_at,
        completion = excluded.completion, due_on = excluded.due_on, open_due_on = excluded.open_due_on
    $$`.execute(db)

  // Locks first, in the order of every writer (member, plan, commitment): the statements after them then see what others
  // committed meanwhile, and two transactions that change facts of one commitment at once cannot lose each other's.
  await sql`
    create function refresh_commitment_status(ids uuid[]) returns void language plpgsql as $$
    begin
      perform from member where id in (
        select p.member from commitment c join action_plan p on p.id = c.plan where c.id = any (ids)) order by id for share;
      perform from action_plan where id in (select plan from commitment where id = any (ids)) order by id for share;
      perform from commitment where id = any (ids) order by id for no key update;
      perform refresh_milestone_status(ids);
      insert into commitment_status as s
      select c.id, c.code, left(coalesce(c.title ->> c.language, c.title ->> 'en', (select min(value) from jsonb_each_text(c.title))), 200),
        c.plan, p.member, m.region, p.cycle_year, c.lifecycle, c.updated_at,
        array(select policy_area from commitment_policy_area where commitment = c.id order by 1),
        c.ogp_values,
        array(select distinct institution from commitment_stakeholder where commitment = c.id order by 1),
        g.completion,
        coalesce(cs.completions, '{}'),
        i.indicators #>> '{completion,value}',
        i.starred,
        divergence.diverges,
        divergence.steps,
        case when c.lifecycle = 'active' and g.completion is distinct from 'complete'
          then least(c.ends_on, (select min(open_due_on) from milestone_status where commitment = c.id)) end,
        (select max(reported_on) from progress_update where commitment = c.id),
        case when g.id is not null then jsonb_build_object('completion', g.completion, 'reportedOn', g.reported_on,
          'period', g.period, 'schedule', g.schedule, 'progressUpdate', g.id) end,
        case when cs.organisations > 0 then jsonb_build_object('organisations', cs.organisations, 'completion', cs.completion_tally,
          'endorsement', cs.endorsement_tally, 'latest', cs.latest) end,
        case when i.id is not null then jsonb_build_object('completion', i.indicators #>> '{completion,value}', 'report', i.report,
          'reportType', i.type, 'publishedOn', i.published_on, 'starred', i.starred, 'computedStar', i.computed_star,
          'starMismatch', coalesce(i.starred <> i.computed_star, false), 'indicators', i.indicators) end,
        jsonb_build_object('governmentVsIrm', steps.irm,
          'governmentVsCivilSociety', case when steps.cs_min is not null then jsonb_build_object('min', steps.cs_min, 'max', steps.cs_max) end,
          'diverges', divergence.diverges),
        to_tsvector('simple', left(unaccent(concat_ws(' ', c.code, texts_of(array[c.title, c.short_title, c.description, c.problem,
          c.causes, c.status_quo, c.proposed_solution, c.expected_results]))), 50000))
      from commitment c
      join action_plan p on p.id = c.plan
      join member m on m.id = p.member
      left join lateral (
        select u.id, u.completion, u.reported_on, u.period, u.schedule from progress_update u
        where u.commitment = c.id and u.milestone is null
        order by coalesce(period_ends_on(u.period, p.starts_on, p.ends_on), u.reported_on) desc, u.reported_on desc, u.id desc
        limit 1
      ) g on true
      left join lateral (
        with latest as (
          select distinct on (r.organisation, r.alias) r.* from review r
          where r.commitment = c.id and r.state = 'published'
          order by r.organisation, r.alias, r.reviewed_on desc, r.id desc
        )
        select count(*) as organisations,
          array(select distinct completion from latest where completion is not null order by 1) as completions,
          (select coalesce(jsonb_object_agg(completion, n), '{}') from
            (select completion, count(*) as n from latest where completion is not null group by 1) t) as completion_tally,
          (select coalesce(jsonb_object_agg(endorsement, n), '{}') from
            (select endorsement, count(*) as n from latest where endorsement is not null group by 1) t) as endorsement_tally,
          jsonb_agg(jsonb_build_object('organisation', organisation, 'alias', alias, 'completion', completion,
            'endorsement', endorsement, 'reviewedOn', reviewed_on, 'review', id) order by organisation, alias) as latest,
          bool_or(endorsement = 'contested') as contested,
          min(completion_step(completion)) as lowest,
          max(completion_step(completion)) as highest
        from latest
      ) cs on true
      left join lateral (
        select a.*, r.type, r.published_on from assessment a
        join report r on r.id = a.report
        where a.commitment = c.id and r.author_kind = 'irm'
        order by r.stage = 'final' desc, r.published_on desc nulls last, r.id desc
        limit 1
      ) i on true
      cross join lateral (
        select completion_step(g.completion) - completion_step(i.indicators #>> '{completion,value}') as irm,
          completion_step(g.completion) - cs.highest as cs_min,
          completion_step(g.completion) - cs.lowest as cs_max
      ) steps
      cross join lateral (
        select coalesce(greatest(abs(steps.irm), abs(steps.cs_min), abs(steps.cs_max)), 0) as steps,
          coalesce(greatest(abs(steps.irm), abs(steps.cs_min), abs(steps.cs_max)), 0) >= 2 or coalesce(cs.contested, false) as diverges
      ) divergence
      where c.id = any (ids)
      on conflict (commitment) do update set
        code = excluded.code, title = excluded.title, plan = excluded.plan, member = excluded.member, region = excluded.region,
        cycle_year = excluded.cycle_year, lifecycle = excluded.lifecycle, updated_at = excluded.updated_at,
        policy_areas = excluded.policy_areas, ogp_values = excluded.ogp_values, institutions = excluded.institutions,
        government_completion = excluded.government_completion, civil_society_completions = excluded.civil_society_completions,
        irm_completion = excluded.irm_completion, starred = excluded.starred, diverges = excluded.diverges,
        divergence_steps = excluded.divergence_steps, next_due_on = excluded.next_due_on, last_reported_on = excluded.last_reported_on,
        government = excluded.government, civil_society = excluded.civil_society, irm = excluded.irm,
        divergence = excluded.divergence, search = excluded.search;
    end $$`.execute(db)
}

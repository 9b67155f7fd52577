import { type Kysely, sql } from 'kysely'

/**
 * The past (log.md, section 1: `knownAt=T` means as of the last entry sequenced by T). Each checkpoint says when it was made,
 * and the schema `as_of` has a view in the name and with the columns of every table that public reads use: its rows are read
 * from the newest revision of each entity among the first `oc.known_size` entries of the log. With `as_of` before the other
 * schemas in the search path, the SQL that serves the present serves the past.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  // When those of before were made was not kept: they were made by now.
  await sql`alter table log_checkpoint add column at timestamptz(3) not null default now()`.execute(db)
  await sql`alter table log_checkpoint alter column at drop default`.execute(db)
  await sql`create index log_checkpoint_at_idx on log_checkpoint (at, size)`.execute(db)
  await keepWhatStandsBeside(db)
  await indexRevisions(db)
  await deriveStatus(db)
  await createViews(db)
}

/**
 * What a row holds beside the facts of its revision: its place and instant, and what was computed from code lists of its time.
 * Nothing is read as of an instant before this, so that for the revisions there are what the rows hold now is what counts.
 * They refuse UPDATE, hence the change of type.
 */
async function keepWhatStandsBeside (db: Kysely<unknown>): Promise<void> {
  await sql`
    create function revision_beside(entity_type text, entity_id text) returns jsonb language plpgsql stable as $$
    declare
      stored jsonb;
    begin
      execute format('select to_jsonb(e) from %I e where e.id = %L',
        case entity_type when 'reply' then 'review_reply' else replace(entity_type, '-', '_') end, entity_id) into stored;
      return (select jsonb_object_agg(key, value) from jsonb_each(stored)
        where key in ('position', 'updated_at', 'computed_star', 'out_of_era'));
    end $$`.execute(db)
  await sql`alter table revision add column beside jsonb`.execute(db)
  await sql`alter table revision alter column beside type jsonb using revision_beside(entity_type, entity_id)`.execute(db)
  await sql`drop function revision_beside`.execute(db)
}

/** For each way in which a view below is entered: by the id of an entity, its code, and the id of what it belongs to. */
async function indexRevisions (db: Kysely<unknown>): Promise<void> {
  const keys = {
    commitment: ["((body::jsonb ->> 'commitment')::uuid)", "'milestone', 'progress-update', 'review', 'assessment'"],
    report: ["((body::jsonb ->> 'report')::uuid)", "'assessment', 'process-assessment', 'report-clusters'"],
    review: ["((body::jsonb ->> 'review')::uuid)", "'reply'"],
    plan: ["(body::jsonb ->> 'plan')", "'commitment', 'report'"],
    code: ["(body::jsonb ->> 'code')", "'commitment'"],
    uuid: ['(entity_id::uuid)', '\'commitment\', \'milestone\', \'progress-update\', \'review\', \'reply\', \'report\', \'assessment\', \'process-assessment\', \'report-clusters\'']
  }
  for (const [name, [key, types]] of Object.entries(keys)) {
    await sql.raw(`create index revision_${name}_idx on revision (entity_type, ${key}) where entity_type in (${types})`).execute(db)
  }
  // An indicator is part of its milestone, which its references do not name.
  await sql`create index indicator_id_text_idx on indicator ((id::text))`.execute(db)
}

/**
 * The rules of 0005, once: the projections are written from these functions, and the views of the past read them. Their bodies
 * are texts, and so read the tables or the views, whichever the search path of who asks has first.
 */
async function deriveStatus (db: Kysely<unknown>): Promise<void> {
  await sql`
    create function milestone_status_rows() returns setof milestone_status language sql stable as $$
      select m.id, m.commitment, c.plan, p.member, p.cycle_year, m.lifecycle, m.position, m.updated_at, latest.completion, m.due_on,
        case when m.lifecycle = 'active' and c.lifecycle = 'active' and latest.completion is distinct from 'complete' then m.due_on end
      from milestone m
      join commitment c on c.id = m.commitment
      join action_plan p on p.id = c.plan
      left join lateral (
        select u.completion from progress_update u
        where u.milestone = m.id and u.commitment = m.commitment and u.indicator is null
        order by coalesce(period_ends_on(u.period, p.starts_on, p.ends_on), u.reported_on) desc, u.reported_on desc, u.id desc
        limit 1
      ) latest on true
    $$`.execute(db)
  await sql`
    create function commitment_status_rows() returns setof commitment_status language sql stable as $$
      select c.id, c.code, left(coalesce(c.title ->> c.language, c.title ->> 'en', (select min(value) from jsonb_each_text(c.title))), 200),
        c.plan, p.member, m.region, p.cycle_year, c.lifecycle, c.updated_at,
        array(select policy_area from commitment_policy_area where commitment = c.id order by 1),
        c.ogp_values,
        array(select distinct institution from commitment_stakeholder where commitment = c.id order by 1),
        g.completion, coalesce(cs.completions, '{}'), i.indicators #>> '{completion,value}', i.starred, divergence.diverges, divergence.steps,
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
    $$`.execute(db)

  await sql`
    create or replace function refresh_milestone_status(ids uuid[]) returns void language sql as $$
      insert into milestone_status as s
      select * from milestone_status_rows() where commitment = any (ids)
      on conflict (milestone) do update set
        commitment = excluded.commitment, plan = excluded.plan, member = excluded.member, cycle_year = excluded.cycle_year,
        lifecycle = excluded.lifecycle, position = excluded.position, updated_at = excluded.updated_at,
        completion = excluded.completion, due_on = excluded.due_on, open_due_on = excluded.open_due_on
    $$`.execute(db)
  await sql`
    create or replace function refresh_commitment_status(ids uuid[]) returns void language plpgsql as $$
    begin
      perform from member where id in (
        select p.member from commitment c join action_plan p on p.id = c.plan where c.id = any (ids)) order by id for share;
      perform from action_plan where id in (select plan from commitment where id = any (ids)) order by id for share;
      perform from commitment where id = any (ids) order by id for no key update;
      perform refresh_milestone_status(ids);
      insert into commitment_status as s
      select * from commitment_status_rows() where commitment = any (ids)
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

/** Type of each column, by its name; the member of the body has the same name in camel case. */
type Columns = Record<string, string>

const dated = (...names: string[]): Columns =>
  Object.fromEntries(names.flatMap(name => [[`${name}_on`, 'date'], [`${name}_precision`, 'text'], [`${name}_text`, 'text']]))
const all = (type: string, ...names: string[]): Columns => Object.fromEntries(names.map(name => [name, type]))
const memberOf = (column: string): string => column === 'ogp_values' ? 'values' : column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
const listOf = (columns: Columns, each: (column: string, type: string) => string): string => Object.entries(columns).map(([column, type]) => each(column, type)).join(', ')
const recordOf = (value: string, columns: Columns): string => `cross join lateral jsonb_to_record(${value}) as b (${listOf(columns, (column, type) => `"${memberOf(column)}" ${type}`)})`
const picked = (columns: Columns): string => listOf(columns, column => `b."${memberOf(column)}" as ${column}`)

interface Entity {
  id: 'text' | 'uuid'
  /** What it is found by beside its id: read apart from the others, by expressions that have an index. */
  keys?: Columns
  columns: Columns
  /** Expressions over what stands beside. */
  beside?: Record<string, string>
}

const OF_COMMITMENT = { id: 'uuid', keys: { commitment: 'uuid' } } as const
const UPDATED = { updated_at: "(k.beside ->> 'updated_at')::timestamptz(3)" }
const PLACED = { ...UPDATED, position: "(k.beside ->> 'position')::integer" }

const ENTITIES: Record<string, Entity> = {
  member: {
    id: 'text',
    columns: { name: 'jsonb', kind: 'text', country_iso2: 'text', region: 'text', parent: 'text', member_since: 'date', status: 'text', status_events: 'jsonb', code_prefixes: 'text[]' }
  },
  institution: { id: 'text', columns: { name: 'jsonb', short_name: 'jsonb', kind: 'text', member: 'text', url: 'text' } },
  policy_area: { id: 'text', columns: { name: 'jsonb', description: 'jsonb', kind: 'text', taxonomy: 'text', broader: 'text' } },
  code_list: { id: 'text', columns: { title: 'jsonb', description: 'jsonb', ordered: 'boolean', source: 'jsonb', codes: 'jsonb' } },
  action_plan: {
    id: 'text',
    columns: {
      member: 'text', number: 'integer', ...all('jsonb', 'title', 'description'), language: 'text', translations: 'jsonb', cycle_year: 'integer', ...dated('submitted', 'starts', 'ends', 'original_ends'), term_years: 'numeric', ...all('text', 'lifecycle', 'era_override', 'participation_in_development', 'participation_in_implementation', 'development_openness', 'url'), published_counts: 'jsonb'
    }
  },
  commitment: {
    id: 'uuid',
    keys: { plan: 'text', code: 'text' },
    columns: {
      number: 'text', ...all('jsonb', 'title', 'short_title', 'description', 'problem', 'causes', 'status_quo', 'proposed_solution', 'expected_results'), language: 'text', translations: 'jsonb', ...all('text[]', 'ogp_values', 'grand_challenges'), sdgs: 'integer[]', budget: 'jsonb', cluster: 'text', ...dated('starts', 'ends'), lifecycle: 'text', lifecycle_reason: 'text'
    },
    beside: PLACED
  },
  milestone: {
    ...OF_COMMITMENT,
    columns: { number: 'text', ...all('jsonb', 'title', 'expected_output'), ...dated('starts', 'due'), weight: 'numeric', lifecycle: 'text' },
    beside: PLACED
  },
  progress_update: {
    ...OF_COMMITMENT,
    columns: {
      ...all('uuid', 'milestone', 'indicator'), institution: 'text', period: 'text', reported_on: 'date', completion: 'text', percent: 'numeric', schedule: 'text', ...all('jsonb', 'narrative', 'challenges'), rescheduled_to: 'date', evidence: 'jsonb'
    }
  },
  review: {
    ...OF_COMMITMENT,
    columns: {
      ...all('text', 'organisation', 'alias', 'kind', 'completion', 'endorsement'), progress_update: 'uuid', did_it_open_government: 'jsonb', reviewed_on: 'date', language: 'text', ...all('jsonb', 'narrative', 'evidence'), state: 'text'
    },
    beside: {}
  },
  review_reply: { id: 'uuid', keys: { review: 'uuid' }, columns: { institution: 'text', replied_on: 'date', text: 'jsonb' } },
  report: {
    id: 'uuid',
    keys: { plan: 'text' },
    columns: { ...all('text', 'type', 'author_kind', 'stage'), title: 'jsonb', language: 'text', ...dated('published'), url: 'text', published_counts: 'jsonb' }
  },
  assessment: {
    id: 'uuid',
    keys: { commitment: 'uuid', report: 'uuid' },
    columns: { indicators: 'jsonb', starred: 'boolean', star_rule: 'integer', promising: 'boolean' },
    beside: {
      ...UPDATED, computed_star: "(k.beside ->> 'computed_star')::boolean", out_of_era: "array(select jsonb_array_elements_text(k.beside -> 'out_of_era'))"
    }
  },
  process_assessment: {
    id: 'uuid',
    keys: { report: 'uuid' },
    columns: { ...all('text', 'participation_in_development', 'participation_in_implementation'), minimum_requirements: 'jsonb', acted_contrary_to_process: 'boolean', triggers: 'jsonb' }
  },
  report_clusters: { id: 'uuid', keys: { report: 'uuid' }, columns: { clusters: 'jsonb' } }
}

async function createViews (db: Kysely<unknown>): Promise<void> {
  await sql`create schema as_of`.execute(db)
  const view = (name: string, query: string): Promise<unknown> => sql.raw(`create view as_of.${name} as ${query}`).execute(db)

  // Revisions of one entity are in the log in their order, so that the newest is the one whose next is not in it yet. One
  // without a body was erased: whoever reads finds nothing there.
  const known = (revision: string): string => `${revision}.log_index < current_setting('oc.known_size')::bigint`
  await view('known', `select r.entity_type, r.entity_id, r.revision, r.body::jsonb as body, r.beside from revision r
    where ${known('r')} and r.body is not null and not exists (select from revision next where next.entity_type = r.entity_type
      and next.entity_id = r.entity_id and next.revision = r.revision + 1 and ${known('next')})`)

  for (const [table, { id, keys = {}, columns, beside = UPDATED }] of Object.entries(ENTITIES)) {
    const type = table === 'review_reply' ? 'reply' : table.replaceAll('_', '-')
    const chosen = [
      `k.entity_id::${id} as id`, ...Object.entries(keys).map(([column, of]) => `(k.body ->> '${column}')::${of} as ${column}`), picked(columns), 'k.revision', ...Object.entries(beside).map(([column, expression]) => `${expression} as ${column}`)
    ]
    await view(table, `select ${chosen.join(', ')} from as_of.known k ${recordOf('k.body', columns)} where k.entity_type = '${type}'`)
  }

  await view('commitment_policy_area', `select k.entity_id::uuid as commitment, area as policy_area
    from as_of.known k cross join lateral jsonb_array_elements_text(k.body -> 'policyAreas') as listed (area) where k.entity_type = 'commitment'`)
  for (const parent of ['commitment', 'milestone']) {
    await view(`${parent}_stakeholder`, `select k.entity_id::uuid as ${parent}, one ->> 'institution' as institution, one ->> 'role' as role, place::integer - 1 as position
      from as_of.known k cross join lateral jsonb_array_elements(k.body -> 'stakeholders') with ordinality as listed (one, place) where k.entity_type = '${parent}'`)
  }
  const indicator: Columns = { id: 'uuid', number: 'text', title: 'jsonb', target: 'jsonb', ...dated('due') }
  await view('indicator', `select k.entity_id::uuid as milestone, place::integer - 1 as position, ${picked(indicator)}
    from as_of.known k cross join lateral jsonb_array_elements(k.body -> 'indicators') with ordinality as listed (one, place)
    ${recordOf('one', indicator)} where k.entity_type = 'milestone'`)
  await view('external_ref', `select k.entity_type, k.entity_id, ref ->> 'source' as source, ref ->> 'id' as external_id
      from as_of.known k cross join lateral jsonb_array_elements(k.body -> 'externalRefs') as listed (ref)
    union all select 'indicator', i.id::text, ref ->> 'source', ref ->> 'id'
      from indicator i join as_of.known k on k.entity_type = 'milestone' and k.entity_id = i.milestone::text
      cross join lateral jsonb_array_elements(k.body -> 'indicators') as part (one)
      cross join lateral jsonb_array_elements(one -> 'externalRefs') as listed (ref) where one ->> 'id' = i.id::text`)
  for (const table of ['milestone_status', 'commitment_status']) await view(table, `select * from ${table}_rows()`)
}

import { type Kysely, sql } from 'kysely'

/**
 * The three columns of a date that a source gives: the last day of the period it names, how precise it is, and its words.
 * `ongoing` and `unknown` have no date, every other precision has one.
 */
function dated (table: string, name: string) {
  return sql.raw(`
      ${name}_on date,
      ${name}_precision text not null default 'unknown',
      ${name}_text text,
      constraint ${table}_${name}_precision_code check (${name}_precision in ('day', 'month', 'quarter', 'year', 'ongoing', 'unknown')),
      constraint ${table}_${name}_date check ((${name}_on is null) = (${name}_precision in ('ongoing', 'unknown')))`)
}

/** Action plans, commitments, milestones and indicators: what was promised. */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table action_plan (
      id text constraint action_plan_pk primary key,
      member text not null constraint action_plan_member_fk references member,
      number integer not null,
      title jsonb not null,
      description jsonb,
      language text,
      translations jsonb not null default '{}',
      cycle_year integer not null,
      ${dated('action_plan', 'submitted')},
      ${dated('action_plan', 'starts')},
      ${dated('action_plan', 'ends')},
      ${dated('action_plan', 'original_ends')},
      term_years numeric,
      lifecycle text not null,
      era_override text,
      participation_in_development text,
      participation_in_implementation text,
      development_openness text,
      url text,
      published_counts jsonb,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint action_plan_member_number unique (member, number),
      constraint action_plan_id_member_number check (id = member || '-' || number),
      constraint action_plan_number_positive check (number > 0),
      constraint action_plan_title_map check (jsonb_typeof(title) = 'object' and title <> '{}'),
      constraint action_plan_cycle_year_range check (cycle_year between 2011 and 2100),
      constraint action_plan_dates_ordered check (ends_on >= starts_on or starts_precision <> 'day'),
      constraint action_plan_lifecycle_code check (lifecycle in ('co_created_not_adopted', 'draft', 'submitted',
        'in_implementation', 'closed', 'superseded', 'abandoned')),
      constraint action_plan_development_code check (participation_in_development in
        ('none', 'inform', 'consult', 'involve', 'collaborate', 'empower')),
      constraint action_plan_implementation_code check (participation_in_implementation in
        ('none', 'inform', 'consult', 'involve', 'collaborate', 'empower')),
      constraint action_plan_openness_code check (development_openness in ('open', 'by_invitation')),
      constraint action_plan_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index action_plan_cycle_year_idx on action_plan (cycle_year, id)`.execute(db)
  await sql`create index action_plan_updated_at_idx on action_plan (updated_at, id)`.execute(db)
  await sql`create index action_plan_lifecycle_idx on action_plan (lifecycle, id)`.execute(db)

  await sql`
    create table commitment (
      id uuid constraint commitment_pk primary key,
      plan text not null constraint commitment_plan_fk references action_plan,
      position integer not null,
      code text,
      number text,
      title jsonb not null,
      short_title jsonb,
      description jsonb,
      problem jsonb,
      causes jsonb,
      status_quo jsonb,
      proposed_solution jsonb,
      expected_results jsonb,
      language text,
      translations jsonb not null default '{}',
      ogp_values text[] not null default '{}',
      grand_challenges text[] not null default '{}',
      sdgs integer[] not null default '{}',
      budget jsonb,
      cluster text,
      ${dated('commitment', 'starts')},
      ${dated('commitment', 'ends')},
      lifecycle text not null,
      lifecycle_reason text,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint commitment_code_unique unique (code),
      constraint commitment_code_form check (code ~ '^[A-Z]{2,6}[0-9]{4}$'),
      constraint commitment_title_map check (jsonb_typeof(title) = 'object' and title <> '{}'),
      constraint commitment_values_codes check (ogp_values <@ array['access_to_information', 'civic_participation',
        'public_accountability', 'technology_and_innovation']),
      constraint commitment_challenges_codes check (grand_challenges <@ array['increasing_public_integrity',
        'managing_public_resources', 'improving_public_services', 'increasing_corporate_accountability', 'creating_safer_communities']),
      constraint commitment_sdgs_range check (1 <= all (sdgs) and 17 >= all (sdgs)),
      constraint commitment_dates_ordered check (ends_on >= starts_on or starts_precision <> 'day'),
      constraint commitment_lifecycle_code check (lifecycle in ('active', 'inactive', 'withdrawn', 'paused', 'entered_in_error')),
      constraint commitment_lifecycle_reason_code check (lifecycle_reason in ('plan_ended', 'dropped', 'absent_from_document', 'duplicate')),
      constraint commitment_inactive_reason check (lifecycle <> 'inactive' or lifecycle_reason is not null),
      constraint commitment_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index commitment_plan_idx on commitment (plan, position, id)`.execute(db)

  await sql`
    create table commitment_policy_area (
      commitment uuid not null constraint commitment_policy_area_commitment_fk references commitment,
      policy_area text not null constraint commitment_policy_area_policy_area_fk references policy_area,
      constraint commitment_policy_area_pk primary key (commitment, policy_area)
    )`.execute(db)
  await sql`create index commitment_policy_area_area_idx on commitment_policy_area (policy_area)`.execute(db)

  await sql`
    create table commitment_stakeholder (
      commitment uuid not null constraint commitment_stakeholder_commitment_fk references commitment,
      institution text not null constraint commitment_stakeholder_institution_fk references institution,
      role text not null,
      position integer not null,
      constraint commitment_stakeholder_pk primary key (commitment, institution, role),
      constraint commitment_stakeholder_role_code check (role in ('lead', 'supporting', 'monitoring'))
    )`.execute(db)
  await sql`create index commitment_stakeholder_institution_idx on commitment_stakeholder (institution)`.execute(db)

  await sql`
    create table milestone (
      id uuid constraint milestone_pk primary key,
      commitment uuid not null constraint milestone_commitment_fk references commitment,
      position integer not null,
      number text,
      title jsonb not null,
      expected_output jsonb,
      ${dated('milestone', 'starts')},
      ${dated('milestone', 'due')},
      weight numeric,
      lifecycle text not null,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint milestone_title_map check (jsonb_typeof(title) = 'object' and title <> '{}'),
      constraint milestone_dates_ordered check (due_on >= starts_on or starts_precision <> 'day'),
      constraint milestone_weight_range check (weight between 0 and 100),
      constraint milestone_lifecycle_code check (lifecycle in ('active', 'withdrawn', 'entered_in_error')),
      constraint milestone_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index milestone_commitment_idx on milestone (commitment, position, id)`.execute(db)
  await sql`create index milestone_updated_at_idx on milestone (updated_at, id)`.execute(db)

  await sql`
    create table milestone_stakeholder (
      milestone uuid not null constraint milestone_stakeholder_milestone_fk references milestone,
      institution text not null constraint milestone_stakeholder_institution_fk references institution,
      role text not null,
      position integer not null,
      constraint milestone_stakeholder_pk primary key (milestone, institution, role),
      constraint milestone_stakeholder_role_code check (role in ('lead', 'supporting', 'monitoring'))
    )`.execute(db)
  await sql`create index milestone_stakeholder_institution_idx on milestone_stakeholder (institution)`.execute(db)

  // Part of its milestone: it has an id so that progress updates can name it, and no revision of its own.
  await sql`
    create table indicator (
      id uuid constraint indicator_pk primary key,
      milestone uuid not null constraint indicator_milestone_fk references milestone,
      position integer not null,
      number text,
      title jsonb not null,
      target jsonb,
      ${dated('indicator', 'due')},
      constraint indicator_title_map check (jsonb_typeof(title) = 'object' and title <> '{}')
    )`.execute(db)
  await sql`create index indicator_milestone_idx on indicator (milestone, position, id)`.execute(db)
}

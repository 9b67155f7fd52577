import { type Kysely, sql } from 'kysely'

const COMPLETIONS = sql.raw("('not_started', 'limited', 'substantial', 'complete', 'no_evidence_available', 'unclear', 'withdrawn')")

/** What three voices say: progress updates, reviews, and the IRM's reports and assessments. */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table progress_update (
      id uuid constraint progress_update_pk primary key,
      commitment uuid not null constraint progress_update_commitment_fk references commitment,
      milestone uuid constraint progress_update_milestone_fk references milestone,
      indicator uuid constraint progress_update_indicator_fk references indicator,
      institution text not null constraint progress_update_institution_fk references institution,
      period text not null,
      reported_on date not null,
      completion text,
      percent numeric,
      schedule text,
      narrative jsonb,
      challenges jsonb,
      rescheduled_to date,
      evidence jsonb not null default '[]',
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint progress_update_once unique nulls not distinct (commitment, milestone, indicator, period, institution),
      constraint progress_update_period_form check (period ~ '^([0-9]{4}(-(H[12]|Q[1-4]))?|mid-term|end-of-term)$'),
      constraint progress_update_completion_code check (completion in ${COMPLETIONS}),
      constraint progress_update_percent_range check (percent between 0 and 100),
      constraint progress_update_schedule_code check (schedule in ('ahead', 'on_schedule', 'behind')),
      constraint progress_update_challenges_required check (completion not in ('not_started', 'limited') or challenges is not null),
      constraint progress_update_indicator_in_milestone check (indicator is null or milestone is not null),
      constraint progress_update_evidence_list check (jsonb_typeof(evidence) = 'array'),
      constraint progress_update_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index progress_update_commitment_idx on progress_update (commitment, reported_on, id)`.execute(db)
  await sql`create index progress_update_milestone_idx on progress_update (milestone)`.execute(db)
  await sql`create index progress_update_indicator_idx on progress_update (indicator)`.execute(db)
  await sql`create index progress_update_institution_idx on progress_update (institution, reported_on, id)`.execute(db)
  await sql`create index progress_update_reported_on_idx on progress_update (reported_on, id)`.execute(db)
  await sql`create index progress_update_period_idx on progress_update (period, reported_on, id)`.execute(db)
  await sql`create index progress_update_completion_idx on progress_update (completion, reported_on, id)`.execute(db)
  await sql`create index progress_update_updated_at_idx on progress_update (updated_at, id)`.execute(db)

  // No instant is kept of what a reviewer writes, and its id is random: neither tells when somebody was at work.
  await sql`
    create table review (
      id uuid constraint review_pk primary key,
      commitment uuid not null constraint review_commitment_fk references commitment,
      organisation text constraint review_organisation_fk references institution,
      alias text,
      kind text not null,
      completion text,
      endorsement text,
      progress_update uuid constraint review_progress_update_fk references progress_update,
      did_it_open_government jsonb,
      reviewed_on date not null,
      language text,
      narrative jsonb,
      evidence jsonb not null default '[]',
      state text not null,
      revision integer not null default 1,
      constraint review_organisation_or_alias check ((organisation is null) <> (alias is null)),
      constraint review_kind_code check (kind in ('progress', 'end_of_commitment', 'shadow')),
      constraint review_completion_code check (completion in ${COMPLETIONS}),
      constraint review_endorsement_code check (endorsement in ('endorsed', 'contested', 'declined_to_take_part', 'not_addressed')),
      constraint review_evidence_required check (state <> 'published' or jsonb_array_length(evidence) > 0),
      constraint review_state_code check (state in ('draft', 'submitted', 'published', 'retracted')),
      constraint review_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index review_commitment_idx on review (commitment, reviewed_on, id)`.execute(db)
  await sql`create index review_organisation_idx on review (organisation, reviewed_on, id)`.execute(db)
  await sql`create index review_progress_update_idx on review (progress_update)`.execute(db)
  await sql`create index review_reviewed_on_idx on review (reviewed_on, id)`.execute(db)
  await sql`create index review_kind_idx on review (kind, reviewed_on, id)`.execute(db)
  await sql`create index review_completion_idx on review (completion, reviewed_on, id)`.execute(db)
  await sql`create index review_endorsement_idx on review (endorsement, reviewed_on, id)`.execute(db)

  await sql`
    create table review_reply (
      id uuid constraint review_reply_pk primary key,
      review uuid not null constraint review_reply_review_fk references review,
      institution text not null constraint review_reply_institution_fk references institution,
      replied_on date not null,
      text jsonb not null,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint review_reply_text_map check (jsonb_typeof(text) = 'object' and text <> '{}'),
      constraint review_reply_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index review_reply_review_idx on review_reply (review, replied_on, id)`.execute(db)
  await sql`create index review_reply_institution_idx on review_reply (institution)`.execute(db)

  await sql`
    create table report (
      id uuid constraint report_pk primary key,
      plan text not null constraint report_plan_fk references action_plan,
      type text not null,
      author_kind text not null,
      stage text not null,
      title jsonb,
      language text,
      published_on date,
      published_precision text not null default 'unknown',
      published_text text,
      url text,
      published_counts jsonb,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint report_type_code check (type in ('co_creation_brief', 'action_plan_review', 'design', 'progress_midterm',
        'implementation', 'end_of_term', 'transitional_results', 'results', 'midterm_review', 'self_assessment_midterm',
        'self_assessment_end_of_term', 'inception', 'end_of_commitment')),
      constraint report_author_kind_code check (author_kind in ('irm', 'government', 'monitoring_body', 'support_unit')),
      constraint report_stage_code check (stage in ('public_comment', 'final')),
      constraint report_published_precision_code check (published_precision in ('day', 'month', 'quarter', 'year', 'ongoing', 'unknown')),
      constraint report_published_date check ((published_on is null) = (published_precision in ('ongoing', 'unknown'))),
      constraint report_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index report_plan_idx on report (plan, published_on, id)`.execute(db)
  await sql`create index report_published_on_asc_idx on report (coalesce(published_on, 'infinity'), id)`.execute(db)
  await sql`create index report_published_on_desc_idx on report (coalesce(published_on, '-infinity'), id)`.execute(db)
  await sql`create index report_type_idx on report (type, id)`.execute(db)
  await sql`create index report_author_kind_idx on report (author_kind, id)`.execute(db)
  await sql`create index report_stage_idx on report (stage, id)`.execute(db)
  await sql`create index report_updated_at_idx on report (updated_at, id)`.execute(db)

  await sql`
    create table assessment (
      id uuid constraint assessment_pk primary key,
      commitment uuid not null constraint assessment_commitment_fk references commitment,
      report uuid not null constraint assessment_report_fk references report,
      indicators jsonb not null,
      starred boolean,
      computed_star boolean,
      star_rule integer,
      promising boolean,
      out_of_era text[] not null default '{}',
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint assessment_once unique (commitment, report),
      constraint assessment_indicators_map check (jsonb_typeof(indicators) = 'object'),
      constraint assessment_star_rule_range check (star_rule between 1 and 4),
      constraint assessment_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index assessment_report_idx on assessment (report, id)`.execute(db)
  await sql`create index assessment_completion_idx on assessment ((indicators #>> '{completion,value}'), id)`.execute(db)
  await sql`create index assessment_starred_idx on assessment (starred, id)`.execute(db)
  await sql`create index assessment_mismatch_idx on assessment (id) where starred <> computed_star`.execute(db)
  await sql`create index assessment_updated_at_idx on assessment (updated_at, id)`.execute(db)
}

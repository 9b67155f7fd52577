import { type Kysely, sql } from 'kysely'

/** How a member kept to the process of making and carrying out a plan, as one report sees it. */
export async function up (db: Kysely<unknown>): Promise<void> {
  const LEVELS = sql.raw("('none', 'inform', 'consult', 'involve', 'collaborate', 'empower')")
  await sql`
    create table process_assessment (
      id uuid constraint process_assessment_pk primary key,
      report uuid not null constraint process_assessment_report_fk references report,
      participation_in_development text,
      participation_in_implementation text,
      minimum_requirements jsonb not null,
      acted_contrary_to_process boolean,
      triggers jsonb not null,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint process_assessment_once unique (report),
      constraint process_assessment_development_code check (participation_in_development in ${LEVELS}),
      constraint process_assessment_implementation_code check (participation_in_implementation in ${LEVELS}),
      constraint process_assessment_requirements_map check (jsonb_typeof(minimum_requirements) = 'object'),
      constraint process_assessment_triggers_list check (jsonb_typeof(triggers) = 'array'),
      constraint process_assessment_triggers_of_finding check (coalesce(acted_contrary_to_process, false) or triggers = '[]'),
      constraint process_assessment_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index process_assessment_contrary_idx on process_assessment (acted_contrary_to_process, id)`.execute(db)
  await sql`create index process_assessment_updated_at_idx on process_assessment (updated_at, id)`.execute(db)
}

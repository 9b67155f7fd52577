import { type Kysely, sql } from 'kysely'

/**
 * What each entry of the public log is about, so that whoever follows one member, plan, commitment, institution or policy area finds its
 * changes by an index. The sequencer fills it as it gives a revision its place. It is read from the tables and not from bodies,
 * which a redaction erases; of a review under an alias no institution is known.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table change_scope (
      scope_type text not null,
      scope_id text not null,
      log_index bigint not null,
      constraint change_scope_pk primary key (scope_type, scope_id, log_index),
      constraint change_scope_type_code check (scope_type in ('member', 'action-plan', 'commitment', 'institution', 'policy-area'))
    )`.execute(db)
  await sql`create index change_scope_log_index_idx on change_scope (log_index)`.execute(db)
  await sql`
    create function change_scopes(entity_type text, entity_id text) returns table (scope_type text, scope_id text) language plpgsql stable as $$
    declare
      its_commitment uuid;
      its_plan text;
      its_member text;
      its_speaker text;
    begin
      case entity_type
        when 'redaction' then
          return query select s.* from redaction x, lateral change_scopes(x.target_type, x.target_id) s where x.id = entity_id::uuid;
        when 'policy-area' then
          return query select entity_type, entity_id;
        when 'member' then
          its_member := entity_id;
        when 'institution' then
          select id, member into its_speaker, its_member from institution where id = entity_id;
        when 'action-plan' then
          its_plan := entity_id;
        when 'report' then
          select plan into its_plan from report where id = entity_id::uuid;
        when 'process-assessment' then
          select r.plan into its_plan from process_assessment a join report r on r.id = a.report where a.id = entity_id::uuid;
        when 'report-clusters' then
          select r.plan into its_plan from report_clusters c join report r on r.id = c.report where c.id = entity_id::uuid;
        when 'commitment' then
          its_commitment := entity_id::uuid;
        when 'milestone' then
          select commitment into its_commitment from milestone where id = entity_id::uuid;
        when 'progress-update' then
          select commitment, institution into its_commitment, its_speaker from progress_update where id = entity_id::uuid;
        when 'review' then
          select commitment, organisation into its_commitment, its_speaker from review where id = entity_id::uuid;
        when 'reply' then
          select r.commitment, y.institution into its_commitment, its_speaker from review_reply y join review r on r.id = y.review where y.id = entity_id::uuid;
        when 'assessment' then
          select commitment into its_commitment from assessment where id = entity_id::uuid;
        else null;
      end case;
      if its_commitment is not null then
        select plan into its_plan from commitment where id = its_commitment;
      end if;
      if its_plan is not null then
        select member into its_member from action_plan where id = its_plan;
      end if;
      return query
        select 'commitment', its_commitment::text where its_commitment is not null
        union select 'action-plan', its_plan where its_plan is not null
        union select 'member', its_member where its_member is not null
        union select 'institution', its_speaker where its_speaker is not null
        union select 'institution', institution from commitment_stakeholder where commitment = its_commitment
        union select 'policy-area', policy_area from commitment_policy_area where commitment = its_commitment;
    end $$`.execute(db)
  await sql`insert into change_scope select s.scope_type, s.scope_id, r.log_index from revision r, lateral change_scopes(r.entity_type, r.entity_id) s
    where r.log_index is not null`.execute(db)
}

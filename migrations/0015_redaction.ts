import { type Kysely, sql } from 'kysely'

/**
 * Moderation without silent deletion (log.md, section 4). A redaction names what it erased, and only what a redaction in effect
 * names can be erased: body and salt of a revision, whose hash and leaf stay, so that the log goes on verifying.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table redaction (
      id uuid constraint redaction_pk primary key,
      target_type text not null,
      target_id text not null,
      target_revision integer,
      target_fields text[],
      ground text not null,
      statement jsonb not null,
      state text not null,
      on_date date not null,
      erased integer[] not null default '{}',
      proposed_by text not null,
      approved_by text,
      appeal_state text,
      appealed_on date,
      appeal_reasons jsonb,
      appeal_decided_on date,
      appeal_statement jsonb,
      revision integer not null default 1,
      constraint redaction_one_scope check (target_revision is null or target_fields is null),
      constraint redaction_ground_code check (ground in ('personal_data', 'safety_of_person', 'court_order', 'spam', 'illegal', 'author_request')),
      constraint redaction_statement_map check (jsonb_typeof(statement) = 'object' and statement <> '{}'),
      constraint redaction_state_code check (state in ('proposed', 'in_effect')),
      constraint redaction_erased_in_effect check ((state = 'in_effect') = (erased <> '{}')),
      constraint redaction_appeal_state_code check (appeal_state in ('open', 'upheld', 'overturned')),
      constraint redaction_appealed check ((appeal_state is null) = (appealed_on is null) and (appeal_state is null or state = 'in_effect')),
      constraint redaction_appeal_decided check (coalesce(appeal_state in ('upheld', 'overturned'), false) = (appeal_decided_on is not null)
        and (appeal_decided_on is null) = (appeal_statement is null)),
      constraint redaction_reasons_while_open check (coalesce(appeal_state = 'open', false) = (appeal_reasons is not null)),
      constraint redaction_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index redaction_on_date_idx on redaction (on_date, id)`.execute(db)
  await sql`create index redaction_target_idx on redaction (target_id, target_type)`.execute(db)
  await sql`create index redaction_target_type_idx on redaction (target_type, on_date, id)`.execute(db)
  await sql`create index redaction_ground_idx on redaction (ground, on_date, id)`.execute(db)
  await sql`create index redaction_appeal_state_idx on redaction (appeal_state, on_date, id)`.execute(db)
  await sql`create index redaction_proposed_idx on redaction (on_date, id) where state = 'proposed'`.execute(db)
  // What took effect is part of the public record.
  await sql`create trigger redaction_stays before delete on redaction
    for each row when (old.state = 'in_effect') execute function log_is_append_only()`.execute(db)
  await sql`alter table redaction enable always trigger redaction_stays`.execute(db)

  await sql`alter table revision
    alter column body drop not null,
    alter column salt drop not null,
    add constraint revision_erased_whole check ((body is null) = (salt is null))`.execute(db)
  await sql`
    create or replace function revision_is_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.log_index is null
        and (to_jsonb(new) - 'log_index') = (to_jsonb(old) - 'log_index') then
        return new;
      end if;
      if tg_op = 'UPDATE' and current_setting('oc.redacting', true) = 'on' and new.body is null
        and (to_jsonb(new) - array['body', 'salt']) = (to_jsonb(old) - array['body', 'salt'])
        and exists (select from redaction r where r.target_type = old.entity_type and r.target_id = old.entity_id
          and r.state = 'in_effect' and old.revision = any (r.erased)) then
        return new;
      end if;
      raise exception 'revisions are append-only: % refused', tg_op using errcode = 'restrict_violation';
    end $$`.execute(db)
  // A body is erased later or never: the database has checked the hash of each.
  await sql`create trigger revision_has_body before insert on revision
    for each row when (new.body is null) execute function revision_is_append_only()`.execute(db)
  await sql`alter table revision enable always trigger revision_has_body`.execute(db)

  // As the owner of the tables, so that the service's own role needs no right to change a revision.
  await sql`
    create function erase_redacted(redaction_id uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform set_config('oc.redacting', 'on', true);
      update revision v set body = null, salt = null from redaction r
        where r.id = redaction_id and r.state = 'in_effect'
          and v.entity_type = r.target_type and v.entity_id = r.target_id and v.revision = any (r.erased);
      perform set_config('oc.redacting', 'off', true);
    end $$`.execute(db)

  // A review that was redacted as a whole keeps its row, for the replies to it, and says nothing any more.
  await sql`alter table review
    drop constraint review_state_code,
    add constraint review_state_code check (state in ('draft', 'submitted', 'published', 'retracted', 'redacted'))`.execute(db)
}

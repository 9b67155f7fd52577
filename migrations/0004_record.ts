import { type Kysely, sql } from 'kysely'

/**
 * The public record. A revision keeps the entity's facts as the RFC 8785 text that was hashed; the database itself proves
 * each hash, and refuses to change or remove what was written. Only the log index may be given later, once.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table revision (
      entity_type text not null,
      entity_id text not null,
      revision integer not null,
      op text not null,
      on_date date not null,
      actor_role text not null,
      actor_institution text,
      actor_alias text,
      body text not null,
      salt bytea not null,
      body_hash bytea not null,
      previous bytea,
      log_index bigint,
      constraint revision_pk primary key (entity_type, entity_id, revision),
      constraint revision_log_index_unique unique (log_index),
      constraint revision_number_positive check (revision > 0),
      constraint revision_op_code check (op in ('create', 'update', 'redact')),
      constraint revision_actor_role_code check (actor_role in
        ('editor', 'reviewer', 'assessor', 'registrar', 'moderator', 'admin', 'system')),
      constraint revision_salt_length check (length(salt) = 32),
      constraint revision_hash_true check (body_hash = sha256(salt || convert_to(body, 'UTF8'))),
      constraint revision_chain check ((revision = 1) = (previous is null))
    )`.execute(db)
  await sql`create index revision_entity_id_idx on revision (entity_id)`.execute(db)
  await sql`
    create function revision_is_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.log_index is null
        and (to_jsonb(new) - 'log_index') = (to_jsonb(old) - 'log_index') then
        return new;
      end if;
      raise exception 'revisions are append-only: % refused', tg_op using errcode = 'restrict_violation';
    end $$`.execute(db)
  await sql`create trigger revision_append_only before update or delete on revision
    for each row execute function revision_is_append_only()`.execute(db)
  await sql`create trigger revision_no_truncate before truncate on revision
    for each statement execute function revision_is_append_only()`.execute(db)
  await sql`alter table revision enable always trigger revision_append_only`.execute(db)
  await sql`alter table revision enable always trigger revision_no_truncate`.execute(db)

  await sql`
    create table import (
      id uuid constraint import_pk primary key,
      source text not null,
      state text not null,
      file_sha256 text not null,
      started_on date not null,
      rows_total integer not null,
      rows_done integer not null default 0,
      beat_at timestamptz(3) not null,
      report jsonb,
      failure text,
      constraint import_state_code check (state in ('running', 'done', 'failed', 'interrupted'))
    )`.execute(db)
  await sql`create index import_started_on_idx on import (started_on, id)`.execute(db)
  // What the importer decided where a row could be read in more than one way.
  await sql`
    create table import_decision (
      import uuid not null constraint import_decision_import_fk references import,
      position integer not null,
      row integer not null,
      column_name text,
      value text,
      rule text not null,
      action text not null,
      constraint import_decision_pk primary key (import, position)
    )`.execute(db)
  await sql`create index import_decision_rule_idx on import_decision (import, rule, position)`.execute(db)
  // One import at a time: two of them would only wait for each other's plans.
  await sql`create unique index import_one_running on import (state) where state = 'running'`.execute(db)
}

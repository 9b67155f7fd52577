import { type Kysely, sql } from 'kysely'

/**
 * What the database refuses of the record, whoever asks (log.md, sections 1 and 4). A revision follows the one before it, gets its
 * place once, and loses body and salt only within a redaction, which says so by the setting oc.redacting; nothing else of it ever
 * changes. Who may write at all is a matter of rights (src/db/rights.ts).
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function revision_is_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if old.log_index is null and to_jsonb(new) - 'log_index' = to_jsonb(old) - 'log_index' then
          return new;
        end if;
        if current_setting('oc.redacting', true) = 'on' and new.body is null and new.salt is null
          and to_jsonb(new) - '{body,salt}'::text[] = to_jsonb(old) - '{body,salt}'::text[] then
          return new;
        end if;
      end if;
      raise exception 'revisions are append-only: % refused', tg_op using errcode = 'restrict_violation';
    end $$`.execute(db)
  await sql`
    create function revision_is_next() returns trigger language plpgsql as $$
    begin
      if new.log_index is not null or not exists (select from revision before where before.entity_type = new.entity_type
        and before.entity_id = new.entity_id and before.revision = new.revision - 1 and before.body_hash = new.previous) then
        raise exception 'revision % of % % does not follow the one before', new.revision, new.entity_type, new.entity_id using errcode = 'restrict_violation';
      end if;
      return new;
    end $$`.execute(db)
  // A first revision has nothing before it: the constraint revision_chain holds it to that.
  await sql`create trigger revision_next before insert on revision for each row
    when (new.previous is not null or new.log_index is not null) execute function revision_is_next()`.execute(db)
  await sql`alter table revision enable always trigger revision_next`.execute(db)
}

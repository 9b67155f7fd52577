import { type Kysely, sql } from 'kysely'

/**
 * The public log (log.md, sections 2 and 3): entries without a gap, the hashes of the complete subtrees over them, and one
 * root for each size that was ever signed. No instant stands anywhere in it: one would tell when a reviewer was at work.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  // Ids and dates do not tell which of two revisions was written first; who has read one and answers it comes after it here.
  await sql`alter table revision add column recorded bigint not null generated always as identity`.execute(db)
  await sql`create index revision_pending_idx on revision (recorded) where log_index is null`.execute(db)

  // An entry has its length in two bytes (C2SP tlog-tiles).
  await sql`
    create table log_entry (
      index bigint constraint log_entry_pk primary key,
      entry text not null,
      constraint log_entry_length check (octet_length(entry) < 65536)
    )`.execute(db)
  await sql`
    create table log_node (
      level integer not null,
      index bigint not null,
      hash bytea not null,
      constraint log_node_pk primary key (level, index),
      constraint log_node_hash_length check (length(hash) = 32)
    )`.execute(db)
  // The key is the size: two roots for one size can never be signed.
  await sql`
    create table log_checkpoint (
      size bigint constraint log_checkpoint_pk primary key,
      root bytea not null,
      constraint log_checkpoint_size_positive check (size > 0),
      constraint log_checkpoint_root_length check (length(root) = 32)
    )`.execute(db)

  await sql`
    create function log_entry_is_next() returns trigger language plpgsql as $$
    begin
      if new.index <> (select coalesce(max(index) + 1, 0) from log_entry) then
        raise exception 'the log has no gap: entry % refused', new.index using errcode = 'restrict_violation';
      end if;
      return new;
    end $$`.execute(db)
  await sql`create trigger log_entry_next before insert on log_entry for each row execute function log_entry_is_next()`.execute(db)
  await sql`
    create function log_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the log is append-only: % refused', tg_op using errcode = 'restrict_violation';
    end $$`.execute(db)
  for (const table of ['log_entry', 'log_node', 'log_checkpoint']) {
    const [name, rows, all] = [sql.raw(table), sql.raw(`${table}_append_only`), sql.raw(`${table}_no_truncate`)]
    await sql`create trigger ${rows} before update or delete on ${name} for each row execute function log_is_append_only()`.execute(db)
    await sql`create trigger ${all} before truncate on ${name} for each statement execute function log_is_append_only()`.execute(db)
    await sql`alter table ${name} enable always trigger ${rows}`.execute(db)
    await sql`alter table ${name} enable always trigger ${all}`.execute(db)
  }
  await sql`alter table log_entry enable always trigger log_entry_next`.execute(db)
}

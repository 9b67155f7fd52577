import { type Kysely, sql } from 'kysely'

/**
 * Imports of any source's tables: which plans they are about, whether they were only tried, and what became of each row.
 * What a trial showed goes after some days, since it may quote what nobody published.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`alter table import
    add column dry_run boolean not null default false,
    add column plans text[] not null default '{}',
    add column digest text,
    add column table_report jsonb`.execute(db)
  await sql`create index import_dry_run_idx on import (started_on) where dry_run`.execute(db)
  await sql`
    create table import_row (
      import uuid not null constraint import_row_import_fk references import on delete cascade,
      position integer not null,
      sheet text,
      row integer,
      op text not null,
      type text,
      plan text,
      entity text,
      code text,
      fields jsonb not null,
      errors jsonb not null,
      constraint import_row_pk primary key (import, position),
      constraint import_row_op_code check (op in ('create', 'update', 'unchanged', 'missing', 'conflict', 'error'))
    )`.execute(db)
  await sql`create index import_row_op_idx on import_row (import, op, position)`.execute(db)
}

import { type Kysely, sql } from 'kysely'

/** What a source calls the columns of its tables. It belongs to a member, whose editors and the desk write it. */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table import_mapping (
      id text constraint import_mapping_pk primary key,
      member text not null constraint import_mapping_member_fk references member,
      language text,
      dates text,
      columns jsonb not null,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint import_mapping_dates_code check (dates in ('day-first', 'month-first'))
    )`.execute(db)
  await sql`create index import_mapping_member_idx on import_mapping (member, id)`.execute(db)
  await sql`create index import_mapping_updated_at_idx on import_mapping (updated_at, id)`.execute(db)
}

import { type Kysely, sql } from 'kysely'

/** The clusters of commitments that a report sees as one, promising or not. A list of one report, so it lives in one row. */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table report_clusters (
      id uuid constraint report_clusters_pk primary key,
      report uuid not null constraint report_clusters_report_fk references report,
      clusters jsonb not null,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint report_clusters_once unique (report),
      constraint report_clusters_list check (jsonb_typeof(clusters) = 'array'),
      constraint report_clusters_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index report_clusters_promising_idx on report_clusters (id) where clusters @> '[{"promising": true}]'`.execute(db)
  await sql`create index report_clusters_updated_at_idx on report_clusters (updated_at, id)`.execute(db)
}

import { type Kysely, sql } from 'kysely'

/** A webhook that an administrator disabled says why, in `statement`; `tests` counts the test messages since `tests_since`. */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table webhook
      add column statement text,
      add column tests integer not null default 0,
      add column tests_since timestamptz(3) not null default '-infinity',
      drop constraint webhook_reason_code,
      add constraint webhook_reason_code check (reason in ('gone', 'failing', 'owner', 'administrator')),
      add constraint webhook_statement_of_administrator check ((reason is not distinct from 'administrator') = (statement is not null))`.execute(db)
  await sql`create index webhook_delivery_failed_idx on webhook_delivery (webhook) where state = 'failed'`.execute(db)
}

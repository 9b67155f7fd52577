import { type Kysely, sql } from 'kysely'

/**
 * Answers to requests with an Idempotency-Key, kept in the transaction of the write itself: either both are there or neither.
 * The key is a keyed hash, the date a day: nothing here tells who asked or when.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table idempotency (
      key bytea constraint idempotency_pk primary key,
      fingerprint bytea not null,
      answer json,
      created_on date not null
    )`.execute(db)
  await sql`create index idempotency_created_on_idx on idempotency (created_on)`.execute(db)
}

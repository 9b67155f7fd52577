import { type Kysely, sql } from 'kysely'

/**
 * Webhooks, and what is to be delivered to them. `sealed` holds address and secret, encrypted, so that a dump tells neither; `position` is
 * how many entries of the log were looked at, moved in the transaction that queues what they gave. `leased_until` is when
 * somebody else may go on, should who delivers end without a word. A delivery whose `log_index` is null is a test.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook (
      id uuid constraint webhook_pk primary key,
      owner text not null,
      sealed bytea not null,
      signature text not null,
      types text[] not null,
      members text[] not null,
      plans text[] not null,
      commitments text[] not null,
      state text not null default 'active',
      reason text,
      position bigint not null,
      failing_since timestamptz(3),
      leased_until timestamptz(3) not null default '-infinity',
      created_on date not null,
      revision integer not null default 1,
      constraint webhook_signature_code check (signature in ('hmac-sha256', 'ed25519')),
      constraint webhook_state_code check (state in ('active', 'disabled')),
      constraint webhook_reason_code check (reason in ('gone', 'failing', 'owner')),
      constraint webhook_reason_of_disabled check ((state = 'disabled') = (reason is not null)),
      constraint webhook_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index webhook_owner_idx on webhook (owner, id)`.execute(db)
  await sql`create index webhook_position_idx on webhook (position) where state = 'active'`.execute(db)
  await sql`
    create table webhook_delivery (
      id uuid constraint webhook_delivery_pk primary key,
      webhook uuid not null constraint webhook_delivery_webhook_fk references webhook on delete cascade,
      queued bigint not null generated always as identity,
      log_index bigint,
      state text not null default 'waiting',
      attempts integer not null default 0,
      run_at timestamptz(3) not null,
      attempted_at timestamptz(3),
      status integer,
      error text,
      constraint webhook_delivery_once unique (webhook, log_index),
      constraint webhook_delivery_state_code check (state in ('waiting', 'delivered', 'failed')),
      constraint webhook_delivery_error_code check (error in ('address_refused', 'unresolved', 'connection', 'timeout'))
    )`.execute(db)
  await sql`create index webhook_delivery_queued_idx on webhook_delivery (webhook, queued)`.execute(db)
  await sql`create index webhook_delivery_due_idx on webhook_delivery (webhook, run_at, queued) where state = 'waiting'`.execute(db)
  await sql`create index webhook_delivery_waiting_idx on webhook_delivery (run_at) where state = 'waiting'`.execute(db)
  await sql`create index webhook_delivery_ended_idx on webhook_delivery (attempted_at) where state <> 'waiting'`.execute(db)
}

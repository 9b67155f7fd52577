import { type Kysely, sql } from 'kysely'

/**
 * How a reviewer's key publishes: at once, or in windows, where what is submitted waits and is released together. `submission`
 * has what waits: the text as it will be recorded, its salt, and the hash that its author has a receipt for. Its instants are
 * those of windows, so that they tell no more than the window itself. Of what a redaction dropped the hash stays, for its receipt.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`alter table api_key add column publication text,
    add constraint api_key_publication_code check (publication in ('immediate', 'window'))`.execute(db)
  await sql`update api_key set publication = case when alias is null then 'immediate' else 'window' end where role = 'reviewer'`.execute(db)
  await sql`alter table api_key add constraint api_key_publication_role check ((publication is not null) = (role = 'reviewer'))`.execute(db)
  await sql`
    create table submission (
      body_hash bytea constraint submission_pk primary key,
      review uuid not null constraint submission_review_fk references review,
      body text,
      salt bytea,
      redaction uuid constraint submission_redaction_fk references redaction,
      opens_at timestamptz(3) not null,
      due_at timestamptz(3) not null,
      constraint submission_due_after_opening check (due_at >= opens_at),
      constraint submission_waits_or_dropped check ((redaction is null) = (body is not null) and (body is null) = (salt is null))
    )`.execute(db)
  await sql`create unique index submission_review_uk on submission (review) where redaction is null`.execute(db)
  await sql`create index submission_opens_at_idx on submission (opens_at) where redaction is null`.execute(db)
  await sql`create index submission_review_idx on submission (review)`.execute(db)
  await sql`create index submission_redaction_idx on submission (redaction)`.execute(db)
  // Receipts ask for what reviewers published by its hash.
  await sql`create index revision_review_hash_idx on revision (body_hash) where entity_type = 'review'`.execute(db)
}

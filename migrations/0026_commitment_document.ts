import { type Kysely, sql } from 'kysely'

/**
 * Assembled documents: the JSON of each commitment as the API sends it, and marks of those whose facts have changed.
 * A document is read only while it has no mark. Triggers set the marks, in the transaction that changes a fact, so no
 * service can forget one. Marks are rows of their own: setting one waits for nobody, and nobody waits for it.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  // `body` lacks its closing brace, so that nested lists can follow. `shape` names the form of the texts.
  await sql`
    create table commitment_document (
      commitment uuid constraint commitment_document_pk primary key
        constraint commitment_document_commitment_fk references commitment on delete cascade,
      shape text not null,
      revision integer not null,
      body text not null,
      milestones text not null,
      progress_updates text not null,
      reviews text not null,
      assessments text not null
    )`.execute(db)
  await sql`create index commitment_document_shape_idx on commitment_document (shape)`.execute(db)
  await sql`
    create table stale_document (
      id bigint generated always as identity constraint stale_document_pk primary key,
      commitment uuid not null
    )`.execute(db)
  await sql`create index stale_document_commitment_idx on stale_document (commitment)`.execute(db)
  for (const [table, commitments] of Object.entries(COMMITMENTS)) await createTriggers(db, table, commitments)
  await createRedactionTrigger(db)
  await sql`insert into stale_document (commitment) select id from commitment`.execute(db)
}

/** Other types have ids that are no uuid. */
const idOf = (type: string): string => `select case when entity_type = '${type}' then entity_id::uuid end
  from changed where entity_type = '${type}'`

const OWN = 'select commitment from changed'
const BY_MILESTONE = 'select m.commitment from changed join milestone m on m.id = changed.milestone'

/** For each table that a document is made from: the commitments of its `changed` rows. */
const COMMITMENTS: Record<string, string> = {
  commitment: 'select id from changed',
  commitment_policy_area: OWN,
  commitment_stakeholder: OWN,
  commitment_status: OWN,
  milestone: OWN,
  milestone_status: OWN,
  milestone_stakeholder: BY_MILESTONE,
  indicator: BY_MILESTONE,
  progress_update: OWN,
  // Drafts and what waits for its window are in no document, and must leave no trace.
  review: "select commitment from changed where state in ('published', 'retracted')",
  review_reply: 'select r.commitment from changed join review r on r.id = changed.review',
  assessment: OWN,
  report: 'select a.commitment from changed join assessment a on a.report = changed.id',
  report_clusters: 'select a.commitment from changed join assessment a on a.report = changed.report',
  external_ref: `${idOf('commitment')}
    union select m.commitment from milestone m where m.id in (${idOf('milestone')})
    union select m.commitment from milestone m join indicator i on i.milestone = m.id
      where i.id in (${idOf('indicator')})
    union select u.commitment from progress_update u where u.id in (${idOf('progress-update')})
    union select a.commitment from assessment a where a.id in (${idOf('assessment')})`
}

/** A trigger for each way in which rows change, since one with transition tables is for one way only. */
async function createTriggers (db: Kysely<unknown>, table: string, commitments: string): Promise<void> {
  const [before, after] = ['old table as before', 'new table as after']
  const referencing = { insert: after, delete: before, update: `${before} ${after}` }
  const [old, fresh] = ['select * from before', 'select * from after']
  const changed = { insert: fresh, delete: old, update: `${old} union all ${fresh}` }
  for (const way of ['insert', 'update', 'delete'] as const) {
    const name = sql.ref(`stale_documents_of_${table}_${way}`)
    await sql`
      create function ${name}() returns trigger language plpgsql as $$
      begin
        -- Many statements change no row.
        if exists (${sql.raw(way === 'delete' ? old : fresh)}) then
          insert into stale_document (commitment)
            with changed as (${sql.raw(changed[way])}) select distinct * from (${sql.raw(commitments)}) stale;
        end if;
        return null;
      end $$`.execute(db)
    await sql`
      create trigger ${sql.ref(`${table}_makes_stale_on_${way}`)} after ${sql.raw(way)} on ${sql.ref(table)}
      referencing ${sql.raw(referencing[way])} for each statement execute function ${name}()`.execute(db)
  }
}

/** A redaction deletes the document at once: a mark would leave the redacted text in the table until it is replaced. */
async function createRedactionTrigger (db: Kysely<unknown>): Promise<void> {
  await sql`
    create function delete_redacted_document() returns trigger language plpgsql as $$
    declare
      redacted uuid;
      stale uuid[];
    begin
      if new.target_type not in ('commitment', 'milestone', 'progress-update', 'review', 'reply') then
        return null;
      end if;
      redacted := new.target_id::uuid;
      stale := array(
        select id from commitment where id = redacted
        union select commitment from milestone where id = redacted
        union select commitment from progress_update where id = redacted
        union select commitment from review where id = redacted
        union select r.commitment from review r join review_reply y on y.review = r.id where y.id = redacted);
      insert into stale_document (commitment) select unnest(stale);
      delete from commitment_document where commitment = any (stale);
      return null;
    end $$`.execute(db)
  await sql`
    create trigger redaction_deletes_document after insert or update on redaction
    for each row execute function delete_redacted_document()`.execute(db)
}

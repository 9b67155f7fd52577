import { type Kysely, sql } from 'kysely'

/** How often each outcome of a rating is counted; the codes of `/v1/stats/completion`. */
const OUTCOMES = [
  'not_started', 'limited', 'substantial', 'complete', 'withdrawn', 'unclear', 'no_evidence_available', 'no_data',
  'not_reviewed', 'not_applicable', 'not_rated', 'not_spoken', 'commitment_withdrawn'
]
const COUNTS = ['total', ...OUTCOMES]
const KEY = 'member, plan, policy_area, voice'

/**
 * Completion counted ahead, so that a statistic over all commitments need not read them all. A row counts ratings of
 * one voice: of a plan (`policy_area` is empty), or of a member's commitments in a policy area (`plan` is empty; so is
 * `policy_area` for commitments without one). Commitments that were entered in error are not counted.
 *
 * Triggers on `commitment_status` are the only writers, in the transaction that changes it. No writer waits for
 * another: each replaces the rows of its key that nobody else holds by one row with the sum, so that a key may have
 * several rows for a while, which readers add up.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql.raw(`
    create table completion_count (
      id bigint generated always as identity constraint completion_count_pk primary key,
      member text not null,
      plan text not null,
      policy_area text not null,
      voice text not null,
      ${listOf(column => `${column} integer not null`)}
    )`).execute(db)
  await sql`create index completion_count_key_idx on completion_count (plan, member, policy_area, voice)`.execute(db)
  await defineRatings(db)
  await foldCounts(db)
  await countChanges(db)
  await sql`insert into completion_count overriding user value select * from completion_count_rows()`.execute(db)
}

/** Returns SQL for the ratings of a table with the columns of `commitment_status`; `n` is -1 to take them away. */
const ratingsOf = (table: string, n: number): string => {
  const ratings = `${table} s cross join lateral completion_ratings(
    s.lifecycle, s.government_completion, s.government, s.civil_society, s.irm_completion, s.irm) r`
  return `
    select s.member, s.plan, '' as policy_area, r.voice, r.outcome, ${n} as n from ${ratings}
    union all
    select s.member, '', coalesce(area.id, ''), r.voice, r.outcome, ${n} from ${ratings}
    left join lateral unnest(s.policy_areas) as area (id) on true`
}

const sumOf = (outcome: string): string => `coalesce(sum(n) filter (where outcome = '${outcome}'), 0)`
const listOf = (each: (column: string) => string): string => COUNTS.map(each).join(', ')
const havingSome = (sum: (column: string) => string): string => `having (${listOf(sum)}) <> (${listOf(() => '0')})`
const changeOf = (column: string): string => column === 'total' ? 'sum(n)' : sumOf(column)

const countsOf = (ratings: string): string => `
  select 0::bigint, ${KEY}, ${listOf(column => `${changeOf(column)}::integer`)}
  from (${ratings}) rating group by ${KEY}`

/** The rules of `/v1/stats/completion`, for one row of `commitment_status`. */
async function defineRatings (db: Kysely<unknown>): Promise<void> {
  await sql`
    create function completion_ratings(
      lifecycle text, government_completion text, government jsonb, civil_society jsonb, irm_completion text, irm jsonb)
    returns table (voice text, outcome text) language sql immutable parallel safe as $$
      select said.voice, case when lifecycle = 'withdrawn' then 'commitment_withdrawn' else said.outcome end
      from (
        select 'government' as voice,
          coalesce(government_completion, case when government is null then 'not_spoken' else 'not_rated' end) outcome
        union all select 'civilSociety', coalesce(latest ->> 'completion', 'not_rated')
          from jsonb_array_elements(civil_society -> 'latest') as one (latest)
        union all select 'civilSociety', 'not_spoken' where civil_society is null
        union all select 'irm', coalesce(irm_completion, irm #>> '{indicators,completion,missing}',
          case when irm is null then 'not_spoken' else 'not_rated' end)
      ) said
      where lifecycle <> 'entered_in_error'
    $$`.execute(db)
  await sql.raw(`
    create function completion_count_rows() returns setof completion_count language sql stable as $$
      ${countsOf(ratingsOf('commitment_status', 1))}
    $$`).execute(db)
}

/**
 * Adds changes to the rows that are free. A row that another transaction holds, or made meanwhile, is left as it is:
 * the sum over all rows of the key is right either way.
 */
async function foldCounts (db: Kysely<unknown>): Promise<void> {
  await sql.raw(`
    create function fold_completion_count(changes completion_count[]) returns void language sql as $$
      with change as materialized (
        select * from unnest(changes)
      ), free as materialized (
        select c.id from change join completion_count c using (${KEY}) for update of c skip locked
      ), taken as (
        delete from completion_count where id in (select id from free) returning *
      )
      insert into completion_count (${KEY}, ${COUNTS.join(', ')})
      select ${KEY}, ${listOf(column => `sum(${column})`)}
      from (select * from taken union all select * from change) part group by ${KEY}
      ${havingSome(column => `sum(${column})`)}
    $$`).execute(db)
}

async function countChanges (db: Kysely<unknown>): Promise<void> {
  const events = {
    insert: { tables: 'new table as new_rows', ratings: ratingsOf('new_rows', 1) },
    update: {
      tables: 'old table as old_rows new table as new_rows',
      ratings: `${ratingsOf('old_rows', -1)} union all ${ratingsOf('new_rows', 1)}`
    },
    delete: { tables: 'old table as old_rows', ratings: ratingsOf('old_rows', -1) }
  }
  for (const [event, { tables, ratings }] of Object.entries(events)) {
    await sql.raw(`
      create function count_completion_after_${event}() returns trigger language plpgsql as $$
      declare
        changes completion_count[];
      begin
        if not exists (select from ${event === 'delete' ? 'old_rows' : 'new_rows'}) then return null; end if;
        changes := array(select change::completion_count from (${countsOf(ratings)}
          ${havingSome(changeOf)}) change);
        if cardinality(changes) > 0 then
          perform fold_completion_count(changes);
        end if;
        return null;
      end $$`).execute(db)
    await sql.raw(`create trigger commitment_status_${event}_count after ${event} on commitment_status
      referencing ${tables} for each statement execute function count_completion_after_${event}()`).execute(db)
  }
  await sql`
    create function forget_completion_count() returns trigger language plpgsql as $$
    begin
      delete from completion_count;
      return null;
    end $$`.execute(db)
  await sql`create trigger commitment_status_truncate_count after truncate on commitment_status
    for each statement execute function forget_completion_count()`.execute(db)
}

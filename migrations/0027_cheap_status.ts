import { type Kysely, sql } from 'kysely'

/**
 * Writes only those rows of the projections that change: rewriting an equal row of `commitment_status` costs an entry in
 * each of its 25 indexes. The plans are kept: planning these statements takes ten times as long as executing them, and
 * without the setting PostgreSQL plans them anew for each array. The rules and results stay those of 0014.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  // `*=` compares the stored bytes, so 1 and 1.0 in a JSON value differ, as before. `offset 0` makes each look-up one of
  // its own by an index, whatever number of ids the planner expects.
  await sql`
    create or replace function refresh_milestone_status(ids uuid[]) returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
    begin
      insert into milestone_status as s
      select fresh.* from (select distinct unnest(ids) as id) one cross join lateral (select * from milestone_status_rows() where commitment = one.id offset 0) fresh
      where not exists (select from milestone_status stored where stored.milestone = fresh.milestone and stored *= fresh offset 0)
      on conflict (milestone) do update set
        commitment = excluded.commitment, plan = excluded.plan, member = excluded.member, cycle_year = excluded.cycle_year,
        lifecycle = excluded.lifecycle, position = excluded.position, updated_at = excluded.updated_at,
        completion = excluded.completion, due_on = excluded.due_on, open_due_on = excluded.open_due_on;
    end $$`.execute(db)
  // An equal vector keeps its stored value, so a row without a changed indexed column needs no new entries (HOT).
  await sql`
    create or replace function refresh_commitment_status(ids uuid[]) returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
    begin
      perform from member where id in (
        select p.member from commitment c join action_plan p on p.id = c.plan where c.id = any (ids)) order by id for share;
      perform from action_plan where id in (select plan from commitment where id = any (ids)) order by id for share;
      perform from commitment where id = any (ids) order by id for no key update;
      perform refresh_milestone_status(ids);
      insert into commitment_status as s
      select fresh.* from (select distinct unnest(ids) as id) one cross join lateral (select * from commitment_status_rows() where commitment = one.id offset 0) fresh
      where not exists (select from commitment_status stored where stored.commitment = fresh.commitment and stored *= fresh offset 0)
      on conflict (commitment) do update set
        code = excluded.code, title = excluded.title, plan = excluded.plan, member = excluded.member, region = excluded.region,
        cycle_year = excluded.cycle_year, lifecycle = excluded.lifecycle, updated_at = excluded.updated_at,
        policy_areas = excluded.policy_areas, ogp_values = excluded.ogp_values, institutions = excluded.institutions,
        government_completion = excluded.government_completion, civil_society_completions = excluded.civil_society_completions,
        irm_completion = excluded.irm_completion, starred = excluded.starred, diverges = excluded.diverges,
        divergence_steps = excluded.divergence_steps, next_due_on = excluded.next_due_on, last_reported_on = excluded.last_reported_on,
        government = excluded.government, civil_society = excluded.civil_society, irm = excluded.irm,
        divergence = excluded.divergence, search = case when s.search = excluded.search then s.search else excluded.search end;
    end $$`.execute(db)
  // The columns that reviews decide. The lock of the commitment is enough: a change of its member or plan locks it as
  // well, and refreshes every column after that.
  await sql`
    create function refresh_review_status(ids uuid[]) returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
    begin
      perform from commitment where id = any (ids) order by id for no key update;
      update commitment_status s set
        civil_society_completions = fresh.civil_society_completions, diverges = fresh.diverges, divergence_steps = fresh.divergence_steps,
        civil_society = fresh.civil_society, divergence = fresh.divergence
      from commitment_status_rows() fresh
      where fresh.commitment = any (ids) and s.commitment = fresh.commitment and
        (s.civil_society_completions, s.diverges, s.divergence_steps, s.civil_society, s.divergence) is distinct from
        (fresh.civil_society_completions, fresh.diverges, fresh.divergence_steps, fresh.civil_society, fresh.divergence);
    end $$`.execute(db)
  // Room on each page for the next version of its rows.
  await sql`alter table commitment_status set (fillfactor = 75)`.execute(db)
}

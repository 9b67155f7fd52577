import { type Kysely, sql } from 'kysely'

/**
 * What a government withdrew stays visible as such, so it is found as well: of commitments only what was entered in error has no
 * texts to be found by. The function of 0022 stays as it is but for that.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    do $do$
    begin
      execute replace(pg_get_functiondef('commitment_texts(uuid[])'::regprocedure),
        $$c.lifecycle not in ('withdrawn', 'entered_in_error')$$, $$c.lifecycle <> 'entered_in_error'$$);
    end $do$`.execute(db)
  await sql`select refresh_commitment_search(array(select id from commitment where lifecycle = 'withdrawn'))`.execute(db)
}

import { type Kysely, sql } from 'kysely'

/** What a source does not say stays empty: a spreadsheet names institutions and seldom tells what they are. */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`alter table institution alter column kind drop not null`.execute(db)
}

import { sql } from 'kysely'
import type { Db } from './database.ts'
import { inTransaction } from './transaction.ts'

/**
 * Gives the role of the service what it needs in this database and takes everything else: it owns nothing, what is append-only
 * it reads and appends to, and of a revision it may give the place in the log. Tables are read from the catalogue, so that a new
 * one is not forgotten: append-only is what a trigger keeps so. Only the owner of the tables can call this.
 */
export async function grantRights (owner: Db, role: string): Promise<void> {
  await inTransaction(owner, async (tx) => {
    const { rows } = await sql<{ name: string, appendOnly: boolean }>`
      select c.relname as name, exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
        where t.tgrelid = c.oid and p.proname like '%\\_is\\_append\\_only' and t.tgtype & 16 > 0) as "appendOnly"
      from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`.execute(tx)
    const service = sql.ref(role)
    await sql`revoke all on all tables in schema public from ${service}`.execute(tx)
    await sql`grant usage on schema public to ${service}`.execute(tx)
    for (const { name, appendOnly } of rows) {
      const rights = name.startsWith('kysely_') ? 'select' : appendOnly ? 'select, insert' : 'select, insert, update, delete'
      await sql`grant ${sql.raw(rights)} on ${sql.ref(`public.${name}`)} to ${service}`.execute(tx)
    }
    await sql`grant update (log_index) on revision to ${service}`.execute(tx)
    // The past is read through views, and written by nobody.
    await sql`grant usage on schema as_of to ${service}`.execute(tx)
    await sql`grant select on all tables in schema as_of to ${service}`.execute(tx)
  })
}

import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Texts } from './language.ts'

/** Names of institutions, policy areas, members and reports, by id, in one statement: what pages call the things that shapes name. */
export async function readNames (db: Db, { institutions = [], policyAreas = [], reports = [], members = [] }: Partial<Record<'institutions' | 'policyAreas' | 'reports' | 'members', readonly string[]>>): Promise<Record<string, Texts>> {
  const { rows } = await sql<{ id: string, name: Texts }>`
    select id, name from institution where id = any (${institutions}::text[])
    union all select id, name from policy_area where id = any (${policyAreas}::text[])
    union all select id, name from member where id = any (${members}::text[])
    union all select id::text, title from report where id = any (${reports}::uuid[]) and title is not null`.execute(db)
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}

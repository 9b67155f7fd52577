import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { Milestone, MilestoneQuery } from './milestone.schemas.ts'
import { milestoneJson } from './milestone.select.ts'

const dueAscending = sql`coalesce(due_on, 'infinity')`
const dueDescending = sql`coalesce(due_on, '-infinity')`

export function milestoneListing (query: MilestoneQuery, today: string, commitment?: string): Listing<Milestone> {
  return {
    from: sql`milestone_status s`,
    id: sql`s.milestone`,
    idType: 'uuid',
    sorts: {
      dueOn: { expression: dueAscending, cast: 'date' },
      '-dueOn': { expression: dueDescending, cast: 'date', descending: true },
      position: { expression: sql`s.position`, cast: 'integer' },
      updatedAt: { expression: sql`s.updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`s.updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: [
      ...(commitment === undefined ? [] : [sql<SqlBool>`s.commitment = ${commitment}`]),
      ...anyOf(sql`s.member`, query.member),
      ...anyOf(sql`s.plan`, query.plan),
      ...anyOf(sql`s.cycle_year`, query.cycleYear, 'integer'),
      ...anyOf(sql`s.completion`, query.completion),
      ...lifecycle(query, commitment),
      ...overdue(query, today),
      ...(query.dueBefore === undefined ? [] : [sql<SqlBool>`s.due_on < ${query.dueBefore}::date`]),
      ...(query.dueAfter === undefined ? [] : [sql<SqlBool>`s.due_on > ${query.dueAfter}::date`]),
      ...byExternalRef('milestone', sql`s.milestone`, query.externalRef)
    ],
    body: id => milestoneJson(id, today)
  }
}

/** What was entered in error is hidden unless asked for, across commitments also what hangs below a commitment that was. */
function lifecycle (query: MilestoneQuery, commitment: string | undefined): RawBuilder<SqlBool>[] {
  if (query.lifecycle !== undefined) return anyOf(sql`s.lifecycle`, query.lifecycle)
  const mistaken = sql`select 1 from commitment_status c where c.commitment = s.commitment and c.lifecycle = 'entered_in_error'`
  return [sql<SqlBool>`s.lifecycle <> 'entered_in_error'`, ...(commitment === undefined ? [sql<SqlBool>`not exists (${mistaken})`] : [])]
}

function overdue (query: MilestoneQuery, today: string): RawBuilder<SqlBool>[] {
  if (query.overdue === undefined) return []
  return [query.overdue ? sql<SqlBool>`s.open_due_on < ${today}::date` : sql<SqlBool>`coalesce(s.open_due_on >= ${today}::date, true)`]
}

export const findMilestone = (db: Db, id: string, today: string) => readShape(db, milestoneJson(sql`${id}::uuid`, today))

/** Where a milestone belongs; undefined when there is none. */
export async function findMilestonePlace (db: Db, id: string): Promise<{ id: string, commitment: string, plan: string, member: string } | undefined> {
  return await db.selectFrom('milestone as m').innerJoin('commitment as c', 'c.id', 'm.commitment').innerJoin('action_plan as p', 'p.id', 'c.plan')
    .select(['m.id', 'm.commitment', 'c.plan', 'p.member']).where('m.id', '=', id).executeTakeFirst()
}

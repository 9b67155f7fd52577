import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { ActionPlan, ActionPlanQuery } from './action-plan.schemas.ts'
import { actionPlanJson, planSummaryJson } from './action-plan.select.ts'

export function actionPlanListing (query: ActionPlanQuery): Listing<ActionPlan> {
  return {
    from: sql`action_plan`,
    id: sql`id`,
    idType: 'text',
    sorts: {
      id: { expression: sql`id`, cast: 'text' },
      cycleYear: { expression: sql`cycle_year`, cast: 'integer' },
      '-cycleYear': { expression: sql`cycle_year`, cast: 'integer', descending: true },
      updatedAt: { expression: sql`updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: [
      ...anyOf(sql`member`, query.member),
      ...(query.region === undefined ? [] : [sql<boolean>`member in (select id from member where region = any (${query.region}::text[]))`]),
      ...anyOf(sql`cycle_year`, query.cycleYear, 'integer'),
      ...anyOf(sql`lifecycle`, query.lifecycle),
      ...byExternalRef('action-plan', sql`id`, query.externalRef)
    ],
    body: actionPlanJson
  }
}

export const findActionPlan = (db: Db, id: string) => readShape(db, actionPlanJson(sql`${id}`))

export const findPlanSummary = (db: Db, id: string, today: string) => readShape(db, planSummaryJson(id, today))

/** Whose plan it is; undefined when there is no such plan. */
export async function findPlanMember (db: Db, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('action_plan').select('member').where('id', '=', id).executeTakeFirst()
  return row?.member
}

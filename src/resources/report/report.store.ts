import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { Report, ReportFacts, ReportQuery } from './report.schemas.ts'
import { reportJson, reportSorts } from './report.select.ts'

export function reportListing (query: ReportQuery): Listing<Report> {
  return {
    from: sql`report r join action_plan p on p.id = r.plan`,
    id: sql`r.id`,
    idType: 'uuid',
    sorts: reportSorts(sql`r.updated_at`),
    filters: [
      ...anyOf(sql`p.member`, query.member),
      ...anyOf(sql`r.plan`, query.plan),
      ...anyOf(sql`r.type`, query.type),
      ...anyOf(sql`r.author_kind`, query.authorKind),
      ...anyOf(sql`r.stage`, query.stage),
      ...byExternalRef('report', sql`r.id`, query.externalRef)
    ],
    body: reportJson
  }
}

export const findReport = (db: Db, id: string) => readShape(db, reportJson(sql`${id}::uuid`))

/** What decides which things a report may say. */
export interface Occasion extends Pick<ReportFacts, 'id' | 'plan' | 'type' | 'authorKind' | 'publishedOn'> { cycleYear: number }

export async function findOccasion (db: Db, id: string): Promise<Occasion | undefined> {
  const row = await db.selectFrom('report as r').innerJoin('action_plan as p', 'p.id', 'r.plan')
    .select(['r.id', 'r.plan', 'r.type', 'r.author_kind as authorKind', 'r.published_on as publishedOn', 'p.cycle_year as cycleYear'])
    .where('r.id', '=', id).executeTakeFirst()
  return row as Occasion | undefined
}

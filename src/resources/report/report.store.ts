import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { Report, ReportQuery } from './report.schemas.ts'
import { reportJson } from './report.select.ts'

export function reportListing (query: ReportQuery): Listing<Report> {
  return {
    from: sql`report r join action_plan p on p.id = r.plan`,
    id: sql`r.id`,
    idType: 'uuid',
    sorts: {
      publishedOn: { expression: sql`coalesce(r.published_on, 'infinity')`, cast: 'date' },
      '-publishedOn': { expression: sql`coalesce(r.published_on, '-infinity')`, cast: 'date', descending: true },
      updatedAt: { expression: sql`r.updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`r.updated_at`, cast: 'timestamptz', descending: true }
    },
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

import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { Assessment, AssessmentQuery } from './assessment.schemas.ts'
import { assessmentJson } from './assessment.select.ts'

export function assessmentListing (query: AssessmentQuery, commitment?: string): Listing<Assessment> {
  return {
    from: sql`assessment a join report r on r.id = a.report join action_plan p on p.id = r.plan`,
    id: sql`a.id`,
    idType: 'uuid',
    sorts: {
      publishedOn: { expression: sql`coalesce(r.published_on, 'infinity')`, cast: 'date' },
      '-publishedOn': { expression: sql`coalesce(r.published_on, '-infinity')`, cast: 'date', descending: true },
      updatedAt: { expression: sql`a.updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`a.updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: [
      ...(commitment === undefined ? [] : [sql<SqlBool>`a.commitment = ${commitment}`]),
      ...anyOf(sql`p.member`, query.member),
      ...anyOf(sql`r.plan`, query.plan),
      ...anyOf(sql`a.report`, query.report, 'uuid'),
      ...anyOf(sql`(a.indicators #>> '{completion,value}')`, query.completion),
      ...(query.starred === undefined ? [] : [sql<SqlBool>`a.starred = ${query.starred}`]),
      ...(query.starMismatch === undefined ? [] : [query.starMismatch ? sql<SqlBool>`a.starred <> a.computed_star` : sql<SqlBool>`coalesce(a.starred = a.computed_star, true)`]),
      ...byExternalRef('assessment', sql`a.id`, query.externalRef)
    ],
    body: assessmentJson
  }
}

export const findAssessment = (db: Db, id: string) => readShape(db, assessmentJson(sql`${id}::uuid`))

import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { ProgressUpdate, ProgressUpdateQuery } from './progress-update.schemas.ts'
import { progressUpdateJson } from './progress-update.select.ts'

export function progressUpdateListing (query: ProgressUpdateQuery, commitment?: string): Listing<ProgressUpdate> {
  return {
    from: sql`progress_update u join commitment c on c.id = u.commitment join action_plan p on p.id = c.plan`,
    id: sql`u.id`,
    idType: 'uuid',
    sorts: {
      reportedOn: { expression: sql`u.reported_on`, cast: 'date' },
      '-reportedOn': { expression: sql`u.reported_on`, cast: 'date', descending: true },
      updatedAt: { expression: sql`u.updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`u.updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: [
      ...(commitment === undefined ? [] : [sql<SqlBool>`u.commitment = ${commitment}`]),
      ...anyOf(sql`p.member`, query.member),
      ...anyOf(sql`c.plan`, query.plan),
      ...anyOf(sql`u.institution`, query.institution),
      ...anyOf(sql`u.period`, query.period),
      ...anyOf(sql`u.completion`, query.completion),
      ...anyOf(sql`u.milestone`, query.milestone, 'uuid'),
      ...byExternalRef('progress-update', sql`u.id`, query.externalRef)
    ],
    body: progressUpdateJson
  }
}

export const findProgressUpdate = (db: Db, id: string) => readShape(db, progressUpdateJson(sql`${id}::uuid`))

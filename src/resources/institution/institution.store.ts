import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { Speaker } from './institution.rules.ts'
import type { Institution, InstitutionQuery } from './institution.schemas.ts'
import { institutionJson } from './institution.select.ts'

export function institutionListing (query: InstitutionQuery): Listing<Institution> {
  return {
    from: sql`institution`,
    id: sql`id`,
    idType: 'text',
    sorts: {
      id: { expression: sql`id`, cast: 'text' },
      updatedAt: { expression: sql`updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: [
      ...anyOf(sql`member`, query.member),
      ...anyOf(sql`kind`, query.kind),
      ...byExternalRef('institution', sql`id`, query.externalRef)
    ],
    body: institutionJson
  }
}

export const findInstitution = (db: Db, id: string) => readShape(db, institutionJson(sql`${id}`))

/** What decides for whom an institution speaks. */
export async function findSpeaker (db: Db, id: string): Promise<Speaker | undefined> {
  return await db.selectFrom('institution').select(['id', 'kind', 'member']).where('id', '=', id).executeTakeFirst() as Speaker | undefined
}

import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { PolicyArea, PolicyAreaQuery } from './policy-area.schemas.ts'
import { policyAreaJson } from './policy-area.select.ts'

export function policyAreaListing (query: PolicyAreaQuery): Listing<PolicyArea> {
  return {
    from: sql`policy_area`,
    id: sql`id`,
    idType: 'text',
    sorts: {
      id: { expression: sql`id`, cast: 'text' },
      updatedAt: { expression: sql`updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: [
      ...anyOf(sql`kind`, query.kind),
      ...anyOf(sql`taxonomy`, query.taxonomy),
      ...anyOf(sql`broader`, query.broader),
      ...byExternalRef('policy-area', sql`id`, query.externalRef)
    ],
    body: policyAreaJson
  }
}

export const findPolicyArea = (db: Db, id: string) => readShape(db, policyAreaJson(sql`${id}`))

import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf, byExternalRef } from '../../db/keyset.ts'
import type { Member, MemberQuery } from './member.schemas.ts'
import { memberJson } from './member.select.ts'

export function memberListing (query: MemberQuery): Listing<Member> {
  return {
    from: sql`member`,
    id: sql`id`,
    idType: 'text',
    sorts: {
      id: { expression: sql`id`, cast: 'text' },
      updatedAt: { expression: sql`updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: [
      ...anyOf(sql`kind`, query.kind),
      ...anyOf(sql`region`, query.region),
      ...anyOf(sql`parent`, query.parent),
      ...anyOf(sql`status`, query.status),
      ...byExternalRef('member', sql`id`, query.externalRef)
    ],
    body: memberJson
  }
}

export const findMember = (db: Db, id: string) => readShape(db, memberJson(sql`${id}`))

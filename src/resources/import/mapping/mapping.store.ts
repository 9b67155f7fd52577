import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../db/database.ts'
import { instant, readShape } from '../../../db/json.ts'
import { type Listing, anyOf } from '../../../db/keyset.ts'
import type { ImportMapping, ImportMappingQuery } from './mapping.schemas.ts'

const mappingJson = (id: RawBuilder<unknown>) => sql<ImportMapping>`(
  select json_build_object('id', m.id, 'member', m.member, 'language', m.language, 'dates', m.dates, 'columns', m.columns,
    'revision', m.revision, 'updatedAt', ${instant(sql`m.updated_at`)}) from import_mapping m where m.id = ${id})`

export function mappingListing (query: ImportMappingQuery): Listing<ImportMapping> {
  return {
    from: sql`import_mapping`,
    id: sql`id`,
    idType: 'text',
    sorts: {
      id: { expression: sql`id`, cast: 'text' },
      updatedAt: { expression: sql`updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: anyOf(sql`member`, query.member),
    body: mappingJson
  }
}

export const findMapping = (db: Db, source: string) => readShape(db, mappingJson(sql`${source}`))

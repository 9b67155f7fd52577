import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import type { Listing } from '../../db/keyset.ts'
import type { Code, CodeList } from './code-list.schemas.ts'
import { codeListJson } from './code-list.select.ts'

export function codeListListing (): Listing<CodeList> {
  return {
    from: sql`code_list`,
    id: sql`id`,
    idType: 'text',
    sorts: {
      id: { expression: sql`id`, cast: 'text' },
      updatedAt: { expression: sql`updated_at`, cast: 'timestamptz' },
      '-updatedAt': { expression: sql`updated_at`, cast: 'timestamptz', descending: true }
    },
    filters: [],
    body: codeListJson
  }
}

export const findCodeList = (db: Db, id: string) => readShape(db, codeListJson(sql`${id}`))

/** The codes of a list that every database has from its first start. */
export async function findCodes (db: Db, id: string): Promise<Code[]> {
  const row = await db.selectFrom('code_list').select('codes').where('id', '=', id).executeTakeFirstOrThrow()
  return row.codes
}

import type { Db } from '../../db/database.ts'
import { listRows } from '../../db/keyset.ts'
import { codeListListing } from '../../resources/code-list/code-list.store.ts'
import { type Language, textIn } from './language.ts'

/** The label of a code in the language of a page; a code that no list has, as it is. */
export type Labels = (list: string, code: string) => string

/** Labels as the code lists of this database give them, which a registrar may have corrected. */
export async function readLabels (db: Db, language: Language): Promise<Labels> {
  const rows = await listRows(db, codeListListing(), { sort: 'id', limit: 200, after: null })
  const known = new Map(rows.flatMap(({ body }) => body.codes.map(({ code, label }) => [`${body.id} ${code}`, textIn(label, language).text] as const)))
  return (list, code) => known.get(`${list} ${code}`) ?? code
}

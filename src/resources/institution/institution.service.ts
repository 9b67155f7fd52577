import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { InstitutionFacts } from './institution.schemas.ts'
import { institutionFacts } from './institution.select.ts'

/** Writes institutions as they shall stand, new or changed, each with its revision. */
export async function saveInstitutions (tx: Tx, context: WriteContext, institutions: InstitutionFacts[]): Promise<void> {
  if (institutions.length === 0) return
  await saveRows(tx, 'institution', institutions.map(institution => ({
    id: institution.id,
    name: institution.name,
    short_name: institution.shortName,
    kind: institution.kind,
    member: institution.member,
    url: institution.url,
    updated_at: context.at
  })))
  await replaceRefs(tx, 'institution', institutions)
  await record(tx, context, 'institution', 'institution', institutionFacts, institutions.map(({ id }) => id))
}

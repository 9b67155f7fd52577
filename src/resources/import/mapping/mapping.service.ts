import { sql } from 'kysely'
import type { Tx } from '../../../db/database.ts'
import { lockName } from '../../../db/transaction.ts'
import { type ErrorItem, ProblemError } from '../../../errors.ts'
import type { WriteContext } from '../../../log/record.ts'
import { findMember } from '../../member/member.store.ts'
import { fieldOf } from '../table/columns.ts'
import { FIELDS, plainName } from '../table/field.rules.ts'
import type { ImportMapping, ImportMappingDocument, ImportMappingPart } from './mapping.schemas.ts'
import { findMapping } from './mapping.store.ts'

/** Fields that nobody knows, and headers that are mapped twice. */
export function mappingFaults ({ columns }: Pick<ImportMappingPart, 'columns'>): Required<Pick<ErrorItem, 'pointer' | 'detail'>>[] {
  const seen = new Set<string>()
  return columns.flatMap(({ header, field }, index) => {
    const name = plainName(header)
    const twice = seen.has(name)
    seen.add(name)
    return [
      ...(twice ? [{ pointer: `/columns/${index}/header`, detail: 'is mapped already: case, accents and punctuation do not matter' }] : []),
      ...(field === null || fieldOf(field) !== undefined ? [] : [{ pointer: `/columns/${index}/field`, detail: `is no field of a table; texts take a language, as in title:es. There are ${Object.keys(FIELDS).join(', ')}` }])
    ]
  })
}

/**
 * Writes the mapping of a source; the same again changes nothing.
 * @param check asks whether the revision that stands, undefined where there is none, is the one that the writer has seen
 * @throws ProblemError invalid-body, unknown-reference, and what check throws
 */
export async function putMapping (tx: Tx, context: WriteContext, source: string, said: ImportMappingDocument, check: (revision: number | undefined) => void): Promise<{ created: boolean, mapping: ImportMapping }> {
  const errors = mappingFaults(said)
  if (errors.length > 0) throw new ProblemError('invalid-body', `${errors.length} thing(s) in the mapping do not fit.`, { errors })
  await lockName(tx, `import mapping ${source}`)
  const before = await findMapping(tx, source)
  check(before?.revision)
  if (await findMember(tx, said.member) === undefined) throw new ProblemError('unknown-reference', `There is no member ${said.member}.`, { errors: [{ pointer: '/member', detail: 'does not exist' }] })
  const { member, language = null, dates = null, columns } = said
  const row = { member, language, dates, columns: JSON.stringify(columns) }
  const same = before !== undefined && JSON.stringify([before.member, before.language, before.dates, before.columns.map(({ header, field }) => [header, field])]) ===
    JSON.stringify([member, language, dates, columns.map(({ header, field }) => [header, field])])
  if (!same) {
    await tx.insertInto('import_mapping').values({ id: source, ...row, updated_at: context.at })
      .onConflict(conflict => conflict.column('id').doUpdateSet({ ...row, revision: sql`import_mapping.revision + 1`, updated_at: context.at })).execute()
  }
  return { created: before === undefined, mapping: await findMapping(tx, source) as ImportMapping }
}

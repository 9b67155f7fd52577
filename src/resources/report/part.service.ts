import { canonicalText } from '../../log/canonical.ts'

export interface Part<F extends { id: string }> {
  /** The part as it shall stand, but for its id. */
  wanted: Omit<F, 'id'>
  newId: () => string
  find: () => Promise<(F & { revision: number, updatedAt: string }) | undefined>
  /** Decides whether the revision that stands, undefined where there is none, may be replaced (412). */
  expected: (revision: number | undefined) => void
  /** Writes the row and its revision. */
  save: (facts: F) => Promise<void>
}

/**
 * Writes what a report has at most one of, whole; the caller has locked the report. The same again writes nothing.
 * @returns it as it stands, and whether it is new
 */
export async function putPart<F extends { id: string }> ({ wanted, newId, find, expected, save }: Part<F>) {
  const known = await find()
  expected(known?.revision)
  const facts = { ...wanted, id: known?.id ?? newId() } as F
  if (known !== undefined) {
    const { revision: _revision, updatedAt: _at, ...standing } = known
    if (canonicalText(standing) === canonicalText(facts)) return { created: false, part: known }
  }
  await save(facts)
  return { created: known === undefined, part: await find() as NonNullable<typeof known> }
}

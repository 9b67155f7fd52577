import type { Finding } from './merge.rules.ts'

/** Which known entity an item of a document is (shapes.md, plan document): by id, else code, else an external reference, else its number. */

interface Ref { source: string, id: string }
export interface Known { id: string, code?: string | null, number: string | null, externalRefs: Ref[], lifecycle?: string }
export interface Item { id?: string, code?: string | null, number?: string | null, externalRefs?: Ref[] }

export interface Match<K> {
  /** The entity that the item is; undefined where it is new. */
  known: K | undefined
  finding?: Finding
}

const refKey = (ref: Ref): string => `${ref.source}:${ref.id}`

/** Position -> match, for all items of one list. `base` is the pointer of the list. */
export function matchItems<K extends Known> (known: K[], items: Item[], base: string): Match<K>[] {
  const byId = new Map(known.map(entity => [entity.id, entity]))
  const byCode = new Map(known.filter(entity => entity.code != null).map(entity => [entity.code, entity]))
  const byRef = new Map(known.flatMap(entity => entity.externalRefs.map(ref => [refKey(ref), entity] as const)))
  const live = known.filter(entity => entity.lifecycle !== 'entered_in_error')
  const countHere = tally(live.map(entity => entity.number))
  const countThere = tally(items.map(item => item.number))
  const byNumber = new Map(live.filter(entity => countHere.get(entity.number) === 1).map(entity => [entity.number, entity]))
  const taken = new Map<string, number>()

  /** The entity, or why it cannot be told. */
  const find = (item: Item): K | undefined | string => {
    const refs = item.externalRefs ?? []
    const ref = refs.find(ref => byRef.has(refKey(ref)))
    const sure = byId.get(item.id ?? '') ?? byCode.get(item.code ?? '') ?? (ref === undefined ? undefined : byRef.get(refKey(ref)))
    if (sure !== undefined) return sure
    const hasIdentity = item.id !== undefined || item.code != null || refs.length > 0
    if (item.number == null) return hasIdentity ? undefined : 'it has neither id, code, external reference nor number'
    const uniqueThere = countThere.get(item.number) === 1
    const one = uniqueThere ? byNumber.get(item.number) : undefined
    // An id of its own says that it is something new, the number that it is not: neither is guessed.
    if (one !== undefined && item.id !== undefined) return `the number ${item.number} is that of ${one.id}: send that id, or send both`
    const unsure = !uniqueThere || (countHere.get(item.number) ?? 0) > 1
    return unsure && !hasIdentity ? `the number ${item.number} is not unique here and in the document: tell it apart by its id, its OGP code where it has one, or an external id` : one
  }

  return items.map((item, index) => {
    const pointer = `${base}/${index}`
    const entity = find(item)
    if (typeof entity === 'string') return { known: undefined, finding: ambiguous(pointer, entity) }
    if (entity !== undefined) {
      const earlier = taken.get(entity.id)
      if (earlier !== undefined) return { known: undefined, finding: ambiguous(pointer, `it is the same as ${base}/${earlier}`) }
      taken.set(entity.id, index)
    }
    return { known: entity }
  })
}

function ambiguous (pointer: string, detail: string): Finding {
  return { pointer, code: 'ambiguous-identity', detail }
}

function tally (values: (string | null | undefined)[]): Map<string | null | undefined, number> {
  const counts = new Map<string | null | undefined, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

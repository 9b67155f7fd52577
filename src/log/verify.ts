import { EMPTY_ROOT, type Hash, nodeHash, splitOf } from './merkle.ts'

/** What a reader of the log checks (RFC 6962, section 2.1): the proofs read backwards, by the definition that made them. */

const same = (one: Hash | undefined, other: Hash): boolean => one !== undefined && Buffer.compare(one, other) === 0

function rootFrom (index: number, size: number, leaf: Hash, proof: readonly Hash[]): Hash | undefined {
  const sibling = proof.at(-1)
  if (size === 1 || sibling === undefined) return size === 1 && sibling === undefined ? leaf : undefined
  const [left, rest] = [splitOf(size), proof.slice(0, -1)]
  const inner = index < left ? rootFrom(index, left, leaf, rest) : rootFrom(index - left, size - left, leaf, rest)
  return inner && (index < left ? nodeHash(inner, sibling) : nodeHash(sibling, inner))
}

/** Whether the leaf stands at this index of the tree that the root names. */
export function provesInclusion (leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  return index >= 0 && index < size && same(rootFrom(index, size, leaf, proof), root)
}

/** Both roots that a proof leads to: of the older tree, and of the tree that grew from it. */
function rootsFrom (older: number, size: number, whole: Hash | undefined, proof: readonly Hash[]): [Hash, Hash] | undefined {
  const last = proof.at(-1)
  if (older === size) {
    const hash = whole ?? last
    return hash === undefined || proof.length !== (whole === undefined ? 1 : 0) ? undefined : [hash, hash]
  }
  if (last === undefined) return undefined
  const [left, rest] = [splitOf(size), proof.slice(0, -1)]
  const inner = older <= left ? rootsFrom(older, left, whole, rest) : rootsFrom(older - left, size - left, undefined, rest)
  if (inner === undefined) return undefined
  return older <= left ? [inner[0], nodeHash(inner[1], last)] : [nodeHash(last, inner[0]), nodeHash(last, inner[1])]
}

/** Whether the older tree is the beginning of the newer one: nothing in it was changed, removed or put elsewhere. */
export function provesConsistency (older: { size: number, root: Hash }, newer: { size: number, root: Hash }, proof: readonly Hash[]): boolean {
  if (older.size < 0 || older.size > newer.size) return false
  if (older.size === 0) return proof.length === 0 && same(older.root, EMPTY_ROOT)
  const roots = rootsFrom(older.size, newer.size, older.root, proof)
  return same(roots?.[0], older.root) && same(roots?.[1], newer.root)
}

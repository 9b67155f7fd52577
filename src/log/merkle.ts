import { createHash } from 'node:crypto'

/**
 * The Merkle tree of RFC 6962, section 2.1: pure, over a function that gives the hashes of complete subtrees, wherever
 * they are kept. A complete subtree of a level has 2^level leaves and begins at a multiple of that.
 */

export type Hash = Uint8Array
export interface Subtree { level: number, index: number }
export type HashAt = (level: number, index: number) => Hash

const sha256 = (...parts: Uint8Array[]): Hash => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

// Leaves and nodes are told apart, so that no node passes for an entry (RFC 6962, section 2.1).
const [LEAF, NODE] = [Uint8Array.of(0), Uint8Array.of(1)]

export const EMPTY_ROOT = sha256()
export const leafHash = (entry: Uint8Array): Hash => sha256(LEAF, entry)
export const nodeHash = (left: Hash, right: Hash): Hash => sha256(NODE, left, right)

/** The leaves of the left branch: the largest power of two below `size`. */
export function splitOf (size: number): number {
  let left = 1
  while (left * 2 < size) left *= 2
  return left
}

/** MTH(D[begin:end]) of section 2.1; nothing but complete subtrees is asked for. */
function hashOf (at: HashAt, begin: number, end: number): Hash {
  const size = end - begin
  if (Number.isInteger(Math.log2(size))) return at(Math.log2(size), begin / size)
  const middle = begin + splitOf(size)
  return nodeHash(hashOf(at, begin, middle), hashOf(at, middle, end))
}

export const rootOf = (at: HashAt, size: number): Hash => size === 0 ? EMPTY_ROOT : hashOf(at, 0, size)

/** PATH(m, D[n]) of section 2.1.1, for 0 <= index < size. */
export function inclusionProof (at: HashAt, index: number, size: number): Hash[] {
  const path = (begin: number, end: number): Hash[] => {
    if (end - begin === 1) return []
    const middle = begin + splitOf(end - begin)
    return index < middle ? [...path(begin, middle), hashOf(at, middle, end)] : [...path(middle, end), hashOf(at, begin, middle)]
  }
  return path(0, size)
}

/** PROOF(m, D[n]) of section 2.1.2, for 0 <= older <= size; anything is consistent with an empty tree. */
export function consistencyProof (at: HashAt, older: number, size: number): Hash[] {
  const subproof = (begin: number, end: number, whole: boolean): Hash[] => {
    if (older === end) return whole ? [] : [hashOf(at, begin, end)]
    const middle = begin + splitOf(end - begin)
    return older <= middle
      ? [...subproof(begin, middle, whole), hashOf(at, middle, end)]
      : [...subproof(middle, end, false), hashOf(at, begin, middle)]
  }
  return older === 0 ? [] : subproof(0, size, true)
}

/** The complete subtrees that `leaves` complete, themselves included, after a tree of `size`. */
export function append (at: HashAt, size: number, leaves: readonly Hash[]): (Subtree & { hash: Hash })[] {
  const made = new Map<string, Subtree & { hash: Hash }>()
  const make = (level: number, index: number, hash: Hash): void => {
    made.set(`${level}/${index}`, { level, index, hash })
    if (index % 2 === 1) make(level + 1, (index - 1) / 2, nodeHash(made.get(`${level}/${index - 1}`)?.hash ?? at(level, index - 1), hash))
  }
  for (const [offset, leaf] of leaves.entries()) make(0, size + offset, leaf)
  return [...made.values()]
}

/**
 * A tree that leaves are added to one by one: of all it holds, only the complete subtrees at its right edge are kept, one of a
 * level at most. `complete` hears of each subtree above the leaves once it is complete.
 */
export function growingTree (complete: (level: number, hash: Hash) => void): { push: (leaf: Hash) => void, root: () => Hash } {
  const edge: (Hash | undefined)[] = []
  return {
    push: (leaf) => {
      let [level, hash] = [0, leaf]
      for (let left = edge[0]; left !== undefined; left = edge[level]) {
        edge[level++] = undefined
        hash = nodeHash(left, hash)
        complete(level, hash)
      }
      edge[level] = hash
    },
    root: () => edge.reduce((right, left) => left === undefined || right === undefined ? left ?? right : nodeHash(left, right), undefined) ?? EMPTY_ROOT
  }
}

/** The hashes of subtrees that are known. */
export function hashesAt (known: Iterable<Subtree & { hash: Hash }>): HashAt {
  const hashes = new Map([...known].map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return (level, index) => hashes.get(`${level}/${index}`) as Hash
}

/** The subtrees that `read` asks for, so that they can be fetched at once before it runs. */
export function subtreesOf (read: (at: HashAt) => unknown): Subtree[] {
  const asked: Subtree[] = []
  read((level, index) => {
    asked.push({ level, index })
    return EMPTY_ROOT
  })
  return asked
}

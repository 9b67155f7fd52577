import fc from 'fast-check'
import t from 'tap'
import { hex, vectors } from '../_support/vectors.ts'
import { EMPTY_ROOT, type Hash, type HashAt, append, consistencyProof, inclusionProof, leafHash, nodeHash, rootOf, subtreesOf } from '../../src/log/merkle.ts'
import { provesConsistency, provesInclusion } from '../../src/log/verify.ts'

const RUNS = { numRuns: Number(process.env.PROVE_RUNS ?? 60), seed: 6962 }

/** A tree as the service grows it, by batches, and read only by what it kept. */
function grow (leaves: Hash[], batch = leaves.length): HashAt {
  const kept = new Map<string, Hash>()
  const at: HashAt = (level, index) => kept.get(`${level}/${index}`) as Hash
  for (let size = 0; size < leaves.length; size += batch) {
    for (const { level, index, hash } of append(at, size, leaves.slice(size, size + batch))) kept.set(`${level}/${index}`, hash)
  }
  return at
}

/** The definition, word for word (RFC 6962, section 2.1). */
function naiveRoot (leaves: Hash[]): Hash {
  if (leaves.length === 0) return EMPTY_ROOT
  if (leaves.length === 1) return leaves[0] as Hash
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1))
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)))
}

const { leaves: entries, roots } = vectors<{ leaves: string[], roots: string[] }>('valid', 'log/roots')
const leaves = entries.map(entry => leafHash(hex(entry)))
const at = grow(leaves)

t.test('roots are those of Certificate Transparency', async (t) => {
  for (const [size, root] of roots.entries()) t.equal(Buffer.from(rootOf(at, size)).toString('hex'), root, `of ${size} leaves`)
})

t.test('proofs are those of Certificate Transparency', async (t) => {
  const asHex = (proof: Hash[]) => proof.map(hash => Buffer.from(hash).toString('hex'))
  for (const { index, size, proof } of vectors<{ proofs: { index: number, size: number, proof: string[] }[] }>('valid', 'log/inclusion').proofs) {
    t.strictSame(asHex(inclusionProof(at, index, size)), proof, `of leaf ${index} in ${size}`)
  }
  for (const { older, size, proof } of vectors<{ proofs: { older: number, size: number, proof: string[] }[] }>('valid', 'log/consistency').proofs) {
    t.strictSame(asHex(consistencyProof(at, older, size)), proof, `from ${older} to ${size}`)
  }
  t.strictSame(consistencyProof(at, 0, 8), [], 'anything is consistent with nothing')
})

t.test('what a proof needs is known before it is made', async (t) => {
  t.strictSame(subtreesOf(at => rootOf(at, 7)), [{ level: 2, index: 0 }, { level: 1, index: 2 }, { level: 0, index: 6 }])
  t.strictSame(subtreesOf(at => inclusionProof(at, 5, 7)), [{ level: 0, index: 4 }, { level: 0, index: 6 }, { level: 2, index: 0 }])
})

const tree = fc.integer({ min: 1, max: 300 }).map(size => Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`entry ${index}`))))
const grown = fc.tuple(tree, fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat())
  .map(([leaves, batch, one, other]) => ({ leaves, batch, index: one % leaves.length, older: other % (leaves.length + 1) }))

t.test('every tree, however it grew, has the root of the definition, at every size it had', async () => {
  fc.assert(fc.property(grown, ({ leaves, batch, older }) => {
    const at = grow(leaves, batch)
    return [leaves.length, older].every(size => Buffer.compare(rootOf(at, size), naiveRoot(leaves.slice(0, size))) === 0)
  }), RUNS)
})

t.test('every leaf is proved, and no other leaf, place, size, root or proof', async () => {
  fc.assert(fc.property(grown, fc.nat(), ({ leaves, index }, n) => {
    const [at, size] = [grow(leaves), leaves.length]
    const [leaf, root, proof] = [leaves[index] as Hash, rootOf(at, size), inclusionProof(at, index, size)]
    const flipped = proof.map((hash, place) => place === n % proof.length ? Buffer.from(hash).map(byte => byte ^ 1) : hash)
    return provesInclusion(leaf, index, size, proof, root) &&
      !provesInclusion(leafHash(Buffer.from('forged')), index, size, proof, root) &&
      !provesInclusion(leaf, (index + 1) % (size + 1), size, proof, root) &&
      !provesInclusion(leaf, -1, size, proof, root) &&
      !provesInclusion(leaf, index, size, [...proof, root], root) &&
      !provesInclusion(leaf, index, size, proof, EMPTY_ROOT) &&
      (proof.length === 0 || !provesInclusion(leaf, index, size, proof.slice(1), root)) &&
      (proof.length === 0 || !provesInclusion(leaf, index, size, flipped, root))
  }), RUNS)
})

t.test('every growth is proved, and no change of what was there', async (t) => {
  fc.assert(fc.property(grown, fc.nat(), ({ leaves, older }, n) => {
    const [at, size] = [grow(leaves), leaves.length]
    const [was, is, proof] = [{ size: older, root: rootOf(at, older) }, { size, root: rootOf(at, size) }, consistencyProof(at, older, size)]
    const changed = grow(leaves.map((leaf, index) => index === n % Math.max(older, 1) ? leafHash(Buffer.from('forged')) : leaf))
    const rewritten = { size, root: rootOf(changed, size) }
    return provesConsistency(was, is, proof) && !provesConsistency(was, is, [...proof, is.root]) &&
      (proof.length === 0 || !provesConsistency(was, is, proof.slice(1))) &&
      !provesConsistency({ size: size + 1, root: is.root }, is, proof) && !provesConsistency({ size: -1, root: is.root }, is, proof) &&
      (older === 0 || !provesConsistency(was, rewritten, consistencyProof(changed, older, size))) &&
      (older === 0 || !provesConsistency({ size: older, root: EMPTY_ROOT }, is, proof))
  }), RUNS)
  t.notOk(provesConsistency({ size: 0, root: rootOf(at, 1) }, { size: 8, root: rootOf(at, 8) }, []), 'nothing has the root of nothing')
})

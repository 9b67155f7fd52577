import { type Hash, growingTree, leafHash } from '../log/merkle.ts'
import { TILE_HEIGHT, TILE_WIDTH } from '../log/tile.ts'
import { Difference } from './difference.ts'
import { OlderCheckpoint, readCheckpoint, readKey } from './head.ts'
import { Keys } from './keys.ts'
import { verifyPresent } from './present.ts'
import { type Read, ahead } from './read.ts'
import { Chains, contradiction, readEntry } from './record.ts'
import { redactionReader } from './redaction.ts'
import { type LoggedRevision, readNewestIndex, readRevisions } from './revisions.ts'
import { readBeyond, readLeaves, verifyUpper } from './tiles.ts'

/**
 * Verifies a public log from its addresses alone (log.md, section 3): its signature, its tree, every entry, and every revision
 * against its entry, and what stands now against its newest revision. In memory it holds the right edge of the tree and a little of each entity.
 */

export interface Verified {
  origin: string
  size: number
  /** In base64, as checkpoints have it. */
  root: string
  /** Revisions whose text was taken away with a reason: their entries are verified, their texts are not there to be. */
  redacted: number
  /** Where the older checkpoint was signed by an earlier key, which the record replaces by this one. */
  newKey?: string
}

export interface Options {
  /** An older checkpoint that somebody kept: a signed note. */
  since?: string
  /** Hears how many of all entries are done. */
  progress: (done: number, size: number) => void
}

const same = (one: Hash, other: Hash | undefined): boolean => other !== undefined && Buffer.compare(one, other) === 0

/**
 * @throws Difference the first one
 * @throws UnreadableError where the log cannot be read
 */
export async function verifyLog (read: Read, { since, progress }: Options): Promise<Verified> {
  // Asked for before the checkpoint, which then covers it: both are written in one transaction.
  const newest = await readNewestIndex(read)
  const vkey = await readKey(read)
  const { origin, size, root } = await readCheckpoint(read, vkey)
  if (newest !== undefined && newest >= size) throw new Difference(`entry ${newest}`, `has a revision, and the signed log has ${size} entries`)
  const older = since === undefined ? undefined : new OlderCheckpoint(since, vkey)
  older?.reach(size)

  const upper: Hash[][] = []
  const tree = growingTree((level, hash) => {
    if (level % TILE_HEIGHT === 0) (upper[level / TILE_HEIGHT - 1] ??= []).push(hash)
  })
  const chains = new Chains()
  const revisions = revisionVerifier(read, size, chains)
  for await (const { first, entries, hashes, missing } of ahead(Math.ceil(size / TILE_WIDTH), n => readLeaves(read, size, n))) {
    for (const [offset, entry] of entries.entries()) {
      const index = first + offset
      const leaf = leafHash(entry)
      if (!same(leaf, hashes[offset])) throw new Difference(`entry ${index}`, 'is not the one whose hash the tree holds in its place')
      await revisions.verify(index, String(entry))
      tree.push(leaf)
      older?.pass(index + 1, tree.root)
    }
    if (missing !== undefined) throw missing
    progress(first + entries.length, size)
  }
  await verifyUpper(read, upper)
  if (!same(root, tree.root())) throw new Difference('/log/checkpoint', `signs another root than the ${size} entries make`)
  const beyond = await readBeyond(read, size)
  // The log may have grown meanwhile.
  if (beyond !== undefined && (await readCheckpoint(read, vkey)).size === size) throw new Difference(beyond, `is there, and the signed log has ${size} entries`)
  const rotated = older?.end(revisions.keys.leadingTo(vkey)) === true
  await verifyPresent(read, chains)
  return { origin, size, root: Buffer.from(root).toString('base64'), redacted: revisions.redacted(), ...(rotated ? { newKey: vkey } : {}) }
}

/** Holds entries in their order against the revisions that they stand for. */
function revisionVerifier (read: Read, size: number, chains: Chains): { verify: (index: number, text: string) => Promise<void>, keys: Keys, redacted: () => number } {
  const revisions = readRevisions(read, size)
  const keys = new Keys()
  let waiting: IteratorResult<LoggedRevision, undefined> | undefined
  const explain = redactionReader(read)
  let redacted = 0
  return {
    verify: async (index, text) => {
      const entry = readEntry(text)
      if (entry === undefined) throw new Difference(`entry ${index}`, 'is of no kind that is known here')
      const { type, id, rev } = entry
      const where = `entry ${index} (${type} ${id}, revision ${rev})`
      waiting ??= await revisions.next()
      const revision = waiting.value
      if (revision?.logIndex !== index) throw new Difference(where, 'has no revision in its place')
      waiting = undefined
      const { body } = revision
      const wrong = contradiction(text, entry, revision) ??
        (body === null ? await explain(entry, revision.redaction) : type === 'log-key' ? keys.follow(body) : undefined) ?? chains.follow(entry, body)
      if (wrong !== undefined) throw new Difference(where, wrong)
      if (body === null) redacted++
    },
    keys,
    redacted: () => redacted
  }
}

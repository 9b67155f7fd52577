import { type Hash, growingTree, leafHash } from '../log/merkle.ts'
import { PLURALS } from '../log/plural.ts'
import { TILE_HEIGHT, TILE_WIDTH } from '../log/tile.ts'
import { Difference } from './difference.ts'
import { OlderCheckpoint, readCheckpoint, readKey } from './head.ts'
import { Keys } from './keys.ts'
import { type Read, ahead } from './read.ts'
import { Chains, contradiction, readEntry } from './record.ts'
import { type LoggedRevision, readNewestIndex, readRevisions } from './revisions.ts'
import { readBeyond, readLeaves, verifyUpper } from './tiles.ts'

/**
 * Verifies a public log from its addresses alone (log.md, section 3): its signature, its tree, every entry, and every revision
 * against its entry. In memory it holds the right edge of the tree and a little of each entity.
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
  const revisions = revisionVerifier(read, size)
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
  return { origin, size, root: Buffer.from(root).toString('base64'), redacted: revisions.redacted(), ...(rotated ? { newKey: vkey } : {}) }
}

/** Holds entries in their order against the revisions that they stand for. */
function revisionVerifier (read: Read, size: number): { verify: (index: number, text: string) => Promise<void>, keys: Keys, redacted: () => number } {
  const revisions = readRevisions(read, size)
  const chains = new Chains()
  const keys = new Keys()
  let waiting: IteratorResult<LoggedRevision, undefined> | undefined
  let redacted = 0
  return {
    verify: async (index, text) => {
      const entry = readEntry(text)
      if (entry === undefined) throw new Difference(`entry ${index}`, 'is of no kind that is known here')
      const { type, id, rev } = entry
      const where = `entry ${index} (${type} ${id}, revision ${rev})`
      waiting ??= await revisions.next()
      let wrong: string | undefined
      if (waiting.value?.logIndex === index) {
        wrong = contradiction(text, entry, waiting.value) ?? (type === 'log-key' ? keys.follow(waiting.value.body) : undefined)
        waiting = undefined
      } else {
        const { status } = await read(`/v1/${PLURALS[type]}/${encodeURIComponent(String(id).toWellFormed())}/revisions/${rev}`)
        if (status === 410) redacted++
        else wrong = 'has no revision in its place, and nothing that says why'
      }
      wrong ??= chains.follow(entry)
      if (wrong !== undefined) throw new Difference(where, wrong)
    },
    keys,
    redacted: () => redacted
  }
}

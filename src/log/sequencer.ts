import type { Db } from '../db/database.ts'
import { inTransaction, lockName } from '../db/transaction.ts'
import { entryText } from './entry.ts'
import { appendToLog, findNodes, hasPending, listPending, newestCheckpoint } from './log.store.ts'
import { append, hashesAt, leafHash, rootOf, subtreesOf } from './merkle.ts'
import { type OutsideCheckpoint, requireContinuation } from './outside.ts'
import { repeat } from './repeat.ts'

/** What is sequenced at once: the embedded engine serves nobody else meanwhile. */
export const BATCH = 128
/** Milliseconds between looks at what waits: a change is in the log within a second. */
const EVERY = 250
/** The same after a failure, which will hardly be gone at once. */
const AFTER_FAILURE = 5000

/**
 * Gives what waits its place in the log, in the order in which it was committed as far as that can be known, in one
 * transaction (log.md, section 2). Writers never wait for it, other sequencers do. What it then signs is kept `outside`; it
 * refuses to go on where the log does not continue what is kept there.
 * @returns how many revisions it took, `BATCH` at most
 */
export async function sequenceBatch (db: Db, clock: () => Date, outside?: OutsideCheckpoint): Promise<number> {
  // Most looks find nothing, and then need no transaction.
  if (!await hasPending(db)) return 0
  const { taken, checkpoint } = await inTransaction(db, async (tx) => {
    await lockName(tx, 'log')
    if (outside !== undefined) await requireContinuation(tx, outside)
    const pending = await listPending(tx, BATCH)
    // Another sequencer may have taken it.
    if (pending.length === 0) return { taken: 0 }
    const { size, at } = await newestCheckpoint(tx) ?? { size: 0, at: '' }
    const revisions = pending.map((one, offset) => ({ ...one, index: size + offset, entry: entryText(one) }))
    const edge = await findNodes(tx, subtreesOf(at => rootOf(at, size)))
    const nodes = append(hashesAt(edge), size, revisions.map(({ entry }) => leafHash(Buffer.from(entry))))
    const grown = size + revisions.length
    // A larger log was never made earlier, whatever the clocks of several hosts say.
    const now = clock().toISOString()
    const checkpoint = { size: grown, root: rootOf(hashesAt([...edge, ...nodes]), grown), at: now > at ? now : at }
    await appendToLog(tx, { revisions, nodes, checkpoint })
    return { taken: revisions.length, checkpoint }
  })
  // Not before it is committed: what is kept and then not there would stop the log.
  if (checkpoint !== undefined) await outside?.keep(checkpoint)
  return taken
}

/**
 * Sequences until it is stopped, a batch at a time with a turn for others between. `failed` hears of what went wrong; it is
 * tried again.
 * @returns a function that stops it once the batch at hand is done
 */
export function startSequencer (db: Db, clock: () => Date, failed: (error: unknown) => void, outside?: OutsideCheckpoint): () => Promise<void> {
  // An operator who has restored the wrong backup hears of it at once, and not when something is written.
  const checked = outside === undefined ? undefined : requireContinuation(db, outside).catch(failed)
  return repeat(async () => {
    await checked
    return await sequenceBatch(db, clock, outside).then(taken => taken === BATCH ? 0 : EVERY, (error: unknown) => {
      failed(error)
      return AFTER_FAILURE
    })
  })
}

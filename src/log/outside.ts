import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Db } from '../db/database.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { findNodes, newestCheckpoint } from './log.store.ts'
import { hashesAt, rootOf, subtreesOf } from './merkle.ts'
import { openNote } from './note.ts'

type Head = Omit<Checkpoint, 'origin'>

/** The newest checkpoint, kept where a restore of the database does not reach it. */
export interface OutsideCheckpoint {
  /** As messages call it. */
  name: string
  /** Undefined while none was kept. */
  read: () => Promise<Head | undefined>
  keep: (checkpoint: Head) => Promise<void>
}

/** The log in the database is not the one that was signed. */
export class ContradictionError extends Error {}

/** In a file, as the signed note that readers get, so that it also serves a verifier as an older checkpoint. */
export function checkpointFile (file: string, sign: (checkpoint: Head) => string): OutsideCheckpoint {
  return {
    name: file,
    read: async () => {
      const note = await noteIn(file)
      const checkpoint = note === undefined ? undefined : parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1))
      if (note !== undefined && checkpoint === undefined) throw new Error(`${file} is damaged: it holds the newest checkpoint that was signed. Put back what /log/checkpoint gives.`)
      return checkpoint
    },
    keep: async (checkpoint) => {
      // Another name first: whoever reads it meanwhile, or after a crash, finds a whole one.
      await writeFile(`${file}.new`, sign(checkpoint))
      await rename(`${file}.new`, file)
    }
  }
}

async function noteIn (file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

/**
 * What to tell an operator who starts a log under a name or a key that its readers do not know, by mistake perhaps; undefined
 * where one of these verifier keys signed the newest checkpoint, or where there is none yet.
 */
export async function strangeTo (file: string, vkeys: string[]): Promise<string | undefined> {
  const note = await noteIn(file)
  if (note === undefined || vkeys.some(vkey => openNote(note, vkey) !== undefined)) return undefined
  return `The newest checkpoint (${file}) was signed as ${note.slice(0, note.indexOf('\n'))}, and not by the key ${vkeys[0]} that signs from now on: who follows this log will believe it no more. ` +
    'Where PUBLIC_URL changed or log.key was lost by mistake, stop, put it back and start again; to change the key so that readers follow, use `log-key rotate`.'
}

/**
 * Whether the log in the database begins with the log of the checkpoint outside. Where it does not, the database is older than
 * what readers have been told, and whatever was signed now would contradict it (log.md, section 2).
 * @throws ContradictionError that says what to do
 */
export async function requireContinuation (db: Db, outside: OutsideCheckpoint): Promise<void> {
  const signed = await outside.read()
  if (signed === undefined) return
  const { size } = await newestCheckpoint(db) ?? { size: 0 }
  const nodes = signed.size > size ? [] : await findNodes(db, subtreesOf(at => rootOf(at, signed.size)))
  if (signed.size <= size && Buffer.compare(rootOf(hashesAt(nodes), signed.size), signed.root) === 0) return
  throw new ContradictionError(`The log in the database ${signed.size > size ? `has ${size} entries` : `does not begin with these ${signed.size} entries`}, and ${signed.size} are signed (${outside.name}): ` +
    'the database was restored from an older backup, or is another one. Nothing is added to the log until that is settled; reading and writing go on, and what is written waits. ' +
    'Restore a backup that has those entries. If there is none, tell your readers what was lost, keep that file for them, and move it and the key of the log (log.key and log.key.previous, or LOG_KEY and LOG_KEY_PREVIOUS) away: ' +
    'the log then goes on under a new key, which nobody can take for the old one.')
}

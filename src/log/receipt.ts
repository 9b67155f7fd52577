import type { KeyObject } from 'node:crypto'
import { openNote, signNote } from './note.ts'

/** A receipt of the log: a signed note that promises that a hash will be in it by a day. Pure. */

export interface Receipt {
  /** Names the log, as in its checkpoints. */
  origin: string
  /** Commitment to a body, SHA-256(salt, body), in base64. */
  bodyHash: string
  /** The last day (UTC) on which it may still be missing. */
  by: string
}

// The first line differs from that of every checkpoint, so that neither passes for the other.
export const signReceipt = ({ origin, bodyHash, by }: Receipt, ...keys: readonly KeyObject[]): string =>
  signNote(`${origin}/receipt\n${bodyHash}\nby ${by}\n`, origin, ...keys)

/** What a note promises; undefined where the key of `vkey` has not signed it, or where it is no receipt. */
export function openReceipt (note: string, vkey: string): Receipt | undefined {
  const [, origin, bodyHash, by] = /^([^\n]+)\/receipt\n([A-Za-z0-9+/]{43}=)\nby (\d{4}-\d\d-\d\d)\n$/.exec(openNote(note, vkey) ?? '') ?? []
  return origin === undefined || bodyHash === undefined || by === undefined ? undefined : { origin, bodyHash, by }
}

import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts'
import { EMPTY_ROOT } from '../log/merkle.ts'
import { openNote } from '../log/note.ts'
import { Difference } from './difference.ts'
import { type Read, UnreadableError } from './read.ts'

/** What a log signs. */

/** @throws UnreadableError where there is none */
export async function readKey (read: Read): Promise<string> {
  const { status, body } = await read('/log/vkey')
  const key = String(body).trim()
  if (status !== 200 || !/^[^\s+]+\+[0-9a-f]{8}\+\S+$/.test(key)) throw new UnreadableError('/log/vkey gives no key: this is no public log of Open Commitments.')
  return key
}

/** The newest checkpoint; an empty log has none to sign. */
export async function readCheckpoint (read: Read, vkey: string): Promise<Checkpoint> {
  const { status, body } = await read('/log/checkpoint')
  const [origin = ''] = vkey.split('+')
  if (status !== 200) return { origin, size: 0, root: EMPTY_ROOT }
  const checkpoint = parseCheckpoint(openNote(String(body), vkey) ?? '')
  if (checkpoint?.origin !== origin) throw new Difference('/log/checkpoint', 'is not signed by the key of /log/vkey')
  return checkpoint
}

/**
 * A checkpoint that somebody kept: it must be signed by the key that the log still has.
 * @throws UnreadableError where it is none
 */
export function openOlder (note: string, vkey: string): Checkpoint {
  if (parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1)) === undefined) throw new UnreadableError('What was kept is no signed checkpoint: keep what /log/checkpoint gives, byte for byte.')
  const older = parseCheckpoint(openNote(note, vkey) ?? '')
  if (older === undefined) throw new Difference('/log/vkey', 'is not the key that signed the older checkpoint: that is of another log, or somebody signs this one with another key')
  return older
}

import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts'
import { EMPTY_ROOT, type Hash } from '../log/merkle.ts'
import { openNote } from '../log/note.ts'
import { idOf, openRotation } from '../log/rotation.ts'
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

/** The keys that led to this one, itself first, as far as the service shows how each was signed by the one before. */
export async function readKeysLeadingTo (read: Read, vkey: string): Promise<string[]> {
  const keys = [vkey]
  for (let key: string | undefined = vkey; key !== undefined;) {
    const { body } = await read(`/v1/log-keys/${idOf(key)}`)
    const rotation = openRotation(String(body))
    key = rotation?.vkey === key && !keys.includes(rotation.previous) ? rotation.previous : undefined
    if (key !== undefined) keys.push(key)
  }
  return keys
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
 * A checkpoint that somebody kept, held against the log while that is gone through. One that the key of the log has not signed
 * proves nothing until the record has shown that an earlier key did: what it contradicts waits until then.
 */
export class OlderCheckpoint {
  readonly #note: string
  readonly #head: Checkpoint
  readonly #current: boolean
  #difference: Difference | undefined

  /** @throws UnreadableError where it is none */
  constructor (note: string, vkey: string) {
    const head = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1))
    if (head === undefined) throw new UnreadableError('What was kept is no signed checkpoint: keep what /log/checkpoint gives, byte for byte.')
    this.#note = note
    this.#head = head
    this.#current = this.#signedBy(vkey)
  }

  /** The log has as many entries. */
  reach (size: number): void {
    if (this.#head.size > size) this.#contradicted(new Difference('/log/checkpoint', `has ${size} entries, and the older checkpoint ${this.#head.size}: the log was rolled back`))
  }

  /** The first entries of the log have this root. */
  pass (size: number, root: () => Hash): void {
    if (this.#head.size !== size || Buffer.compare(this.#head.root, root()) === 0) return
    this.#contradicted(new Difference(`entries 0 to ${size - 1}`, 'are not those that the older checkpoint signs: what was logged before it was rewritten'))
  }

  /**
   * The record is gone through, and these are the keys that led to the current one.
   * @returns whether an earlier one has signed
   */
  end (keys: readonly string[]): boolean {
    if (!keys.some(key => this.#signedBy(key))) throw new Difference('/log/vkey', 'is not the key that signed the older checkpoint: that is of another log, or somebody signs this one with another key')
    if (this.#difference !== undefined) throw this.#difference
    return !this.#current
  }

  #signedBy (vkey: string): boolean {
    return openNote(this.#note, vkey) !== undefined
  }

  #contradicted (difference: Difference): void {
    if (this.#current) throw difference
    this.#difference = difference
  }
}

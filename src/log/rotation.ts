import type { KeyObject } from 'node:crypto'
import { openNote, signNote, verifierKey } from './note.ts'

/** How the log changes its key: the key before says in a signed note which one comes after it. Pure. */

/** The body of the one revision of a `log-key`. */
export interface Rotation {
  /** Hexadecimal id of the new key, as in its `vkey`. */
  id: string
  /** The new key and the one before it, as verifier keys of signed notes. */
  vkey: string
  previous: string
  /** The UTC day. */
  on: string
  /** The same, signed by both: the key before vouches, and the new one shows that somebody has it. */
  note: string
}

const nameOf = (vkey: string): string => vkey.split('+')[0] as string
export const idOf = (vkey: string): string => vkey.split('+')[1] as string

// The first line differs from that of every checkpoint and receipt, so that none passes for another.
const textOf = ({ vkey, previous, on }: Omit<Rotation, 'id' | 'note'>): string => `${nameOf(vkey)}/key\n${previous}\n${vkey}\n${on}\n`

export function signRotation (origin: string, key: KeyObject, before: KeyObject, on: string): Rotation {
  const rotation = { vkey: verifierKey(origin, key), previous: verifierKey(origin, before), on }
  return { id: idOf(rotation.vkey), ...rotation, note: signNote(textOf(rotation), origin, key, before) }
}

/** What a body says of a rotation; undefined where the key before has not signed it, or where it is none. */
export function openRotation (body: string): Rotation | undefined {
  try {
    const rotation = JSON.parse(body) as Rotation
    const signed = idOf(rotation.vkey) === rotation.id && [rotation.previous, rotation.vkey].every(vkey => openNote(rotation.note, vkey) === textOf(rotation))
    return signed ? rotation : undefined
  } catch {
    return undefined
  }
}

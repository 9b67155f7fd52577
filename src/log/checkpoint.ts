import type { Hash } from './merkle.ts'

/** C2SP tlog-checkpoint: what a log signs, and tlog-proof: what an entry carries to be checked without the log. Pure. */

export interface Checkpoint {
  /** Names the log: its host and path, without scheme. */
  origin: string
  size: number
  root: Hash
}

/** The name of the log of the service at this address. */
export const originOf = (publicUrl: string): string => `${new URL(publicUrl).host}/log`

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${base64(root)}\n`

/** The checkpoint in a text; undefined where it is none. Further lines are extensions, which nobody here reads. */
export function parseCheckpoint (text: string): Checkpoint | undefined {
  const [, origin, size, root] = /^([^\n]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n([^\n]+\n)*$/.exec(text) ?? []
  return origin === undefined || root === undefined ? undefined : { origin, size: Number(size), root: Buffer.from(root, 'base64') }
}

/** C2SP tlog-proof: the index, the inclusion proof and the signed checkpoint in one text. */
export function proofText (index: number, hashes: readonly Hash[], note: string): string {
  return ['c2sp.org/tlog-proof@v1', `index ${index}`, ...hashes.map(base64), '', note].join('\n')
}

/** What such a text holds; undefined where it is none. The note is not checked. */
export function parseProof (text: string): { index: number, hashes: Hash[], note: string } | undefined {
  const [, index, hashes = '', note] = /^c2sp\.org\/tlog-proof@v1\nindex (0|[1-9]\d{0,14})\n((?:[A-Za-z0-9+/]{43}=\n)*)\n([^]+)$/.exec(text) ?? []
  return note === undefined ? undefined : { index: Number(index), hashes: hashes.split('\n').slice(0, -1).map(hash => Buffer.from(hash, 'base64')), note }
}

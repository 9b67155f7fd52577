import type { Hash } from '../log/merkle.ts'
import { TILE_HEIGHT, TILE_WIDTH, type Tile, entriesOf, tilePath, widthIn } from '../log/tile.ts'
import { Difference } from './difference.ts'
import type { Read } from './read.ts'

/** The tree as it is laid out for readers, held against what its entries make. */

const HASH = 32

export interface Leaves {
  /** Index of the first of them. */
  first: number
  entries: Buffer[]
  /** What the tree holds for each. */
  hashes: Buffer[]
  /** What is missing after them, of all that the tile must hold. */
  missing: Difference | undefined
}

async function readPart (read: Read, tile: Tile): Promise<Buffer | undefined> {
  const { status, body } = await read(`/log/tile/${tilePath(tile)}`)
  return status === 200 ? body : undefined
}

/** A tile, or the longest beginning of it that is there. */
async function readTile (read: Read, tile: Tile): Promise<Buffer> {
  const whole = await readPart(read, tile)
  if (whole !== undefined) return whole
  let [there, absent] = [0, tile.width]
  let longest: Buffer = Buffer.alloc(0)
  while (absent - there > 1) {
    const width = Math.floor((there + absent) / 2)
    const part = await readPart(read, { ...tile, width })
    if (part === undefined) absent = width
    else {
      there = width
      longest = part
    }
  }
  return longest
}

const hashesOf = (tile: Buffer): Buffer[] => Array.from({ length: Math.floor(tile.length / HASH) }, (_, at) => tile.subarray(at * HASH, at * HASH + HASH))

/** @throws Difference where a bundle ends within an entry */
export function readBundle (bundle: Buffer, where: string): Buffer[] {
  try {
    return entriesOf(bundle)
  } catch {
    throw new Difference(where, 'ends within an entry')
  }
}

/** Entries and leaf hashes of one tile of a log of `size`. */
export async function readLeaves (read: Read, size: number, index: number): Promise<Leaves> {
  const tile = { index, width: widthIn(size, { level: 0, index, width: TILE_WIDTH }) }
  const [bundle, leaves] = await Promise.all([readTile(read, { ...tile, level: 'entries' }), readTile(read, { ...tile, level: 0 })])
  const [entries, hashes] = [readBundle(bundle, `/log/tile/${tilePath({ ...tile, level: 'entries' })}`).slice(0, tile.width), hashesOf(leaves)]
  const first = index * TILE_WIDTH
  const count = Math.min(entries.length, hashes.length)
  const missing = new Difference(count === entries.length ? `entry ${first + count}` : `the hash of entry ${first + count}`, `is missing, and the signed log has ${size} entries`)
  return { first, entries: entries.slice(0, count), hashes, missing: count < tile.width ? missing : undefined }
}

/** Holds the tiles above the leaves against the subtrees that the leaves have made: `upper[0]` those of tiles of level 1. */
export async function verifyUpper (read: Read, upper: readonly Hash[][]): Promise<void> {
  for (const [at, made] of upper.entries()) {
    const [level, leaves] = [at + 1, TILE_WIDTH ** (at + 1)]
    for (let index = 0; index * TILE_WIDTH < made.length; index++) {
      const expected = made.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH)
      const hashes = hashesOf(await readTile(read, { level, index, width: expected.length }))
      const wrong = expected.findIndex((hash, n) => hashes[n] === undefined || Buffer.compare(hash, hashes[n]) !== 0)
      const first = (index * TILE_WIDTH + wrong) * leaves
      if (wrong >= 0) throw new Difference(`level ${level * TILE_HEIGHT} of the tree`, `does not hold what entries ${first} to ${first + leaves - 1} make`)
    }
  }
}

/** The first entry or hash after a log of `size`, by the index that is its own; undefined where nothing is there. */
export async function readBeyond (read: Read, size: number): Promise<string | undefined> {
  const [index, width] = [Math.floor(size / TILE_WIDTH), size % TILE_WIDTH + 1]
  const [entry, hash] = await Promise.all([readPart(read, { level: 'entries', index, width }), readPart(read, { level: 0, index, width })])
  return entry !== undefined ? `entry ${size}` : hash !== undefined ? `the hash of entry ${size}` : undefined
}

/** C2SP tlog-tiles: how the tree and its entries are laid out for readers. Pure. */

export const TILE_WIDTH = 256
/** Levels of the tree that a tile covers: 256 = 2^8. */
export const TILE_HEIGHT = 8

export interface Tile {
  /** Of tiles, 0 at the leaves; or the entries themselves. */
  level: number | 'entries'
  index: number
  /** Hashes or entries in it: 256 where it is full. */
  width: number
}

/** `<L>/<N>[.p/<W>]`: N in groups of three digits, all but the last marked with x (1234067 is x001/x234/067). */
export function tilePath ({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) as string[]
  const path = [...groups.slice(0, -1).map(group => `x${group}`), groups.at(-1)].join('/')
  return `${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** The tile at a path; undefined where it is not the one way to write that tile. */
export function parseTilePath (path: string): Tile | undefined {
  const [, level = '', groups = '', width] = /^(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? []
  const tile: Tile = { level: level === 'entries' ? level : Number(level), index: Number(groups.replace(/[x/]/g, '')), width: Number(width ?? TILE_WIDTH) }
  return path === tilePath(tile) && tile.width > 0 && tile.width <= TILE_WIDTH && (tile.level === 'entries' || tile.level < 64) ? tile : undefined
}

/** How wide the tile is in a tree of `size` leaves: 0 where it has not begun. */
export function widthIn (size: number, { level, index }: Tile): number {
  const hashes = level === 'entries' ? size : Math.floor(size / TILE_WIDTH ** level)
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH))
}

/** Entries one after the other, each after its length in two bytes, the greater first. */
export function entryBundle (entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(entry.length)
    return [length, entry]
  }))
}

/** @throws RangeError where a bundle ends within an entry */
export function entriesOf (bundle: Buffer): Buffer[] {
  const entries: Buffer[] = []
  for (let at = 0; at < bundle.length;) {
    const end = at + 2 + bundle.readUInt16BE(at)
    if (end > bundle.length) throw new RangeError('The bundle ends within an entry.')
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  return entries
}

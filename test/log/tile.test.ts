import fc from 'fast-check'
import t from 'tap'
import { vectors } from '../_support/vectors.ts'
import { type Tile, entriesOf, entryBundle, parseTilePath, tilePath, widthIn } from '../../src/log/tile.ts'

const RUNS = { numRuns: Number(process.env.PROVE_RUNS ?? 100), seed: 256 }

t.test('a tile has one path', async (t) => {
  for (const { path, tile } of vectors<{ paths: { path: string, tile: Tile }[] }>('valid', 'log/tile-paths').paths) {
    t.equal(tilePath(tile), path)
    t.strictSame(parseTilePath(path), tile, path)
  }
  fc.assert(fc.property(fc.record({ level: fc.oneof(fc.constant('entries' as const), fc.nat(63)), index: fc.nat(999_999_999_999), width: fc.integer({ min: 1, max: 256 }) }),
    tile => JSON.stringify(parseTilePath(tilePath(tile))) === JSON.stringify(tile)), RUNS)
})

t.test('what is no tile has none', async (t) => {
  for (const path of vectors<{ paths: string[] }>('invalid', 'log/tile-paths').paths) t.equal(parseTilePath(path), undefined, JSON.stringify(path))
})

t.test('tiles fill from the left, those above with whole tiles only', async (t) => {
  const width = (size: number, level: number | 'entries', index: number) => widthIn(size, { level, index, width: 256 })
  t.strictSame([width(0, 0, 0), width(1, 0, 0), width(256, 0, 0), width(257, 0, 0), width(257, 0, 1), width(257, 'entries', 1), width(257, 0, 2)], [0, 1, 256, 256, 1, 1, 0])
  t.strictSame([width(255, 1, 0), width(256, 1, 0), width(70_000, 1, 0), width(70_000, 1, 1), width(70_000, 2, 0)], [0, 1, 256, 17, 1])
})

t.test('a bundle gives back its entries, and one that is cut is refused', async (t) => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), entries =>
    JSON.stringify(entriesOf(entryBundle(entries)).map(entry => [...entry])) === JSON.stringify(entries.map(entry => [...entry]))), RUNS)
  t.equal(entryBundle([Buffer.from('ab'), Buffer.alloc(0)]).toString('hex'), '000261620000')
  t.equal(entriesOf(entryBundle([Buffer.alloc(65_535)]))[0]?.length, 65_535)
  t.throws(() => entriesOf(Buffer.from('000361', 'hex')), RangeError)
  t.throws(() => entriesOf(Buffer.from('00', 'hex')), RangeError)
})

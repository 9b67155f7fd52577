import { setImmediate, setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { DataVersion } from '../../src/db/version.ts'
import { Freshness, LEASE, type Reading, type SnapshotWatch } from '../../src/http/freshness.ts'

t.test('where this process is the only writer, its own commits decide', async (t) => {
  const version = new DataVersion()
  let moves = 0
  const freshness = new Freshness(version, () => { moves++ })
  freshness.ask()
  const reading = freshness.begin() as Reading
  t.ok(freshness.isWhole(reading) && freshness.isShared(reading) && freshness.isCurrent(reading, freshness.time()))
  const end = version.begin()
  t.equal(freshness.begin(), undefined, 'nothing is known while a write is being committed')
  t.notOk(freshness.isWhole(reading) || freshness.isShared(reading) || freshness.isCurrent(reading, freshness.time()))
  end()
  t.notOk(freshness.isWhole(reading) || freshness.isShared(reading) || freshness.isCurrent(reading, freshness.time()))
  t.equal(moves, 1)
  await freshness.close()
})

/** A freshness over a snapshot and a clock that a test decides. A look waits for `release` if it is set. */
function watched (t: Test) {
  const state = {
    snapshot: 'a' as string | Error,
    now: 0,
    moves: 0,
    looks: 0,
    release: undefined as Promise<unknown> | undefined,
    closed: false
  }
  const watch: SnapshotWatch = {
    look: async () => {
      state.looks++
      const { snapshot } = state
      await state.release
      if (snapshot instanceof Error) throw snapshot
      return snapshot
    },
    close: async () => { state.closed = true }
  }
  const freshness = new Freshness(new DataVersion(), () => { state.moves++ }, watch, () => state.now)
  t.teardown(async () => { await freshness.close() })
  /** Lets the next look happen. */
  const look = async (): Promise<void> => {
    const { looks } = state
    freshness.ask()
    for (let i = 0; i < 100 && state.looks === looks; i++) await setTimeout(5)
    await setImmediate()
  }
  return { state, freshness, look }
}

t.test('where others write, an answer is current once a look after it found what was there before', async (t) => {
  const { state, freshness, look } = watched(t)
  const early = freshness.begin() as Reading
  t.notOk(freshness.isWhole(early), 'nothing is known before the first look')
  await look()
  t.equal(state.moves, 1)
  const reading = freshness.begin() as Reading
  state.now = 50
  t.ok(freshness.isWhole(reading))
  t.notOk(freshness.isCurrent(reading, 50), 'somebody may have written while it was read')
  await look()
  t.ok(freshness.isCurrent(reading, 50))
  state.now += LEASE - 1
  t.ok(freshness.isCurrent(reading, 50))
  state.now += 1
  t.notOk(freshness.isCurrent(reading, 50), 'a look is believed for a while only')
  t.notOk(freshness.isShared(reading), 'nor is a long read shared')
  await look()
  t.ok(freshness.isCurrent(reading, 50), 'the same snapshot again: nothing happened meanwhile')
  state.snapshot = 'b'
  await look()
  t.equal(state.moves, 2)
  t.notOk(freshness.isCurrent(reading, 50))
  t.notOk(freshness.isWhole(reading), 'what was read over two states is not kept')
})

t.test('a look that fails ends the trust, and the next one that succeeds brings it back', async (t) => {
  const { state, freshness, look } = watched(t)
  await look()
  const reading = freshness.begin() as Reading
  await look()
  t.ok(freshness.isCurrent(reading, 0))
  state.snapshot = new Error('away')
  await look()
  t.notOk(freshness.isCurrent(reading, 0))
  t.notOk(freshness.isWhole(freshness.begin() as Reading))
  state.snapshot = 'a'
  await look()
  t.ok(freshness.isWhole(freshness.begin() as Reading))
})

t.test('the age of a look counts from its beginning, and nobody looks when nothing is asked', async (t) => {
  const { state, freshness, look } = watched(t)
  await look()
  const reading = freshness.begin() as Reading
  let release: () => void = () => {}
  state.release = new Promise<void>((resolve) => { release = resolve })
  await look()
  state.now = LEASE
  freshness.ask()
  release()
  await setImmediate()
  t.notOk(freshness.isCurrent(reading, 0), 'a slow look is worth nothing')
  state.release = undefined
  state.now = 10_000
  const { looks } = state
  await setTimeout(250)
  t.ok(state.looks <= looks + 1, 'it stops looking')
  await look()
  t.ok(state.looks > looks)
  await freshness.close()
  t.equal(state.closed, true)
  const last = state.looks
  freshness.ask()
  await setTimeout(150)
  t.equal(state.looks, last)
})

import t from 'tap'
import { isReleased, shuffled, waitOf } from '../../../src/resources/review/window.rules.ts'

const at = (instant: string) => new Date(instant)
const HOUR = 3_600_000

t.test('a submission waits for the end of its window, and never longer than 72 hours', async (t) => {
  t.same(waitOf(at('2026-11-22T13:37:42.424Z'), { hours: 24, least: 3 }), { opensAt: at('2026-11-23'), dueAt: at('2026-11-25') })
  t.same(waitOf(at('2026-11-22T00:00:00.000Z'), { hours: 24, least: 3 }), waitOf(at('2026-11-22T23:59:59.999Z'), { hours: 24, least: 3 }), 'whatever the hour in it')
  for (let hours = 1; hours <= 24; hours++) {
    const now = at('2026-11-22T13:37:42.424Z')
    const { opensAt, dueAt } = waitOf(now, { hours, least: 3 })
    t.ok(opensAt > now && opensAt.getTime() - now.getTime() <= hours * HOUR, `${hours} h`)
    t.ok(dueAt >= opensAt && dueAt.getTime() - now.getTime() <= 72 * HOUR)
    t.equal(opensAt.getTime() % (hours * HOUR), 0)
    t.equal(dueAt.getTime() % (hours * HOUR), 0, 'it ends with a window, and so tells nothing more')
  }
})

t.test('what waits is released once enough is there, or one is due', async (t) => {
  const window = { hours: 24, least: 3 }
  const [now, later] = [at('2026-11-23'), at('2026-11-25')]
  t.notOk(isReleased([{ dueAt: later }, { dueAt: later }], now, window))
  t.ok(isReleased([{ dueAt: later }, { dueAt: later }, { dueAt: later }], now, window))
  t.ok(isReleased([{ dueAt: now }], now, window))
  t.notOk(isReleased([], now, window))
})

t.test('a shuffle has the same items, in any order alike', async (t) => {
  const counts = new Map<string, number>()
  for (let round = 0; round < 6000; round++) {
    const order = shuffled(['a', 'b', 'c']).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  t.same([...counts.keys()].sort(), ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
  // 1000 each; 5.5 standard deviations.
  t.ok([...counts.values()].every(count => Math.abs(count - 1000) < 160), JSON.stringify([...counts]))
})

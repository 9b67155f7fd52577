import t from 'tap'
import { retryAfter, retrying } from '../../src/client/retry.ts'

/** What each try gets: a status, with Retry-After if one is given, or no answer at all. */
type Step = number | [number, string] | Error

/** A `fetch` that answers so, the last step for ever; what was sent, and what was waited for. */
function service (...steps: Step[]) {
  const seen = { bodies: [] as string[], waits: [] as number[] }
  const fetch: typeof globalThis.fetch = async (input) => {
    seen.bodies.push(await (input as Request).text())
    const step = steps.length > 1 ? steps.shift() as Step : steps[0] as Step
    if (step instanceof Error) throw step
    const [status, wait] = typeof step === 'number' ? [step] : step
    return new Response(`answer ${status}`, { status, headers: wait === undefined ? {} : { 'retry-after': wait } })
  }
  const sleep = async (ms: number): Promise<void> => { seen.waits.push(ms) }
  return { fetch, sleep, seen }
}
const ADDRESS = 'http://service.example/v1/things'
const gone = new TypeError('fetch failed')
const keyed = { method: 'POST', body: '{"a":1}', headers: { 'idempotency-key': 'k' } }

t.test('what only reads is asked again until it answers', async (t) => {
  const { fetch, sleep, seen } = service(503, gone, 502, 200)
  const answer = await retrying(fetch, { sleep })(ADDRESS)
  t.equal(await answer.text(), 'answer 200')
  t.equal(seen.bodies.length, 4)
  for (const [index, wait] of seen.waits.entries()) t.ok(wait >= 250 * 2 ** index && wait <= 500 * 2 ** index, 'twice as long each time, and not all at once')
})

t.test('a write with an Idempotency-Key is sent again as it was', async (t) => {
  const { fetch, sleep, seen } = service(gone, [503, '2'], 504, 201)
  t.equal((await retrying(fetch, { sleep })(ADDRESS, keyed)).status, 201)
  t.same(seen.bodies, Array(4).fill('{"a":1}'))
  t.equal(seen.waits[1], 2000)
})

t.test('a write without one is not, unless it was refused for the quota', async (t) => {
  const write = { method: 'PUT', body: 'x' }
  const lost = service(gone, 200)
  await t.rejects(retrying(lost.fetch, lost)(ADDRESS, write), gone)
  const busy = service(503, 200)
  t.equal((await retrying(busy.fetch, busy)(ADDRESS, write)).status, 503)
  const used = service([429, '7'], 200)
  t.equal((await retrying(used.fetch, used)(ADDRESS, write)).status, 200)
  t.same([busy.seen.bodies, used.seen.bodies, used.seen.waits], [['x'], ['x', 'x'], [7000]])
})

t.test('other answers are answers', async (t) => {
  for (const status of [200, 304, 400, 404, 409, 500]) {
    const { fetch, seen } = service(new Error('unused'), 200)
    const once: typeof fetch = async input => { await fetch(input).catch(() => {}); return new Response(null, { status }) }
    t.equal((await retrying(once)(ADDRESS)).status, status)
    t.equal(seen.bodies.length, 1)
  }
})

t.test('it ends: after so many tries, or where the wait would be too long', async (t) => {
  const down = service(503)
  t.equal((await retrying(down.fetch, { sleep: down.sleep, attempts: 3 })(ADDRESS)).status, 503)
  t.equal(down.seen.bodies.length, 3)
  const silent = service(gone)
  await t.rejects(retrying(silent.fetch, { sleep: silent.sleep, attempts: 2 })(ADDRESS), gone)
  const long = service([429, '61'], 200)
  t.equal((await retrying(long.fetch, long)(ADDRESS)).status, 429)
  t.equal((await retrying(service([429, '61'], 200).fetch, { sleep: long.sleep, longestWait: 61 })(ADDRESS)).status, 200)
})

t.test('an abort ends it, before, while it waits and while it is asked', async (t) => {
  const over = new Error('enough')
  for (const after of [0, 20]) {
    const controller = new AbortController()
    const { fetch, seen } = service([503, '60'])
    const asked = retrying(async (input) => {
      const answer = await fetch(input)
      if (after === 0) controller.abort(over)
      else setTimeout(() => controller.abort(over), after)
      return answer
    })(ADDRESS, { signal: controller.signal })
    await t.rejects(asked, over)
    t.equal(seen.bodies.length, 1)
  }
  const asking = retrying(async () => { throw over })(ADDRESS, { signal: AbortSignal.abort(over) })
  await t.rejects(asking, over)
})

t.test('waits by the clock where nothing else is given', async (t) => {
  const { fetch, seen } = service([503, '0'], 200)
  t.equal((await retrying(fetch)(ADDRESS)).status, 200)
  t.equal(seen.bodies.length, 2)
})

t.test('Retry-After is read as seconds or as a date', (t) => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  t.equal(retryAfter('120', now), 120_000)
  t.equal(retryAfter('Sun, 22 Nov 2026 12:01:00 GMT', now), 60_000)
  t.equal(retryAfter('Sun, 22 Nov 2026 11:00:00 GMT', now), 0, 'what is past')
  for (const value of [null, '', 'soon']) t.equal(retryAfter(value, now), undefined)
  t.end()
})

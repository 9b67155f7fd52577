import fc from 'fast-check'
import t from 'tap'
import { type Answer } from '../_support/app.ts'
import { type Moment, histories, startHistories } from '../_support/history.ts'

/**
 * Random histories: what is answered at each moment, once all is in the log, is what `knownAt` of that moment answers after
 * everything that follows, byte for byte. Only the addresses of a page differ, which name `knownAt`.
 */

const SEED = 20261122
const RUNS = Number(process.env.PROVE_HISTORIES ?? 12)
/** Histories in one database: each has a plan of its own, and together they make it slow. */
const BATCH = 50

const isList = ({ json }: Answer): boolean => Array.isArray(json.items)
const saidBy = (answer: Answer): unknown => answer.status !== 200 ? answer.status : isList(answer) ? JSON.stringify(answer.json.items) : [answer.headers.etag, answer.text]

for (let first = 0; first < RUNS; first += BATCH) {
  const runs = Math.min(BATCH, RUNS - first)
  t.test(`histories ${first + 1} to ${first + runs} are answered as they were at the time (seed ${SEED + first})`, async (t) => {
    const { app, begin } = await startHistories(t)
    let [now, written, refused, compared] = [Date.parse('2026-11-22T12:00:00.000Z'), 0, 0, 0]
    await fc.assert(fc.asyncProperty(histories, async (history: Moment[]) => {
      const place = await begin()
      const seen: { instant: string, address: string, said: unknown }[] = []
      for (const { wait, writes, looks } of history) {
        now += wait
        const instant = new Date(now).toISOString()
        app.setNow(instant)
        for (const write of writes) {
          const { status, text } = await write(app, place)
          if (status >= 500 || status === 401 || status === 429) throw new Error(`a write answers ${text}`)
          if (status < 300) written++
          else refused++
        }
        await app.sequence()
        for (const look of looks) {
          const address = look(place)
          seen.push({ instant, address, said: saidBy(await app.get(address)) })
        }
      }
      for (const { instant, address, said } of seen) {
        const url = `${address}${address.includes('?') ? '&' : '?'}knownAt=${instant}`
        const again = saidBy(await app.get(url))
        if (JSON.stringify(again) !== JSON.stringify(said)) throw new Error(`${url}\nwas ${JSON.stringify(said)}\nis ${JSON.stringify(again)}`)
        compared++
      }
    }), { seed: SEED + first, numRuns: runs, endOnFailure: true })
    t.comment(`${written} writes, ${refused} refused, ${compared} answers compared`)
    t.ok(written > refused, 'most of what is written stands')
  })
}

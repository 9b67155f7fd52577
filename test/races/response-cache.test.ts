import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { type TestApp, startApp } from '../_support/app.ts'
import { connectTo, engine } from '../_support/db.ts'
import { moderating } from '../_support/moderation.ts'
import { REVIEW } from '../_support/places.ts'
import { inTransaction } from '../../src/db/transaction.ts'

/**
 * Two instances on one database (one, on the embedded engine) with writers and readers at random. No answer is older
 * than a second, nothing that was read while somebody wrote is given again, and nothing of a redacted text after its
 * redaction was acknowledged.
 */
const SECONDS = process.env.PROVE === '1' ? 60 : 3
const pause = (most: number): Promise<void> => setTimeout(Math.random() * most)

async function startInstances (t: Parameters<typeof startApp>[0]): Promise<TestApp[]> {
  const first = await startApp(t, { starter: true })
  const { url } = first.database
  return url === undefined ? [first] : [first, await startApp(t, { given: connectTo(url) })]
}

t.test(`no instance gives an old or mixed answer (${engine}, ${SECONDS} s)`, { timeout: 300_000 }, async (t) => {
  const instances = await startInstances(t)
  // The first page of a process takes longest.
  for (const { app } of instances) await app.inject('/en/plans/mexico-4')
  const until = Date.now() + SECONDS * 1000
  /** When each value was committed, by the instance that wrote it. */
  const written: { value: number, by: number, at: number }[] = []
  let [next, reads, given, oldest] = [1, 0, 0, 0]

  /** Writes one value into two tables at once. */
  const write = async (by: number): Promise<void> => {
    const value = next++
    await inTransaction(instances[by]!.deps.db, async (tx) => {
      await tx.updateTable('member').set({ name: JSON.stringify({ en: `v${value}v` }) })
        .where('id', '=', 'mexico').execute()
      await tx.updateTable('action_plan').set({ title: JSON.stringify({ en: `v${value}v` }) })
        .where('id', '=', 'mexico-4').execute()
    })
    written.push({ value, by, at: performance.now() })
  }
  await write(0)

  const writing = (async () => {
    while (Date.now() < until) {
      await write(Math.floor(Math.random() * instances.length))
      await pause(Math.random() < 0.3 ? 700 : 20)
    }
  })()
  const reading = async (by: number): Promise<void> => {
    const mixed = new Map<string, number>()
    while (Date.now() < until) {
      const began = performance.now()
      const { body, headers } = await instances[by]!.app.inject('/en/plans/mexico-4')
      const values = [...body.matchAll(/v(\d+)v/g)].map(([, value]) => Number(value))
      const least = Math.min(...values)
      reads++
      const later = written.filter(({ value }) => value > least)
      for (const one of later) {
        oldest = Math.max(oldest, began - one.at)
        if (one.by === by && one.at < began) t.fail(`the instance that wrote ${one.value} gave ${least} after it`)
        if (began - one.at > 1000) t.fail(`${least} was given ${began - one.at} ms after ${one.value}`)
      }
      const etag = String(headers.etag)
      const before = mixed.get(etag)
      if (before !== undefined && before < began) t.fail(`a mixed answer was given again: ${values.join()}`)
      if (new Set(values).size > 1) mixed.set(etag, performance.now())
      if (performance.now() - began < 5) given++
      await pause(5)
    }
  }
  await Promise.all([writing, ...instances.flatMap((_, by) => [reading(by), reading(by), reading(by)])])
  t.comment({ writes: written.length, reads, 'under 5 ms': given, 'oldest (ms)': Math.round(oldest) })
  t.ok(reads >= 3 * instances.length)
})

t.test(`no instance gives a redacted text once its redaction is acknowledged (${engine})`, { timeout: 300_000 }, async (t) => {
  const instances = await startInstances(t)
  const [first] = instances as [TestApp]
  const { carryOut } = await moderating(first)
  const key = await first.key({ role: 'reviewer', organisation: 'article-19' })
  const review = { ...REVIEW, narrative: { en: 'SECRETWORD' }, state: 'published' }
  const { id } = (await first.post('/v1/commitments/MX0081/reviews', review, { key })).json
  const paths = [`/v1/reviews/${id}`, '/v1/commitments/MX0081?include=reviews', '/en/commitments/MX0081']
  let acknowledged = Infinity
  let [before, after] = [0, 0]
  const reading = async ({ app }: TestApp, path: string): Promise<void> => {
    while (performance.now() < acknowledged + 300) {
      const began = performance.now()
      const isThere = (await app.inject(path)).body.includes('SECRETWORD')
      if (isThere) before++
      else after++
      if (isThere && began > acknowledged) t.fail(`${path} gave it after the redaction`)
      await pause(5)
    }
  }
  const readers = instances.flatMap(one => paths.map(path => reading(one, path)))
  await setTimeout(400)
  t.equal((await carryOut({ type: 'review', id, fields: ['narrative'] })).status, 200)
  acknowledged = performance.now()
  await Promise.all(readers)
  t.ok(before > 0 && after > 0, `${before} before, ${after} after`)
})

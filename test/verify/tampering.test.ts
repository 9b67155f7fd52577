import t from 'tap'
import { startApp } from '../_support/app.ts'
import { randomFrom } from '../_support/random.ts'
import { TAMPERINGS, disarm, keep, undo } from '../_support/tampering.ts'
import { verifying } from '../_support/verifying.ts'
import { buildApp } from '../../src/app.ts'
import { privateKeyOf } from '../../src/log/note.ts'

/**
 * Logs of many sizes, those where tiles end among them: each is verified as it grew, and again after a superuser of the
 * database has tampered with it in one way. Seeded: a failure comes again.
 */

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n)
const SIZES = [...range(0, 149), ...range(253, 304)]
/** An empty log and one entry cannot be tampered with in every way, so the third size is the first. */
const TRIED = SIZES.length - 2

/** Numbers below another, the same for the same seed. */
function random (seed: number): (below: number) => number {
  const next = randomFrom(seed)
  return below => Math.floor(next() * 2 ** 32) % below
}

t.setTimeout(400_000)
t.test(`a verifier finds every tampering in ${TRIED} logs, and nothing in logs as they were`, async (t) => {
  const app = await startApp(t)
  const { deps: { db } } = app
  const forger = await buildApp({ ...app.deps, secrets: { ...app.deps.secrets, logKey: privateKeyOf(Buffer.alloc(32, 8)) } }, { write: () => {} })
  t.teardown(() => forger.close())
  const verify = verifying(app.app)
  const registrar = await app.key({ role: 'registrar' })
  await disarm(db)
  for (const table of ['revision', 'code_list'] as const) await db.deleteFrom(table).execute()

  const any = random(6962)
  const names = Object.keys(TAMPERINGS)
  const wrong: unknown[] = []
  const found = new Map<string, number>()
  const checkpoints: { size: number, note: string }[] = []
  let areas = 0
  const grow = async (): Promise<void> => {
    const known = areas > 3 && any(3) === 0 ? `area-${any(areas)}` : undefined
    const { status } = known === undefined
      ? await app.post('/v1/policy-areas', { id: `area-${areas++}`, name: { en: 'Area' }, kind: 'sector', taxonomy: 'test' }, { key: registrar })
      : await app.request('PATCH', `/v1/policy-areas/${known}`, { key: registrar, body: { name: { en: `Area ${any(1e9)}` } }, headers: { 'if-match': '*' } })
    if (status >= 300) throw new Error(`answered ${status}`)
  }

  let [size, next] = [0, 0]
  t.ok([0, 1, 255, 256, 257].every(size => SIZES.includes(size)))
  for (const wanted of SIZES) {
    for (; size < wanted; size++) await grow()
    await app.sequence()
    const older = checkpoints.length === 0 ? undefined : checkpoints[any(checkpoints.length)]
    const clean = await verify(older?.note)
    if (clean.verified?.size !== size) wrong.push({ size, clean })
    // Nothing can be done to an empty log, and little to one entry.
    if (older !== undefined && size > 1) {
      await keep(db)
      const name = names[next++ % names.length] as keyof typeof TAMPERINGS
      const { do: tamper, needsOlder, otherKey } = TAMPERINGS[name] as typeof TAMPERINGS[string]
      const expected = await tamper({ db, size, older: older.size, any })
      const { found: difference } = await (otherKey ? verifying(forger) : verify)(needsOlder ? older.note : undefined)
      if (difference?.startsWith(expected) === true) found.set(name, (found.get(name) ?? 0) + 1)
      else wrong.push({ name, size, older: older.size, expected, difference })
      await undo(db)
    }
    if (size > 0) checkpoints.push({ size, note: (await app.get('/log/checkpoint')).text })
  }
  t.strictSame(wrong, [])
  t.strictSame([...found.keys()].sort(), [...names].sort(), 'every kind was tried')
  t.equal([...found.values()].reduce((sum, count) => sum + count), TRIED)
})

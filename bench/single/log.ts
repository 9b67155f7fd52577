import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { Kysely, sql } from 'kysely'
import type { Tables } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { postgresDialect } from '../../src/db/postgres.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { newestCheckpoint } from '../../src/log/log.store.ts'
import { appendRevisions } from '../../src/log/revision.store.ts'
import { startSequencer } from '../../src/log/sequencer.ts'

/**
 * How long a write waits until a checkpoint holds it: at an offered rate, and with writers at full speed. Needs
 * DATABASE_URL, a PostgreSQL server on which this user may create databases; makes one of its own and drops it.
 */
const server = process.env.DATABASE_URL
if (server === undefined) throw new Error('Set DATABASE_URL to a PostgreSQL server.')
const [seconds = 10, rate = 20, writers = 8] = process.argv.slice(2).map(Number)

const admin = new Kysely<Tables>({ dialect: postgresDialect(server, 60_000) })
const name = `oc_bench_${randomBytes(6).toString('hex')}`
await sql`create database ${sql.ref(name)}`.execute(admin)
const url = new URL(server)
url.pathname = `/${name}`
const db = new Kysely<Tables>({ dialect: postgresDialect(url.href, 30_000) })
await migrate(db)

/**
 * When each write was acknowledged, in milliseconds; infinitely late before. It leaves when a checkpoint is found to
 * hold it.
 */
const waiting = new Map<string, number>()
let waits: number[] = []

async function write (): Promise<void> {
  const id = randomBytes(8).toString('hex')
  waiting.set(id, Infinity)
  await inTransaction(db, tx => appendRevisions(tx, { role: 'system', institution: null, alias: null }, '2026-01-01',
    'member', [{ id, revision: 1, facts: { id, text: 'x'.repeat(1000) } }]))
  if (waiting.has(id)) waiting.set(id, performance.now())
}

/** Looks every few milliseconds at what the newest checkpoint holds. */
async function watch (over: AbortSignal): Promise<void> {
  for (let size = 0; !over.aborted || waiting.size > 0; await setTimeout(5)) {
    const newest = (await newestCheckpoint(db))?.size ?? 0
    if (newest === size) continue
    const now = performance.now()
    const logged = await db.selectFrom('revision').select('entity_id').where('log_index', '>=',
      size).where('log_index', '<', newest).execute()
    for (const { entity_id: id } of logged) {
      const acknowledged = waiting.get(id)
      if (acknowledged !== undefined) waits.push(Math.max(0, now - acknowledged))
      waiting.delete(id)
    }
    size = newest
  }
}

async function measure (title: string, load: (until: number) => Promise<unknown>): Promise<void> {
  waits = []
  const over = new AbortController()
  const watching = watch(over.signal)
  await load(performance.now() + seconds * 1000)
  over.abort()
  await watching
  const sorted = waits.sort((a, b) => a - b)
  const at = (share: number): string =>
    `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number)} ms`
  process.stdout.write(
    `${title}: ${sorted.length} writes, in a checkpoint after ${at(0.5)} (median), ${at(0.99)} (p99), ${at(1)} (most)\n`
  )
}

const stop = startSequencer(db, () => new Date(), (error) => { process.stderr.write(`${String(error)}\n`) })
await measure(`${rate} writes a second (at most 1000 ms)`, async (until) => {
  const started: Promise<void>[] = []
  for (; performance.now() < until; await setTimeout(1000 / rate)) started.push(write())
  await Promise.all(started)
})
await measure(`${writers} writers at full speed (p99 at most 2000 ms)`,
  until => Promise.all(Array.from({ length: writers }, async () => {
    while (performance.now() < until) await write()
  })))
await stop()
await db.destroy()
await sql`drop database ${sql.ref(name)} with (force)`.execute(admin)
await admin.destroy()

import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type IncomingMessage, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Kysely, sql } from 'kysely'
import { postgresDialect } from '../src/db/postgres.ts'
import type { Tables } from '../src/db/database.ts'
import { freePort } from './free-port.ts'

/**
 * How long the built service takes for an export of many commitments, and how much more memory than at rest: of the empty
 * database that DATABASE_URL names, which it fills. Run `npm run build` first. Linux only, since it reads the memory of the
 * process from /proc.
 */
const url = process.env.DATABASE_URL
const main = join(import.meta.dirname, '../dist/main.js')
if (url === undefined || !existsSync(main)) throw new Error('Run `npm run build` first, then `DATABASE_URL=postgres://.../empty npx tsx scripts/bench-export.ts [COMMITMENTS]`.')
const count = Number(process.argv[2] ?? 100_000)
const folder = mkdtempSync(join(tmpdir(), 'oc-bench-'))
const port = await freePort()
const child = spawn(process.execPath, [main], { env: { ...process.env, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'error', STARTER_DATA: 'off', SECRET: randomBytes(32).toString('hex') }, stdio: ['ignore', 'pipe', 'inherit'] })
await once(child.stdout, 'data')

const db = new Kysely<Tables>({ dialect: postgresDialect(url, 600_000) })
await sql`insert into member (id, name, kind, status, updated_at) values ('atlantis', '{"en":"Atlantis"}', 'national', 'active', now())`.execute(db)
await sql`insert into action_plan (id, member, number, title, cycle_year, lifecycle, updated_at) values ('atlantis-1', 'atlantis', 1, '{"en":"Plan"}', 2020, 'in_implementation', now())`.execute(db)
await sql`insert into commitment (id, plan, position, title, description, lifecycle, updated_at)
  select gen_random_uuid(), 'atlantis-1', n, jsonb_build_object('en', 'Commitment ' || n), jsonb_build_object('en', repeat('A commitment is made of words. ', 40)), 'active', now() from generate_series(1, ${count}::integer) n`.execute(db)
await sql`select refresh_commitment_status(array(select id from commitment))`.execute(db)
await sql`analyze`.execute(db)
await db.destroy()

const memory = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024

for (const format of ['csv', 'ndjson', 'jsonld', 'xlsx']) {
  await setTimeout(3000)
  const idle = memory()
  let [most, size] = [idle, 0]
  const began = Date.now()
  const [response] = await once(get({ port, host: '127.0.0.1', path: `/v1/exports/commitments.${format}`, agent: false }), 'response') as [IncomingMessage]
  const watch = setInterval(() => { most = Math.max(most, memory()) }, 20)
  const hash = createHash('sha256')
  for await (const piece of response) {
    hash.update(piece as Buffer)
    size += (piece as Buffer).length
  }
  clearInterval(watch)
  if (response.trailers['repr-digest'] !== `sha-256=:${hash.digest('base64')}:`) throw new Error(`${format}: the digest does not fit`)
  process.stdout.write(`${format}: ${count} commitments, ${(size / 2 ** 20).toFixed(1)} MiB in ${((Date.now() - began) / 1000).toFixed(1)} s; at rest ${idle.toFixed(0)} MiB, at most ${(most - idle).toFixed(0)} MiB more\n`)
}
child.kill('SIGTERM')
await once(child, 'close')
rmSync(folder, { recursive: true })

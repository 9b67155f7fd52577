import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Import } from '../src/resources/import/import.schemas.ts'
import { freePort } from './free-port.ts'

/**
 * How long the built service takes for the dry run of a table, and how much more memory than at rest: on the empty database that
 * DATABASE_URL names. Of each ten rows one is a commitment and nine are its milestones. Run `npm run build` first. Linux only,
 * since it reads the memory of the process from /proc. FURTHER dry runs follow each other, to see whether memory levels.
 */
const rows = Number(process.argv[2] ?? 10_000)
const further = Number(process.argv[3] ?? 0)
const main = resolve('dist', 'main.js')
if (process.env.DATABASE_URL === undefined || !existsSync(main)) throw new Error('Run `npm run build` first, then `DATABASE_URL=postgres://.../empty npx tsx scripts/bench-table-import.ts [ROWS] [FURTHER]`.')
const folder = mkdtempSync(join(tmpdir(), 'oc-bench-'))
const port = await freePort()
const adminKey = randomBytes(32).toString('hex')
const child = spawn(process.execPath, [main], {
  env: { ...process.env, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'error', STARTER_DATA: 'on', SECRET: randomBytes(32).toString('hex'), ADMIN_KEY: adminKey }, stdio: ['ignore', 'pipe', 'inherit']
})
await once(child.stdout, 'data')

async function post<T> (path: string, key: string, type: string, body: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': type }, body })
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
  return await answer.json() as T
}

const { key } = await post<{ key: string }>('/v1/admin/keys', adminKey, 'application/json', JSON.stringify({ role: 'editor', members: ['mexico'], name: 'bench' }))
const words = 'A commitment is made of words. '.repeat(10)
const table = ['Type,Code,Commitment,Milestone number,External id,Title (es),Description (es),Due date,Lead institution', ...Array.from({ length: rows }, (_, index) => {
  const code = `MX${2000 + Math.floor(index / 10)}`
  return index % 10 === 0
    ? `Commitment,${code},,,c${index},Commitment ${index},${words},,mexico-sfp`
    : `Milestone,,${code},${index % 10},m${index},Milestone ${index},,2027-12,mexico-sfp`
})].join('\n')

/** Seconds of processor that the service has used: on a busy machine the clock tells of others. */
const processor = (): number => readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').slice(11, 13).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
const memory = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024

for (const step of ['first dry run', 'dry run', 'dry run', 'applied', 'dry run, nothing to change']) {
  await setTimeout(3000)
  const idle = memory()
  let [most, slowest] = [idle, 0]
  let digest: string | null = null
  if (step === 'applied') ({ digest } = await post<Import>('/v1/imports?source=bench&plan=mexico-4&dryRun=true', key, 'text/csv', table))
  const [began, used] = [Date.now(), processor()]
  const watch = setInterval(() => { most = Math.max(most, memory()) }, 20)
  const done = new AbortController()
  const probing = (async () => {
    while (!done.signal.aborted) {
      const asked = Date.now()
      await fetch(`http://127.0.0.1:${port}/health/live`).then(answer => answer.text())
      slowest = Math.max(slowest, Date.now() - asked)
      await setTimeout(20)
    }
  })()
  const answer = await post<Import>(`/v1/imports?source=bench&plan=mexico-4&${digest === null ? 'dryRun=true' : `digest=${digest}`}`, key, 'text/csv', table)
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  done.abort()
  await probing
  clearInterval(watch)
  process.stdout.write(`${step}: ${rows} rows in ${seconds} s (${(processor() - used).toFixed(1)} s of processor); at rest ${idle.toFixed(0)} MiB, at most ${(most - idle).toFixed(0)} MiB more; others waited ${slowest} ms at most; ${JSON.stringify(answer.table?.counts)}\n`)
}
for (let n = 1; n <= further; n++) {
  await post<Import>('/v1/imports?source=bench&plan=mexico-4&dryRun=true', key, 'text/csv', table)
  process.stdout.write(`after ${n} more: ${memory().toFixed(0)} MiB\n`)
}
child.kill('SIGTERM')
await once(child, 'close')
rmSync(folder, { recursive: true })

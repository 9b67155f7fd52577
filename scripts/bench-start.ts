import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from './free-port.ts'

/**
 * How long the built service needs until /health/ready says so: cold (an empty data folder: the database is made, migrated
 * and loaded with the starter data) and warm (a restart). Run `npm run build` first. Prints the median of some rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 3)
const main = join(import.meta.dirname, '../dist/main.js')
if (!existsSync(main)) throw new Error('Run `npm run build` first.')

async function ready (url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok === true) return
    await setTimeout(10)
  }
  throw new Error('The service ended before it was ready.')
}

async function measure (folder: string): Promise<number> {
  const port = await freePort()
  const started = performance.now()
  const child = spawn(process.execPath, [main], { env: { ...process.env, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'silent' }, stdio: ['ignore', 'ignore', 'inherit'] })
  await ready(`http://127.0.0.1:${port}/health/ready`, child)
  const elapsed = performance.now() - started
  child.kill('SIGTERM')
  await once(child, 'close')
  return elapsed
}

const median = (values: number[]): string => `${((values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number) / 1000).toFixed(2)} s`

const [cold, warm]: [number[], number[]] = [[], []]
for (let round = 0; round < ROUNDS; round++) {
  const folder = mkdtempSync(join(tmpdir(), 'open-commitments-bench-'))
  cold.push(await measure(folder))
  warm.push(await measure(folder))
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(`ready, cold: ${median(cold)} (at most 3 s)\nready, warm: ${median(warm)} (at most 1 s)\n`)

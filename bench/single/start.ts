import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startService } from '../service.ts'
import { median } from '../statistics.ts'

/**
 * Measures how long the built service needs until /health/ready answers: cold (an empty data folder: the database is
 * made, migrated and loaded with the starter data) and warm (a restart). Run `npm run build` first. Prints the median
 * of some rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 3)

async function measure (folder: string): Promise<number> {
  const started = performance.now()
  const service = await startService({ folder, env: { STARTER_DATA: 'on', DATABASE_URL: '', DUMP_DAYS: '7' } })
  const elapsed = performance.now() - started
  await service.stop()
  return elapsed / 1000
}

const [cold, warm]: [number[], number[]] = [[], []]
for (let round = 0; round < ROUNDS; round++) {
  const folder = mkdtempSync(join(tmpdir(), 'open-commitments-bench-'))
  cold.push(await measure(folder))
  warm.push(await measure(folder))
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(
  `ready, cold: ${median(cold).toFixed(2)} s (at most 3 s)\nready, warm: ${median(warm).toFixed(2)} s (at most 1 s)\n`
)

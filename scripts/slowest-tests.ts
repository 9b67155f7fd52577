import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compareTimes, timesIn } from './test-times.ts'

/**
 * Prints the slowest test files of the last run. Fails if one takes longer than the limit by itself, or if there are no results:
 * `node --import ./test/_loader/register.js scripts/slowest-tests.ts SECONDS COUNT [FOLDER]`
 */

/** Runs a test file by itself, and returns how long that took. */
function secondsAlone (file: string): number {
  const started = performance.now()
  spawnSync(process.execPath, ['--import', './test/_loader/register.js', file], { stdio: 'ignore' })
  return (performance.now() - started) / 1000
}

const [limit, count, folder = '.tap/test-results/test/suites'] = process.argv.slice(2)
if (!(Number(limit) > 0 && Number(count) > 0)) {
  console.error('Usage: slowest-tests.ts SECONDS COUNT [FOLDER]')
  process.exit(2)
}
const files = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.tap')) : []
const times = files.flatMap(file => timesIn(readFileSync(join(folder, file), 'utf8')))
const { table, problems } = compareTimes(times, Number(limit), Number(count), secondsAlone)
console.log([table, ...problems].join('\n'))
process.exitCode = problems.length === 0 ? 0 : 1

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compareTimes, timesIn } from './test-times.ts'

/**
 * Prints the slowest test files of the last run. Fails if one took longer than the limit, or if there are no results:
 * `node --import ./test/_loader/register.js scripts/slowest-tests.ts SECONDS COUNT [FOLDER]`
 */

const [limit, count, folder = '.tap/test-results/test/suites'] = process.argv.slice(2)
if (!(Number(limit) > 0 && Number(count) > 0)) {
  console.error('Usage: slowest-tests.ts SECONDS COUNT [FOLDER]')
  process.exit(2)
}
const files = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.tap')) : []
const times = files.flatMap(file => timesIn(readFileSync(join(folder, file), 'utf8')))
const { table, problems } = compareTimes(times, Number(limit), Number(count))
console.log([table, ...problems].join('\n'))
process.exitCode = problems.length === 0 ? 0 : 1

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ENGINE_FREE } from './_support/engine-free.ts'
import { filesOf, filesToRun, testFiles } from './_support/suite.ts'
import { SUITES } from './_support/suites.ts'
import { ROOT } from './_loader/paths.js'

const suites = Object.keys(SUITES)

t.test('every test file belongs to exactly one suite', (t) => {
  const files = testFiles()
  t.ok(files.length > 150, 'the test files were found')
  t.strictSame(suites.flatMap(filesOf).sort(), files, 'the suites are in test/_support/suites.ts')
  t.end()
})

t.test('every place of a suite has test files', (t) => {
  const files = testFiles()
  const places = Object.values(SUITES).flat()
  t.strictSame(places.filter(place => !files.some(file => file === place || file.startsWith(`${place}/`))), [])
  t.end()
})

t.test('a suite that is not known has no files', (t) => {
  t.strictSame(filesOf('none'), [])
  t.end()
})

t.test('every suite has its entry, and every entry its suite', (t) => {
  t.strictSame(readdirSync(join(ROOT, 'test/suites')).sort(), suites.map(suite => `${suite}.ts`).sort())
  for (const suite of suites) {
    const entry = readFileSync(join(ROOT, `test/suites/${suite}.ts`), 'utf8')
    t.equal(entry, `import { runSuite } from '../_support/suite.ts'\n\nawait runSuite('${suite}')\n`, suite)
  }
  t.end()
})

t.test('runs every file of a suite, and on PostgreSQL those that may depend on the engine', (t) => {
  for (const suite of suites) {
    const files = filesOf(suite)
    t.strictSame(filesToRun(suite, {}), files)
    const kept = filesToRun(suite, { TEST_DATABASE_URL: 'postgres://server' })
    t.strictSame(kept, files.filter(file => !ENGINE_FREE.includes(file)))
    t.notSame(kept, [], `the suite ${suite} keeps files`)
  }
  t.end()
})

t.test('a seed gives a random order, and always the same', (t) => {
  const files = filesOf('access')
  const orders = Array.from({ length: 20 }, (_, seed) => filesToRun('access', { TEST_SEED: String(seed) }))
  for (const [seed, order] of orders.entries()) {
    t.strictSame([...order].sort(), files, 'each file is in it once')
    t.strictSame(filesToRun('access', { TEST_SEED: String(seed) }), order, 'the same seed gives the same order')
  }
  t.equal(new Set([files, ...orders].map(order => order.join())).size, 21, 'different seeds give different orders')
  t.ok(new Set(orders.map(([first]) => first)).size > 10, 'any file may be the first')
  t.end()
})

import { execFile } from 'node:child_process'
import t from 'tap'
import { ENV, LOADER, ROOT } from '../_support/built.ts'
import { compareTimes, timesIn } from '../../scripts/test-times.ts'

/** The results of a suite as tap keeps them. */
const RESULTS = `TAP version 14
# Subtest: test/log/tile.test.ts
    # Subtest: test/log/inner.test.ts
        ok 1 - should be equal
        1..1
    ok 1 - test/log/inner.test.ts # time=99000ms
    1..1
ok 1 - test/log/tile.test.ts # time=1234.567ms

# Subtest: test/log/note.test.ts
    not ok 1 - should be equal
      ---
      diff: ''
      ...
    1..1
not ok 2 - test/log/note.test.ts # time=61000ms
  ---
  at:
    fileName: test/_support/suite.ts
  ...
# Subtest: test/log/none.test.ts
    1..0
ok 3 - test/log/none.test.ts # SKIP
# Subtest: test/log/merkle.test.ts
    1..0
ok 4 - test/log/merkle.test.ts # time=60000ms

1..4
# time=122300ms
`

t.test('reads the time of each test file, also of one that failed', (t) => {
  t.strictSame(timesIn(RESULTS), [
    { file: 'test/log/tile.test.ts', seconds: 1.234567 },
    { file: 'test/log/note.test.ts', seconds: 61 },
    { file: 'test/log/merkle.test.ts', seconds: 60 }
  ])
  t.strictSame(timesIn(''), [])
  t.end()
})

t.test('sorts by time, and names each file over the limit', (t) => {
  const times = timesIn(RESULTS)
  const alone = (seconds: number) => (): number => seconds
  t.strictSame(compareTimes(times, 60, 2, alone(62)), {
    table: 'Seconds  Test file\n   61.0  test/log/note.test.ts\n   60.0  test/log/merkle.test.ts',
    problems: ['test/log/note.test.ts took 62.0 seconds by itself, and the limit is 60. Make it faster, or split it.']
  })
  t.strictSame(compareTimes(times, 61, 10, alone(70)).problems, [], 'a file may take the whole limit')
  t.match(compareTimes(times, 61, 10, alone(1)).table, /\n {4}1\.2 {2}test\/log\/tile\.test\.ts$/, 'the table may be shorter')
  t.strictSame(compareTimes(times, 60, 2, alone(59)).problems, [], 'the time by itself counts')
  t.match(compareTimes(times, 1, 1, alone(2)).problems, [/note/, /merkle/, /tile/], 'the limit holds outside the table too')
  t.match(compareTimes([], 60, 10, alone(1)).problems, [/no results/])
  t.end()
})

t.test('the script tells by its exit code', async (t) => {
  const folder = t.testdir({
    full: { 'record.ts.tap': RESULTS, 'notes.txt': RESULTS.replaceAll('61000', '71000') },
    empty: {}
  })
  const run = async (...args: string[]) => await new Promise<{ code: unknown, out: string, err: string }>((resolve) => {
    const command = [...LOADER, 'scripts/slowest-tests.ts', ...args]
    execFile(process.execPath, command, { cwd: ROOT, env: ENV }, (error, out, err) => {
      resolve({ code: error?.code ?? 0, out, err })
    })
  })
  const [good, slow, empty, missing, wrong] = await Promise.all([
    run('61', '1', `${folder}/full`),
    run('0.01', '10', `${folder}/full`),
    run('60', '10', `${folder}/empty`),
    run('60', '10', `${folder}/missing`),
    run('sixty', '10')
  ])
  t.strictSame(good, { code: 0, out: 'Seconds  Test file\n   61.0  test/log/note.test.ts\n', err: '' })
  t.match(slow, { code: 1, out: /note\.test\.ts took \d+\.\d seconds by itself, and the limit is 0\.01/ })
  t.match(empty, { code: 1, out: /left no results/ })
  t.match(missing, { code: 1, out: /left no results/ })
  t.match(wrong, { code: 2, err: /^Usage: / })
})

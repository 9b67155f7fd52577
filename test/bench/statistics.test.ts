import t from 'tap'
import { readOptions } from '../../bench/options.ts'
import { median, ratiosOf, spreadOf } from '../../bench/statistics.ts'

t.test('the median is the middle value, or between the two in the middle', (t) => {
  t.equal(median([3, 1, 2]), 2)
  t.equal(median([4, 1, 3, 2]), 2.5)
  t.equal(median([10, 9, 100]), 10, 'numbers are not sorted as texts')
  t.end()
})

t.test('ratios are of the same round, and their median is no ratio of medians', (t) => {
  const [service, limit] = [[10, 40, 30], [100, 80, 10]]
  t.strictSame(ratiosOf(service, limit), [0.1, 0.5, 3])
  t.strictSame(spreadOf(ratiosOf(service, limit)), { median: 0.5, lowest: 0.1, highest: 3 })
  t.end()
})

t.test('the command line is read, and refused where it does not fit', (t) => {
  t.match(readOptions([]), {
    commitments: 2000,
    file: null,
    rows: null,
    rounds: 5,
    seconds: 3,
    engine: null,
    connections: 10,
    profile: false
  })
  t.match(readOptions(['--rows', 'one,search', '--seconds', '0.5', '--engine', 'embedded']), {
    rows: ['one',
      'search'],
    seconds: 0.5,
    engine: 'embedded'
  })
  t.throws(() => readOptions(['--commitments', '-1']), /--commitments/)
  t.throws(() => readOptions(['--rounds', '1.5']), /--rounds must be a positive whole number/)
  t.throws(() => readOptions(['--engine', 'sqlite']), /--engine must be postgres or embedded/)
  t.throws(() => readOptions(['--fast']), /--fast/)
  t.end()
})

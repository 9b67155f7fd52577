import t from 'tap'
import { firstDay } from '../../../../src/schema/dates.ts'
import { dayOrder, readDate, type DateReading } from '../../../../src/resources/import/ogp/dates.ts'

const reads: [string, string | null, DateReading['precision'], DateReading['rule']][] = [
  ['2014-05-28', '2014-05-28', 'day', null],
  ['2014-05-28T00:00:00', '2014-05-28', 'day', null],
  ['28/5/2014', '2014-05-28', 'day', null],
  ['2/28/2014', '2014-02-28', 'day', null],
  ['28.5.2014 00:00', '2014-05-28', 'day', null],
  ['05/05/2014', '2014-05-05', 'day', null],
  ['07/01/2012', '2012-07-01', 'day', 'ambiguous-date'],
  ['01/07/2012', '2012-07-01', 'day', 'ambiguous-date'],
  ['02/03/2012', '2012-03-02', 'day', 'ambiguous-date'],
  ['28 May 2014', '2014-05-28', 'day', null],
  ['28 de mayo de 2014', '2014-05-28', 'day', null],
  ['1 août 2014', '2014-08-01', 'day', null],
  ['May 28, 2014', '2014-05-28', 'day', null],
  ['31/9/2014', null, 'unknown', 'impossible-date'],
  ['00/00/2014', null, 'unknown', 'impossible-date'],
  ['0/10/2014', null, 'unknown', 'impossible-date'],
  ['10/0/2014', null, 'unknown', 'impossible-date'],
  ['2014-13-01', null, 'unknown', 'impossible-date'],
  ['June 2012', '2012-06-30', 'month', null],
  ['Sept. 2012', '2012-09-30', 'month', null],
  ['julio de 2012', '2012-07-31', 'month', null],
  ['02/2012', '2012-02-29', 'month', null],
  ['13/2012', null, 'unknown', 'unreadable-date'],
  ['0/2012', null, 'unknown', 'unreadable-date'],
  ['September/December 2011', '2011-12-31', 'month', 'period-date'],
  ['Quarter 1 2014', '2014-03-31', 'quarter', null],
  ['2014 Q4', '2014-12-31', 'quarter', null],
  ['Fall 2014', '2014-12-31', 'year', 'season-date'],
  ['End of 2014', '2014-12-31', 'year', null],
  ['2014', '2014-12-31', 'year', null],
  ['2012-2013', '2013-12-31', 'year', 'period-date'],
  ['Continuous', null, 'ongoing', null],
  ['Not Specified', null, 'unknown', null],
  ['Decade 2014', null, 'unknown', 'unreadable-date'],
  ['in 2014', null, 'unknown', 'unreadable-date'],
  ['when ready', null, 'unknown', 'unreadable-date']
]

for (const [cell, on, precision, rule] of reads) {
  t.strictSame(readDate(cell, 'day-first'), { on, precision, text: cell, rule }, cell)
}
for (const cell of ['', 'NR', 'N/A', 'ND']) {
  t.strictSame(readDate(cell, 'day-first'), { on: null, precision: 'unknown', text: null, rule: null }, `"${cell}" has no words either`)
}

t.equal(readDate('02/03/2012', 'month-first').on, '2012-02-03')
t.equal(readDate('07/01/2012', 'month-first').on, '2012-07-01', 'the first of a month in either order')
t.equal(readDate('01/07/2012', 'month-first').on, '2012-07-01')
t.equal(readDate('x'.repeat(900), 'day-first').text?.length, 500)

t.equal(dayOrder(['28/5/2014', '31/5/2014', '5/28/2014', '01/02/2014', 'Ongoing']), 'day-first')
t.equal(dayOrder(['5/28/2014', '2014']), 'month-first')
t.equal(dayOrder([]), 'day-first')

t.equal(firstDay('2014-12-31', 'year'), '2014-01-01')
t.equal(firstDay('2014-09-30', 'quarter'), '2014-07-01')
t.equal(firstDay('2014-09-30', 'month'), '2014-09-01')
t.equal(firstDay('2014-09-30', 'day'), '2014-09-30')

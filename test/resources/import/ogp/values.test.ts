import t from 'tap'
import { SCALES, cleanCell, mostCommon, readCode, readFlag, readLabel, readPlanNumber, readText, readYear } from '../../../../src/resources/import/ogp/values.ts'

t.test('labels in any case, with or without their order letter', async t => {
  for (const cell of ['a. Not started', 'a. Not Started', 'NOT  STARTED', 'not_started', 'a) not started', '1. Not started']) {
    t.strictSame(readLabel(cell, SCALES.completion), { kind: 'value', value: 'not_started' }, cell)
  }
  t.strictSame(readLabel('Completed', SCALES.completion), { kind: 'value', value: 'complete' })
  t.strictSame(readLabel('No evidence available', SCALES.completion), { kind: 'value', value: 'no_evidence_available' })
  t.strictSame(readLabel('b. None', SCALES.didItOpenGovernment), { kind: 'value', value: 'did_not_change' })
  t.strictSame(readLabel('None', SCALES.specificity), { kind: 'value', value: 'none' })
  t.strictSame(readLabel('partly', SCALES.completion), { kind: 'unreadable' })
  t.strictSame(readLabel('', SCALES.completion), { kind: 'blank' })
  t.strictSame(readLabel('constructor', SCALES.completion), { kind: 'unreadable' }, 'no name of an object member is a label')
})

t.test('three kinds of missing value', async t => {
  for (const [cell, reason] of [['ND', 'no_data'], ['nr', 'not_reviewed'], ['NA', 'not_applicable'], ['N/A', 'not_applicable']] as const) {
    t.strictSame(readLabel(cell, SCALES.completion), { kind: 'missing', reason })
    t.strictSame(readFlag(cell), { kind: 'missing', reason })
    t.equal(readText(cell), null)
  }
})

t.test('a code that two values share tells neither', async t => {
  t.strictSame(readCode('3', SCALES.completion), { kind: 'value', value: 'limited' })
  t.strictSame(readCode('0', SCALES.potentialImpact), { kind: 'unreadable' })
  t.strictSame(readCode('9', SCALES.completion), { kind: 'unreadable' })
  t.strictSame(readCode('', SCALES.completion), { kind: 'blank' })
})

t.test('texts lose their markup for line breaks, control characters and outer space', async t => {
  t.equal(cleanCell('  One<br/> two<BR >three\u0000\u00a0four\r\nfive\u2028 '), 'One\ntwo\nthree four\nfive')
  t.equal(cleanCell('<br/>'), '')
  for (const cell of ['None Specified', 'Unclear', '', '-']) t.equal(readText(cell), null)
  t.equal(readText('Clear'), 'Clear')
})

t.test('flags, years and plan numbers', async t => {
  for (const cell of ['1', 'Yes', 'TRUE', 'x', '1.0']) t.strictSame(readFlag(cell), { kind: 'value', value: true })
  for (const cell of ['0', 'no', 'False', '0.0']) t.strictSame(readFlag(cell), { kind: 'value', value: false })
  t.strictSame(readFlag('17'), { kind: 'unreadable' })
  t.equal(readYear('2014'), 2014)
  t.equal(readYear('Action plan 2016-2018'), 2016)
  t.equal(readYear('2010'), null)
  t.equal(readYear('120145'), null)
  t.equal(readYear('ND'), null)
  for (const [cell, number] of [['1', 1], ['2.0', 2], ['NAP 3', 3], ['0', null], ['101', null], ['2014-2016', null], ['1.5', null], ['', null]] as const) {
    t.equal(readPlanNumber(cell), number, cell)
  }
  t.equal(mostCommon([2012, 2011, 2012]), 2012)
  t.equal(mostCommon([2012, 2011]), 2011, 'of equals the smallest')
  t.equal(mostCommon([]), null)
})

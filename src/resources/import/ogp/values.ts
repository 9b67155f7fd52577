import { COMPLETIONS, EARLY_RESULTS, OPENED_GOVERNMENT, POTENTIALS_FOR_RESULTS, POTENTIAL_IMPACTS, SPECIFICITIES, VERIFIABILITIES, type MISSING_REASONS } from '../../../schema/vocabulary.ts'

/** Cell -> value. Everything is by the cell alone; what to do with what cannot be read is the caller's decision. */

type Missing = typeof MISSING_REASONS[number]

/** OGP's three kinds of missing value, kept apart (domain.md, section 1). */
const MISSING = new Map<string, Missing>([
  ['nd', 'no_data'], ['no data', 'no_data'],
  ['nr', 'not_reviewed'], ['not reviewed', 'not_reviewed'],
  ['na', 'not_applicable'], ['n/a', 'not_applicable'], ['not applicable', 'not_applicable']
])

/** What coders write where the plan says nothing. */
const NOT_A_TEXT = new Set(['', 'none', 'none specified', 'not specified', 'unspecified', 'unclear', '-', '--'])

/** Line breaks as such, no control characters (the database refuses NUL), no space around. */
export function cleanCell (cell: string): string {
  return cell
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/\u00a0/g, ' ')
    // eslint-disable-next-line no-control-regex -- control characters are what is taken out: PostgreSQL refuses NUL, and no text means the others
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, '')
    .split('\n').map(line => line.trim()).join('\n')
    .trim()
}

export function missingReason (cell: string): Missing | null {
  return MISSING.get(cell.toLowerCase()) ?? null
}

/** Whether a cell says anything at all: neither blank nor one of the words for a missing value. */
export function saysSomething (cell: string): boolean {
  return cell !== '' && missingReason(cell) === null
}

export function readText (cell: string): string | null {
  return saysSomething(cell) && !NOT_A_TEXT.has(cell.toLowerCase()) ? cell : null
}

export type Reading<V> =
  | { kind: 'value', value: V }
  | { kind: 'missing', reason: Missing }
  | { kind: 'blank' }
  | { kind: 'unreadable' }

function read <V> (cell: string, value: V | undefined): Reading<V> {
  if (cell === '') return { kind: 'blank' }
  const reason = missingReason(cell)
  if (reason !== null) return { kind: 'missing', reason }
  return value === undefined ? { kind: 'unreadable' } : { kind: 'value', value }
}

const FLAGS = new Map([['1', true], ['1.0', true], ['y', true], ['yes', true], ['true', true], ['x', true],
  ['0', false], ['0.0', false], ['n', false], ['no', false], ['false', false]])

export function readFlag (cell: string): Reading<boolean> {
  return read(cell, FLAGS.get(cell.toLowerCase()))
}

/** A scale: its labels, other words for them, and the number that the coded twin of the column gives them. */
export interface Scale<V extends string> {
  labels: ReadonlyMap<string, V>
  codes: ReadonlyMap<V, string>
}

function scale <const V extends string> (values: readonly V[], codes: Partial<Record<V, number>>, aliases: Record<string, V> = {}): Scale<V> {
  return {
    labels: new Map([...values.map(value => [value.replaceAll('_', ' '), value] as const), ...Object.entries(aliases)]),
    codes: new Map(Object.entries(codes).map(([value, code]) => [value as V, String(code)]))
  }
}

/** The numbers are those of the edition of 2016. "None" there stands for "did not change". */
export const SCALES = {
  specificity: scale(SPECIFICITIES, { none: 0, low: 1, medium: 2, high: 3 }),
  potentialImpact: scale(POTENTIAL_IMPACTS, { unclear: 0, none: 0, minor: 1, moderate: 2, transformative: 3 }),
  completion: scale(COMPLETIONS, { withdrawn: 0, unclear: 1, not_started: 2, limited: 3, substantial: 4, complete: 5 },
    { completed: 'complete', 'no evidence': 'no_evidence_available' }),
  didItOpenGovernment: scale(OPENED_GOVERNMENT, { worsened: 0, did_not_change: 1, marginal: 2, major: 3, outstanding: 4 },
    { none: 'did_not_change' }),
  verifiable: scale(VERIFIABILITIES, { no: 0, yes: 1 }, { y: 'yes', n: 'no', true: 'yes', false: 'no', verifiable: 'yes', 'not verifiable': 'no' }),
  // No edition that we know codes these two.
  potentialForResults: scale(POTENTIALS_FOR_RESULTS, {}),
  earlyResults: scale(EARLY_RESULTS, {}, { 'no notable': 'no_notable_results', moderate: 'moderate_results', significant: 'significant_results' })
} as const

/** "c. Substantial", "SUBSTANTIAL", "Not  Started": the order letter and the case say nothing. */
export function readLabel <V extends string> (cell: string, { labels }: Scale<V>): Reading<V> {
  return read(cell, labels.get(cell.toLowerCase().replace(/^[a-z0-9]\s*[.)]\s*/, '').replace(/[\s_]+/g, ' ')))
}

/** The value that a code alone stands for; a code that two values share says nothing. */
export function readCode <V extends string> (cell: string, { codes }: Scale<V>): Reading<V> {
  const values = [...codes].filter(([, code]) => code === cell)
  return read(cell, values.length === 1 ? values[0]?.[0] : undefined)
}

/** Years in which a plan or a report of the Partnership can be (the schema's bounds). */
export function readYear (cell: string): number | null {
  const year = Number(/(?<!\d)20\d\d(?!\d)/.exec(cell)?.[0])
  return year >= 2011 ? year : null
}

/** "1", "1.0", "NAP 2", "Action plan 3"; null for "2014-2016" and for what is outside 1 to 100. */
export function readPlanNumber (cell: string): number | null {
  const number = Number(/^\D*(\d{1,3})(?:\.0+)?$/.exec(cell)?.[1])
  return number >= 1 && number <= 100 ? number : null
}

/** The most frequent value; of several equally frequent ones the smallest, so that the order of rows does not matter. */
export function mostCommon (values: readonly number[]): number | null {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [first] = [...counts].sort(([a, m], [b, n]) => n - m || a - b)
  return first === undefined ? null : first[0]
}

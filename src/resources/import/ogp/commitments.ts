import { GRAND_CHALLENGES } from '../../../schema/vocabulary.ts'
import type { CommitmentDocument } from '../../plan-document/plan-document.schemas.ts'
import { readPolicyAreas } from './areas.ts'
import { AREA_FIELDS, CHALLENGE_FIELDS, VALUE_FIELDS, type Field } from './columns.ts'
import { firstDay } from '../../../schema/dates.ts'
import { readDate, type DayOrder } from './dates.ts'
import type { Note } from './drafts.ts'
import { LONGEST_NUMBER, SOURCE } from './identity.rules.ts'
import { stakeholdersOf } from './institutions.ts'
import { flag, readValues } from './ratings.ts'
import { groupBy, titleOf, type Commitment } from './rows.ts'
import { readText, saysSomething } from './values.ts'

/**
 * A row -> the commitment of a plan document. What the edition has no column for is absent and stays as it is on the other
 * side; what it has a column for and the row leaves out is null.
 */

export interface Edition {
  has: (field: Field) => boolean
  order: DayOrder
  institutions: ReadonlyMap<string, unknown>
}

const CODE = /^[A-Z]{2,6}\d{4}$/

export function draftCommitment (row: Commitment, planClosed: boolean, code: string | undefined, edition: Edition, note: Note): CommitmentDocument {
  const { title, from } = titleOf(row)
  if (from !== 'title') note(row.row, 'title', row.cell('title'), 'title-missing', from === null ? 'It was called "Untitled".' : `The ${from === 'number' ? 'number' : 'short title'} was taken instead.`)
  const { has } = edition
  const texts = (field: Field) => {
    const text = readText(row.cell(field))
    return text === null || text === title ? null : { und: clip(row, field, text, 60000, note) }
  }
  return {
    title: { und: clip(row, 'title', title, 60000, note) },
    language: null,
    // A plan that ended ends its commitments. "Withdrawn" is the IRM's word on completion and stays there: a voice of its own.
    lifecycle: planClosed ? 'inactive' : 'active',
    lifecycleReason: planClosed ? 'plan_ended' : null,
    externalRefs: [{ source: SOURCE, id: row.ref }],
    ...(code === undefined ? {} : { code }),
    ...(has('number') ? { number: number(row, title, note) } : {}),
    ...(has('shortTitle') ? { shortTitle: texts('shortTitle') } : {}),
    ...(has('text') ? { description: texts('text') } : {}),
    ...(has('cluster') ? { cluster: cluster(row, note) } : {}),
    ...dates(row, edition, note),
    ...(has('lead') || has('supporting') ? { stakeholders: stakeholdersOf(row, edition.institutions, note) } : {}),
    ...(VALUE_FIELDS.some(has) ? { values: readValues(row, note) ?? [] } : {}),
    ...(CHALLENGE_FIELDS.some(has) ? { grandChallenges: GRAND_CHALLENGES.filter(challenge => flag(row, `challenge:${challenge}`, note)) } : {}),
    ...(has('policyAreas') || AREA_FIELDS.some(has) ? { policyAreas: policyAreas(row, note) } : {})
  }
}

/** Codes by commitment. OGP's unique ids are not always unique: what two commitments carry, neither gets. */
export function readCodes (rows: readonly Commitment[], note: Note): Map<string, string> {
  const coded = rows.filter(row => saysSomething(row.cell('code')))
    .map(row => ({ row, code: row.cell('code').toUpperCase() }))
    .filter(({ row, code }) => {
      const valid = CODE.test(code)
      if (!valid) note(row.row, 'code', row.cell('code'), 'code-unreadable', 'Not a code like MX0081: left out.')
      return valid
    })
  const codes = new Map<string, string>()
  for (const [code, holders] of groupBy(coded, ({ code }) => code)) {
    for (const { row } of holders) {
      if (holders.length === 1) codes.set(row.ref, code)
      else note(row.row, 'code', code, 'code-repeated', `${holders.length} commitments carry this code: left out of each.`)
    }
  }
  return codes
}

/** The areas that a column each marks, and those that one column names. */
function policyAreas (row: Commitment, note: Note): string[] {
  const marked = AREA_FIELDS.filter(area => flag(row, area, note)).map(area => area.slice('area:'.length))
  const { areas, unknown } = readPolicyAreas(row.cell('policyAreas'))
  for (const name of unknown) note(row.row, 'policyAreas', name, 'unknown-policy-area', 'No policy area is known by this name: left out.')
  return [...new Set([...marked, ...areas])]
}

function clip (row: Commitment, field: Field, text: string, max: number, note: Note): string {
  if (text.length <= max) return text
  note(row.row, field, text, 'text-cut', `Longer than ${max} characters: cut there.`)
  return text.slice(0, max).toWellFormed()
}

/** As the cell has it, always: a number is a name. */
function number (row: Commitment, title: string, note: Note): string | null {
  const cell = row.cell('number')
  if (!saysSomething(cell)) {
    note(row.row, 'number', cell, 'number-missing', 'The commitment has no number.')
    return null
  }
  if (cell.includes('.') && title.startsWith(`${cell}0`) && !/^\d/.test(title.slice(cell.length + 1))) {
    note(row.row, 'number', cell, 'number-lost-a-zero', `Kept as it is, although the title begins with "${cell}0": a spreadsheet dropped the zero.`)
  }
  return clip(row, 'number', cell, LONGEST_NUMBER, note)
}

function cluster (row: Commitment, note: Note): string | null {
  const text = readText(row.cell('cluster'))
  if (text === null || text === '0') return null
  if (/^\d{1,2}\/\d{1,2}\/\d{4}$/.test(text)) {
    note(row.row, 'cluster', text, 'cluster-is-a-date', 'A spreadsheet turned the cluster into a date: left out.')
    return null
  }
  return clip(row, 'cluster', text, 200, note)
}

const ACTIONS = {
  'ambiguous-date': (on: string | null) => `Day and month can be read two ways: read as ${on} (the first of a month where one part is 1, else the order of most dates of the file).`,
  'impossible-date': () => 'There is no such day: the words were kept, without a date.',
  'season-date': (on: string | null) => `A season's months depend on the hemisphere: only the year was taken, ${on}.`,
  'period-date': (on: string | null) => `A period: its end was taken, ${on}.`,
  'unreadable-date': () => 'The words were kept, without a date.'
}

function dates (row: Commitment, { has, order }: Edition, note: Note) {
  const read = (field: 'starts' | 'ends') => {
    const date = readDate(row.cell(field), order)
    if (date.rule !== null) note(row.row, field, row.cell(field), date.rule, ACTIONS[date.rule](date.on))
    return date
  }
  const starts = read('starts')
  const ends = read('ends')
  if (starts.on !== null && ends.on !== null && firstDay(starts.on, starts.precision) > ends.on) {
    note(row.row, 'ends', `${row.cell('starts')} / ${row.cell('ends')}`, 'dates-out-of-order', 'It would end before it starts: neither date was taken, the words were kept.')
    for (const date of [starts, ends]) Object.assign(date, { on: null, precision: 'unknown' })
  }
  return {
    ...(has('starts') ? { startsOn: starts.on, startsPrecision: starts.precision, startsText: starts.text } : {}),
    ...(has('ends') ? { endsOn: ends.on, endsPrecision: ends.precision, endsText: ends.text } : {})
  }
}

import { SheetError, tooMuch } from '../../../sheet/sheet.ts'
import type { MemberFacts } from '../../member/member.schemas.ts'
import type { Field } from './columns.ts'
import { findMember } from './countries.ts'
import type { Checks, Note } from './drafts.ts'
import { clashRef, commitmentRef, planId } from './identity.rules.ts'
import type { pauses } from './pause.ts'
import type { Table } from './sheet.ts'
import { cleanCell, mostCommon, readPlanNumber, readText, readYear, saysSomething } from './values.ts'

/** Rows -> commitments: whose they are, which plan's, and which rows tell of the same one. */

export interface SourceRow {
  row: number
  /** The cleaned cell; empty where the file has no such column or the line breaks off. */
  cell: (field: Field) => string
}

export interface PlacedRow extends SourceRow { member: string, plan: number }

export interface Commitment extends PlacedRow {
  /** The external id. */
  ref: string
  /** How many rows of the file tell of it. */
  rows: number
}

/** A line without any of these is a footnote or a total, not a commitment. */
const SUBSTANCE: readonly Field[] = ['title', 'shortTitle', 'number', 'text']

/** Countries and localities: several times those of the Partnership. */
const MOST_MEMBERS = 1000

export async function readRows (sheet: Table, pause: ReturnType<typeof pauses>, note: Note): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for (const { row, cells } of sheet.rows) {
    await pause()
    const clean = new Map([...sheet.columns.indexes].map(([field, index]) => [field, cleanCell(cells[index] ?? '')]))
    const cell = (field: Field): string => clean.get(field) ?? ''
    if (SUBSTANCE.some(field => cell(field) !== '')) rows.push({ row, cell })
    else note(row, null, cell('country'), 'row-without-commitment', 'The line has neither number, title nor text: it was taken as a remark.')
  }
  if (rows.length === 0) throw new SheetError('no-rows', `No commitment stands below the header on line ${sheet.headerRow}. Check that the right sheet was saved, and that its rows have a number or a title.`)
  return rows
}

interface Members { members: Map<string, MemberFacts>, memberOf: (row: SourceRow) => string, kept: SourceRow[] }

/** The members that the rows name, and the rows whose member can be taken. */
export function findMembers (rows: readonly SourceRow[], check: Checks['member'], note: Note): Members {
  const members = new Map<string, MemberFacts>()
  const byCell = new Map<string, { id: string, fault: string | null }>()
  const add = ({ row, cell }: SourceRow): { id: string, fault: string | null } => {
    const country = cell('country').replace(/\s+/g, ' ')
    const { member, parent, known } = findMember(country)
    const added = { id: member.id, fault: check(member) }
    byCell.set(cell('country'), added)
    if (added.fault !== null) return added
    if (!known) {
      note(row, 'country', country, 'unknown-country', `No country is known by this name: taken as the member "${member.id}", without ISO code and region.`)
      if (/^(local|subnational)/i.test(cell('scope'))) note(row, 'scope', cell('scope'), 'locality-without-country', `Nothing names the country of "${member.id}": taken as a national member, until a registrar gives it its country (PATCH /v1/members/${member.id}).`)
    }
    for (const each of parent === null ? [member] : [parent, member]) {
      if (!members.has(each.id)) members.set(each.id, each)
    }
    if (members.size > MOST_MEMBERS) throw tooMuch(`By row ${row} the file names more than ${MOST_MEMBERS} countries and localities`)
    return added
  }
  const kept = rows.filter((row) => {
    const { fault } = byCell.get(row.cell('country')) ?? add(row)
    if (fault !== null) note(row.row, 'country', row.cell('country'), 'does-not-fit', `${fault}: the row was left out.`)
    return fault === null
  })
  return { members, kept, memberOf: row => (byCell.get(row.cell('country')) as { id: string }).id }
}

/** The year that names a plan where its number does not. */
export function planYear (row: SourceRow): number | null {
  return readYear(row.cell('plan')) ?? readYear(row.cell('submissionYear'))
}

/**
 * Plans named by their years ("2014-2016") or not at all get the lowest numbers that the member's other plans leave free, in the
 * order of their years; a plan without a year comes last.
 */
export function placeRows (rows: readonly SourceRow[], memberOf: (row: SourceRow) => string, note: Note): PlacedRow[] {
  const stated = rows.map(row => ({ ...row, member: memberOf(row), plan: readPlanNumber(row.cell('plan')), year: planYear(row) ?? Infinity }))
  const taken = new Set(stated.filter(({ plan }) => plan !== null).map(({ member, plan }) => planId(member, plan as number)))
  const counted = new Map<string, number>()
  for (const { row, cell, member, year } of stated.filter(({ plan }) => plan === null).sort((a, b) => a.year - b.year)) {
    const key = `${member} ${year}`
    if (counted.has(key)) continue
    let number = 1
    while (taken.has(planId(member, number))) number++
    taken.add(planId(member, number))
    counted.set(key, number)
    note(row, 'plan', cell('plan'), 'plan-number-counted', `The cell gives no number: taken as plan ${number}, counted by year among the plans of "${member}".`)
  }
  return stated.map(({ row, cell, member, plan, year }) => ({ row, cell, member, plan: plan ?? counted.get(`${member} ${year}`) as number }))
}

/** What a commitment is called: its title, else its short title, else its number. */
export function titleOf ({ cell }: SourceRow): { title: string, from: 'title' | 'shortTitle' | 'number' | null } {
  for (const from of ['title', 'shortTitle', 'number'] as const) {
    const title = readText(cell(from))
    if (title !== null) return { title, from }
  }
  return { title: 'Untitled', from: null }
}

/** Rows of the same identity are one commitment; those that share all but their text are told apart by it. */
export async function identify (rows: readonly PlacedRow[], pause: ReturnType<typeof pauses>, note: Note): Promise<Commitment[]> {
  const refs = new Map<PlacedRow, string>()
  for (const row of rows) {
    await pause()
    refs.set(row, commitmentRef(row.member, row.plan, saysSomething(row.cell('number')) ? row.cell('number') : null, titleOf(row).title))
  }
  const byRef = groupBy(rows, row => refs.get(row) as string)
  return [...byRef].flatMap(([ref, same]) => {
    const byText = groupBy(same, row => clashRef(ref, readText(row.cell('text')) ?? ''))
    return [...byText].map(([longRef, repeated]) => merge(byText.size === 1 ? ref : longRef, repeated, note))
  }).sort((a, b) => a.row - b.row)
}

/** What a later row says holds; where it says nothing, the earlier one stands. Later is what later reports rate, then what stands lower. */
function merge (ref: string, rows: readonly PlacedRow[], note: Note): Commitment {
  const latest = (row: PlacedRow) => Math.max(readYear(row.cell('progressYear')) ?? 0, readYear(row.cell('endOfTermYear')) ?? 0)
  const [last, ...earlier] = [...rows].sort((a, b) => latest(b) - latest(a) || b.row - a.row) as [PlacedRow, ...PlacedRow[]]
  for (const { row } of earlier) {
    note(row, null, null, 'repeated-row', `The same commitment as on line ${last.row}, whose ratings are later or which stands lower: merged, that line's cells win.`)
  }
  const cell = (field: Field) => {
    const own = last.cell(field)
    return saysSomething(own) ? own : earlier.map(row => row.cell(field)).find(saysSomething) ?? own
  }
  return { ...last, cell, ref, rows: rows.length }
}

export function groupBy <T, K> (items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

export interface Years {
  /** The latest year that the file speaks of: its edition. */
  edition: number
  earliest: number
}

export function fileYears (rows: readonly SourceRow[]): Years {
  const years = rows.flatMap(row => [planYear(row), ...(['submissionYear', 'progressYear', 'endOfTermYear'] as const).map(field => readYear(row.cell(field)))])
    .filter(year => year !== null)
  const edition = years.reduce((a, b) => Math.max(a, b), 0)
  if (edition === 0) throw new SheetError('no-year', 'No row tells the year of its plan. Add a column "Year of submission" with years from 2011 on, and send the file again.')
  return { edition, earliest: years.reduce((a, b) => Math.min(a, b)) }
}

/** The year that most rows of a plan give; a decision where they differ or give none. */
export function cycleYear (rows: readonly Commitment[], { earliest }: Years, note: Note): number {
  const submitted = rows.map(row => ({ row, year: readYear(row.cell('submissionYear')) }))
  const stated = mostCommon(submitted.flatMap(({ year }) => year ?? [])) ?? mostCommon(rows.flatMap(row => planYear(row) ?? []))
  for (const { row, year } of submitted) {
    if (year !== null && year !== stated) note(row.row, 'submissionYear', String(year), 'several-years-of-submission', `Most rows of this plan say ${stated}: that was taken.`)
  }
  if (stated !== null) return stated
  const reported = mostCommon(rows.flatMap(row => readYear(row.cell('progressYear')) ?? []))
  const assumed = reported === null ? earliest : Math.max(reported - 2, 2011)
  const [first] = rows as [Commitment]
  note(first.row, 'submissionYear', null, 'cycle-year-assumed', `No row of this plan gives a year: ${assumed} was taken, ${reported === null ? 'the earliest year of the file' : 'two years before its report'}.`)
  return assumed
}

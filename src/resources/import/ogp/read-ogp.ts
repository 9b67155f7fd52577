import type { InstitutionDocument } from '../../institution/institution.schemas.ts'
import { type Workbook, tooMuch } from '../../../sheet/sheet.ts'
import type { Stakeholder } from '../../../schema/common.ts'
import type { CommitmentDocument, PlanDocument } from '../../plan-document/plan-document.schemas.ts'
import { POLICY_AREAS, policyAreaFacts } from './areas.ts'
import type { Field } from './columns.ts'
import { draftCommitment, readCodes, type Edition } from './commitments.ts'
import { dayOrder } from './dates.ts'
import type { AssessmentDraft, Checks, Decision, Note, OgpPlan, OgpSheet, ReportDraft } from './drafts.ts'
import { SOURCE, planId, planRef, reportRef, type ReportKind } from './identity.rules.ts'
import { collectInstitutions } from './institutions.ts'
import { pauses } from './pause.ts'
import { endOfTermRating, progressRating, type Rating } from './ratings.ts'
import { cycleYear, fileYears, findMembers, groupBy, identify, placeRows, readRows, type Commitment, type Years } from './rows.ts'
import { type Wanted, findTable } from './sheet.ts'
import { mostCommon, readYear } from './values.ts'

/** OGP's published sheet of commitments -> what the tracker's services take, and every decision made on the way. */

/** The Partnership's plans ran for two years when its sheet did not tell. */
const TERM_YEARS = 2

/** Decisions quote cells, not whole texts. */
const QUOTED = 200

/** Fifty times those of a published edition: with more, the file is no sheet of commitments. */
const MOST_DECISIONS = 100_000

/** The schema's bounds of a plan document. */
const MOST_COMMITMENTS = 2000
const MOST_INSTITUTIONS = 2000

/**
 * Reads one edition of the sheet. Throws `SheetError` where the file cannot be used at all; whatever a row lacks becomes a
 * decision, and so does what `checks` refuse, which is left out. The same rows in another order give the same identities. `year` is the present one, which tells whether a plan's
 * two years are over; without it, that of the file's edition.
 */
export async function readOgpSheet (workbook: Workbook, checks: Checks, year?: number, wanted?: Wanted): Promise<OgpSheet> {
  const sheet = findTable(workbook, wanted)
  const pause = pauses()
  const { columns, headerRow } = sheet
  const decisions: Decision[] = []
  const note: Note = (row, field, value, rule, action) => {
    if (decisions.length === MOST_DECISIONS) throw tooMuch(`By row ${row} more than ${MOST_DECISIONS} cells can be read in several ways or not at all`)
    const column = field === null ? null : columns.headers.get(field) ?? null
    decisions.push({ row, column, value: value === null ? null : value.slice(0, QUOTED).toWellFormed(), rule, action })
  }
  for (const { row, rule, column, action } of sheet.notes) decisions.push({ row: row ?? 1, column, value: null, rule, action })
  for (const column of columns.repeated) note(headerRow, null, column, 'repeated-column', 'Another column holds this, further left or under a plainer name: it was not read.')

  const source = await readRows(sheet, pause, note)
  const years = fileYears(source)
  const { members, memberOf, kept } = findMembers(source, checks.member, note)
  const commitments = await identify(placeRows(kept, memberOf, note), pause, note)
  const codes = readCodes(commitments, note)
  const institutions = await collectInstitutions(commitments, checks.institution, pause, note)
  const edition: Edition = { has: field => columns.indexes.has(field), order: dayOrder(source.flatMap(({ cell }) => [cell('starts'), cell('ends')])), institutions }
  for (const { ref, member } of commitments) addPrefix(members.get(member)?.codePrefixes as string[], codes.get(ref))

  const plans: OgpPlan[] = []
  for (const rows of groupBy(commitments, ({ member, plan }) => planId(member, plan)).values()) {
    plans.push(...await readPlan(rows, { years, now: year ?? years.edition, edition, codes, institutions, checks, pause, note }))
  }
  plans.sort((a, b) => compare(a.document.plan, b.document.plan))
  return {
    headerRow,
    rows: source.length,
    mappedColumns: columns.mapped,
    unknownColumns: columns.unknown,
    members: [...members.values()].sort((a, b) => a.id < b.id ? -1 : 1),
    policyAreas: POLICY_AREAS.filter(({ id }) => edition.has('policyAreas') || edition.has(`area:${id}`)).map(policyAreaFacts),
    plans,
    decisions: decisions.sort((a, b) => a.row - b.row)
  }
}

function compare (a: PlanDocument['plan'], b: PlanDocument['plan']): number {
  return a.member === b.member ? Number(a.number) - Number(b.number) : String(a.member) < String(b.member) ? -1 : 1
}

/** `MX` of MX0081: a member may have had several. */
function addPrefix (prefixes: string[], code: string | undefined) {
  const prefix = code?.slice(0, -4)
  if (prefix !== undefined && !prefixes.includes(prefix) && prefixes.length < 10) prefixes.push(prefix)
}

interface Context {
  years: Years
  now: number
  edition: Edition
  codes: Map<string, string>
  institutions: Map<string, InstitutionDocument>
  checks: Checks
  pause: ReturnType<typeof pauses>
  note: Note
}

/** The plan that these rows make; none where it is not one that can be taken. */
async function readPlan (all: readonly Commitment[], context: Context): Promise<OgpPlan[]> {
  const { years, now, edition, codes, institutions, checks, pause, note } = context
  const [first] = all as [Commitment]
  const year = cycleYear(all, years, note)
  const term = stated(all, 'termYears', cell => Number(/^[1-9](?:\.\d+)?$/.exec(cell)?.[0] ?? NaN))
  const ends = stated(all, 'endYear', cell => readYear(cell) ?? NaN)
  // A plan of two years from 2013 ended in 2015; in 2016 one from 2014 may still run.
  const closed = (ends ?? year + (term ?? TERM_YEARS)) < now
  const ref = planRef(first.member, first.plan)
  const plan = { ...planDraft(first, ref, year, closed), ...(term === null ? {} : { termYears: term }), ...(ends === null ? {} : { endsOn: `${ends}-12-31`, endsPrecision: 'year' as const, endsText: String(ends) }) }
  const fault = checks.plan(plan)
  const rows = fault === null ? all.slice(0, MOST_COMMITMENTS) : []
  for (const row of all.slice(rows.length)) {
    note(row.row, 'plan', row.cell('plan'), 'does-not-fit', `${fault ?? `A plan has at most ${MOST_COMMITMENTS} commitments`}: the row was left out.`)
  }
  if (fault !== null) return []

  const fits = (kind: keyof Checks, draft: object, row: Commitment, field: Field): boolean => {
    const fault = checks[kind](draft)
    if (fault !== null) note(row.row, field, row.cell(field), 'does-not-fit', `${fault}: the ${kind} was left out.`)
    return fault === null
  }
  const named = new Set<string>()
  const commitments: CommitmentDocument[] = []
  for (const row of rows) {
    await pause()
    const draft = draftCommitment(row, closed, codes.get(row.ref), edition, note)
    if (draft.stakeholders !== undefined) draft.stakeholders = draft.stakeholders.filter(one => hasRoom(named, one, row, note))
    if (fits('commitment', draft, row, 'title')) commitments.push(draft)
  }
  const assess = (kind: ReportKind, rate: (row: Commitment, note: Note) => Rating | null): AssessmentDraft[] => rows.flatMap((row) => {
    const rating = rate(row, note)
    return rating !== null && fits('indicators', rating.indicators, row, 'completion') ? [assessment(row, ref, kind, rating)] : []
  })
  const assessments = [...assess('progress-report', progressRating), ...assess('end-of-term-report', endOfTermRating)]
  const reports = REPORTS.filter(({ kind }) => assessments.some(draft => draft.reportRef === reportRef(ref, kind)))
    .map(({ kind, field }) => report(rows, plan.id, ref, kind, field, note))
    .filter(draft => fits('report', draft, first, 'progressYear'))
  const published = new Set(reports.map(draft => draft.externalRefs[0]?.id))
  return [{
    document: { plan, institutions: [...named].sort().map(id => institutions.get(id) as InstitutionDocument), commitments },
    reports,
    assessments: assessments.filter(draft => published.has(draft.reportRef)),
    rows: rows.reduce((sum, row) => sum + row.rows, 0)
  }]
}

/** What most rows of a plan say of it. */
const stated = (rows: readonly Commitment[], field: Field, read: (cell: string) => number): number | null =>
  mostCommon(rows.map(row => read(row.cell(field))).filter(Number.isFinite))

function planDraft ({ member, plan: number }: Commitment, ref: string, year: number, closed: boolean): PlanDocument['plan'] {
  return {
    id: planId(member, number),
    member,
    number,
    title: { en: `Action plan ${number}`, es: `Plan de acción ${number}`, fr: `Plan d’action ${number}` },
    cycleYear: year,
    submittedOn: `${year}-12-31`,
    submittedPrecision: 'year',
    submittedText: String(year),
    lifecycle: closed ? 'closed' : 'in_implementation',
    externalRefs: [{ source: SOURCE, id: ref }]
  }
}

/** Whether the plan can name one more institution. */
function hasRoom (named: Set<string>, { institution, role }: Stakeholder, row: Commitment, note: Note): boolean {
  if (named.size < MOST_INSTITUTIONS) named.add(institution)
  const taken = named.has(institution)
  if (!taken) note(row.row, role as Field, institution, 'does-not-fit', `A plan names at most ${MOST_INSTITUTIONS} institutions: it was left out.`)
  return taken
}

const REPORTS = [{ kind: 'progress-report', field: 'progressYear' }, { kind: 'end-of-term-report', field: 'endOfTermYear' }] as const

function assessment (row: Commitment, plan: string, kind: ReportKind, rating: Rating): AssessmentDraft {
  return {
    commitmentRef: row.ref,
    reportRef: reportRef(plan, kind),
    ...rating,
    externalRefs: [{ source: SOURCE, id: reportRef(row.ref, kind) }],
    row: row.row
  }
}

function report (rows: readonly Commitment[], plan: string, ref: string, kind: ReportKind, field: Field, note: Note): ReportDraft {
  const stated = rows.map(row => ({ row: row.row, year: readYear(row.cell(field)) }))
  const year = mostCommon(stated.flatMap(({ year }) => year ?? []))
  for (const other of stated) {
    if (other.year !== null && other.year !== year) note(other.row, field, String(other.year), 'several-report-years', `Most rows of this plan say ${year}: that was taken.`)
  }
  return {
    plan,
    type: kind === 'progress-report' ? 'progress_midterm' : 'end_of_term',
    authorKind: 'irm',
    stage: 'final',
    title: null,
    language: null,
    publishedOn: year === null ? null : `${year}-12-31`,
    publishedPrecision: year === null ? 'unknown' : 'year',
    publishedText: year === null ? null : String(year),
    url: null,
    publishedCounts: null,
    externalRefs: [{ source: SOURCE, id: reportRef(ref, kind) }]
  }
}

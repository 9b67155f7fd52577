import type { InstitutionDocument } from '../../institution/institution.schemas.ts'
import type { PlanDocument } from '../../plan-document/plan-document.schemas.ts'
import { POLICY_AREAS, policyAreaFacts } from './areas.ts'
import type { Field } from './columns.ts'
import { draftCommitment, readCodes, type Edition } from './commitments.ts'
import { dayOrder } from './dates.ts'
import type { AssessmentDraft, Decision, Note, OgpPlan, OgpSheet, ReportDraft } from './drafts.ts'
import { SOURCE, planId, planRef, reportRef, type ReportKind } from './identity.ts'
import { collectInstitutions } from './institutions.ts'
import { endOfTermRating, progressRating, type Rating } from './ratings.ts'
import { cycleYear, fileYears, findMembers, groupBy, identify, placeRows, readRows, type Commitment, type Years } from './rows.ts'
import { readSheet } from './sheet.ts'
import { mostCommon, readYear } from './values.ts'

/** OGP's published sheet of commitments -> what the tracker's services take, and every decision made on the way. */

/** The Partnership's plans run for two years. */
const TERM_YEARS = 2

/** Decisions quote cells, not whole texts. */
const QUOTED = 200

/**
 * Reads one edition of the sheet. Throws `SheetError` where the file cannot be used at all; whatever a row lacks becomes a
 * decision. The same rows in another order give the same identities. `year` is the present one, which tells whether a plan's
 * two years are over; without it, that of the file's edition.
 */
export function readOgpSheet (bytes: Uint8Array, year?: number): OgpSheet {
  const sheet = readSheet(bytes)
  const { columns, headerRow } = sheet
  const decisions: Decision[] = []
  const note: Note = (row, field, value, rule, action) => {
    const column = field === null ? null : columns.headers.get(field) ?? null
    decisions.push({ row, column, value: value === null ? null : value.slice(0, QUOTED).toWellFormed(), rule, action })
  }
  if (sheet.encoding !== null) note(1, null, sheet.encoding, 'decoded-as', `The file is not UTF-8: it was read as ${sheet.encoding}.`)
  for (const column of columns.repeated) note(headerRow, null, column, 'repeated-column', 'A column to the left already holds this: it was not read.')

  const source = readRows(sheet, note)
  const years = fileYears(source)
  const { members, memberOf } = findMembers(source, note)
  const commitments = identify(placeRows(source, memberOf, note), note)
  const edition: Edition = { has: field => columns.indexes.has(field), order: dayOrder(source.flatMap(({ cell }) => [cell('starts'), cell('ends')])) }
  const codes = readCodes(commitments, note)
  const institutions = collectInstitutions(commitments, note)
  for (const { ref, member } of commitments) addPrefix(members.get(member)?.codePrefixes as string[], codes.get(ref))

  const plans = [...groupBy(commitments, ({ member, plan }) => planId(member, plan)).values()]
    .map(rows => readPlan(rows, { years, now: year ?? years.edition, edition, codes, institutions, note }))
    .sort((a, b) => compare(a.document.plan, b.document.plan))
  return {
    headerRow,
    rows: source.length,
    mappedColumns: columns.mapped,
    unknownColumns: columns.unknown,
    members: [...members.values()].sort((a, b) => a.id < b.id ? -1 : 1),
    policyAreas: POLICY_AREAS.filter(({ id }) => edition.has(`area:${id}`)).map(policyAreaFacts),
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
  note: Note
}

function readPlan (rows: readonly Commitment[], { years, now, edition, codes, institutions, note }: Context): OgpPlan {
  const [{ member, plan: number }] = rows as [Commitment]
  const year = cycleYear(rows, years, note)
  // A plan of two years from 2013 ended in 2015; in 2016 one from 2014 may still run.
  const closed = year + TERM_YEARS < now
  const commitments = rows.map(row => draftCommitment(row, closed, codes.get(row.ref), edition, note))
  const named = new Set(commitments.flatMap(({ stakeholders }) => stakeholders ?? []).map(({ institution }) => institution))

  const ref = planRef(member, number)
  const progress = rows.flatMap(row => assess(row, ref, 'progress-report', progressRating(row, note)))
  const endOfTerm = rows.flatMap(row => assess(row, ref, 'end-of-term-report', endOfTermRating(row, note)))
  return {
    document: {
      plan: {
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
      },
      institutions: [...named].sort().map(id => institutions.get(id) as InstitutionDocument),
      commitments
    },
    reports: [
      ...(progress.length > 0 ? [report(rows, planId(member, number), ref, 'progress-report', 'progressYear', note)] : []),
      ...(endOfTerm.length > 0 ? [report(rows, planId(member, number), ref, 'end-of-term-report', 'endOfTermYear', note)] : [])
    ],
    assessments: [...progress, ...endOfTerm],
    rows: rows.reduce((sum, row) => sum + row.rows, 0)
  }
}

function assess (row: Commitment, plan: string, kind: ReportKind, rating: Rating | null): AssessmentDraft[] {
  if (rating === null) return []
  return [{
    commitmentRef: row.ref,
    reportRef: reportRef(plan, kind),
    ...rating,
    externalRefs: [{ source: SOURCE, id: reportRef(row.ref, kind) }],
    row: row.row
  }]
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

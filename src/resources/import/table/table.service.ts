import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../../db/database.ts'
import { inTransaction } from '../../../db/transaction.ts'
import { type Deps, today } from '../../../deps.ts'
import { ProblemError } from '../../../errors.ts'
import type { WriteContext } from '../../../log/record.ts'
import type { Sheet, Workbook } from '../../../sheet/sheet.ts'
import { findCodes } from '../../code-list/code-list.store.ts'
import type { Work } from '../../plan-document/document.rules.ts'
import { considerDocument, digestOf, lockPlan, shortened, writeWork } from '../../plan-document/plan-document.service.ts'
import { type StoredPlan, readPlan } from '../../plan-document/plan-document.store.ts'
import { type Import, MOST_ROWS_ANSWERED } from '../import.schemas.ts'
import { appendDecisions, findImport } from '../import.store.ts'
import { type Header, type Mapping, findHeader } from './columns.ts'
import { FIELDS } from './field.rules.ts'
import { type RowChecks, gather } from './gather.rules.ts'
import { type Outcome, outcomesOf, refusedRow } from './outcome.rules.ts'
import { type Draft, type RawRow, type Vocabulary, draftOf, issueAt, quoted, rawRows } from './row.rules.ts'
import type { ImportRow, TableReport } from './table.schemas.ts'
import { forgetDryRuns, insertImportRows, institutionNames, policyAreaNames } from './table.store.ts'
import { type Names, namesOf, partsOf } from './value.rules.ts'

/** A table of a source: what it says, and whether it shall be applied. */
export interface TableImport {
  source: string
  plan?: string | undefined
  sheet?: string | undefined
  headerRow?: number | undefined
  mapping?: Mapping | undefined
  workbook: Workbook
  fileSha256: string
  /** Of a dry run; absent where this is one. */
  digest?: string | undefined
}

export type MayWrite = (plan: string, member: string) => boolean

interface Considered { plan: string, work: Work, digest: string, outcomes: Outcome[] }

/** Plans that one table may be about. */
const MOST_PLANS = 100
/** Rows that are read, and written, before others get their turn. */
const AT_ONCE = 500
/** Days for which a dry run is kept. */
const DRY_RUN_DAYS = 7
const DAY = 86_400_000

/**
 * Holds a table against what stands, by the very rules of plan documents, and applies it where the digest says that nothing
 * moved since its dry run: all of it in one transaction, or nothing.
 * @throws ProblemError import-unusable, data-moved
 */
export async function importTable (deps: Deps, context: WriteContext, checks: RowChecks, may: MayWrite, table: TableImport): Promise<Import> {
  const { sheets, raws } = readTable(table)
  const plans = [...new Set(raws.flatMap(({ plan }) => plan ?? []))].sort()
  if (plans.length > MOST_PLANS) throw unusable(`The file names ${plans.length} action plans, more than ${MOST_PLANS}. Send it in parts.`)
  return inTransaction(deps.db, async (tx) => {
    await forgetDryRuns(tx, new Date(deps.clock().getTime() - DRY_RUN_DAYS * DAY).toISOString().slice(0, 10))
    const words = await wordsOf(tx)
    const considered: Considered[] = []
    const refused = raws.filter(({ plan }) => plan === null)
    for (const plan of plans) {
      const ofPlan = raws.filter(raw => raw.plan === plan)
      await lockPlan(tx, { plan: { id: plan } })
      const stored = await readPlan(tx, plan)
      const why = stored.plan === null ? { rule: 'unknown-reference', detail: `There is no action plan ${quoted(plan)}. An import adds to plans that exist.` } : may(plan, stored.plan.member) ? undefined : { rule: 'forbidden', detail: 'The key is for other members or plans.' }
      if (why !== undefined) {
        refused.push(...ofPlan.map(raw => ({ ...raw, issues: [...raw.issues, issueAt(raw.cells.find(({ column }) => column.field === 'plan'), why.rule, why.detail)] })))
      } else {
        considered.push(await considerPlan(tx, deps, checks, table, stored, ofPlan, words))
      }
    }
    const outcomes = [
      ...sheets.flatMap(repeatedColumns),
      ...refused.map(refusedRow),
      ...considered.flatMap(one => one.outcomes)
    ]
    const counts = countsOf(outcomes)
    const digest = counts.conflict + counts.error > 0 ? null : digestOf(considered.map(one => one.digest))
    const dryRun = table.digest === undefined
    if (!dryRun) {
      if (digest !== table.digest) throw new ProblemError('data-moved', digest === null ? 'Some rows cannot be applied as things stand: a dry run shows which.' : 'The digest belongs to other data or to another file.')
      for (const { plan, work } of considered) await writeWork(tx, context, plan, work)
    }
    return keepReport(tx, deps, table, { dryRun, digest, plans: considered.map(({ plan }) => plan), rowsTotal: raws.length, report: { sheets: sheets.map(sheetReport), counts } }, outcomes)
  })
}

const unusable = (detail: string): ProblemError => new ProblemError('import-unusable', detail)

interface ReadSheet { sheet: Sheet, header: Header | undefined, rows: RawRow[] }

function readTable ({ workbook, sheet: named, mapping, headerRow, plan }: TableImport): { sheets: ReadSheet[], raws: RawRow[] } {
  const chosen = named === undefined ? workbook.sheets : workbook.sheets.filter(({ name }) => name === named)
  if (chosen.length === 0) throw unusable(`There is no sheet of this name; there are ${workbook.sheets.map(({ name }) => `"${quoted(name)}"`).join(', ').slice(0, 1000)}.`)
  const sheets = chosen.map((sheet) => {
    const header = findHeader(sheet, mapping, headerRow)
    return { sheet, header, rows: header === undefined ? [] : rawRows(sheet, header, plan) }
  })
  if (sheets.every(({ header }) => header === undefined)) {
    throw unusable(`No header was found: ${headerRow === undefined ? 'none of the first twenty rows has' : `row ${headerRow} has not`} two names of columns that are known. Name the row in headerRow, use the headers of /v1/exports/template.xlsx, or save a mapping for the source.`)
  }
  const raws = sheets.flatMap(({ rows }) => rows)
  if (raws.length === 0) throw unusable('There is no row below the header.')
  return { sheets, raws }
}

/** Codes and policy areas, by all their names. */
async function wordsOf (tx: Tx): Promise<Omit<Vocabulary, 'institutions'>> {
  const lists = [...new Set(Object.values(FIELDS).flatMap(({ list }) => list ?? []))]
  const codes: Record<string, Names> = {}
  for (const list of lists) codes[list] = namesOf((await findCodes(tx, list)).map(({ code, label }) => ({ id: code, names: Object.values(label) })))
  return { codes, policyAreas: await policyAreaNames(tx) }
}

async function considerPlan (tx: Tx, deps: Deps, checks: RowChecks, { source, mapping, digest: expected }: TableImport, stored: StoredPlan, raws: RawRow[], words: Omit<Vocabulary, 'institutions'>): Promise<Considered> {
  const { id: plan, member, language } = stored.plan as NonNullable<StoredPlan['plan']>
  const cells = raws.flatMap(raw => raw.cells).filter(({ column }) => FIELDS[column.field]?.kind === 'institutions')
  const named = [...new Set(cells.flatMap(({ value }) => partsOf(value)))]
  const institutions = await institutionNames(tx, member, [...named, ...stored.institutions.map(({ id }) => id)])
  const reading = { source, language: mapping?.language ?? language ?? 'und', dates: mapping?.dates }
  const drafts: Draft[] = []
  for (let at = 0; at < raws.length; at += AT_ONCE) {
    drafts.push(...raws.slice(at, at + AT_ONCE).map(raw => draftOf(raw, { ...words, institutions }, reading)))
    await setImmediate()
  }
  const { document, placed } = gather(plan, drafts, stored.commitments, checks, source)
  const { work, changes, digest } = await considerDocument(tx, deps.newId, stored, document, { absent: 'keep' })
  await setImmediate()
  return { plan, work, digest, outcomes: outcomesOf(plan, placed, { changes: expected === undefined ? changes : work.changes, findings: work.findings }) }
}

/** Two columns that say the same are told in the row of the header: nobody can know which is meant. */
function repeatedColumns ({ sheet, header }: ReadSheet): Outcome[] {
  if (header === undefined || header.repeated.length === 0) return []
  const errors = header.repeated.map(({ column, header: name, first }) => ({ column, header: name, value: null, rule: 'repeated-column', detail: `Column ${first} says the same: take one of them out, or map it to nothing.` }))
  return [{ sheet: sheet.name, row: header.row, op: 'error', type: null, plan: null, entity: null, code: null, fields: [], errors }]
}

function countsOf (outcomes: readonly Outcome[]): TableReport['counts'] {
  const counts = { create: 0, update: 0, unchanged: 0, missing: 0, conflict: 0, error: 0 }
  for (const { op } of outcomes) counts[op]++
  return counts
}

function sheetReport ({ sheet, header, rows }: ReadSheet): TableReport['sheets'][number] {
  return {
    name: sheet.name,
    headerRow: header?.row ?? null,
    rows: rows.length,
    mappedColumns: (header?.columns ?? []).map(({ letter, header, field, language }) => ({ column: letter, header, field: language === undefined ? field : `${field}:${language}` })),
    unknownColumns: header?.unknown ?? []
  }
}

interface Kept { dryRun: boolean, digest: string | null, plans: string[], rowsTotal: number, report: TableReport }

/** Keeps the report with every row, and answers with the first of them. */
async function keepReport (tx: Tx, deps: Deps, table: TableImport, { dryRun, digest, plans, rowsTotal, report }: Kept, outcomes: readonly Outcome[]): Promise<Import> {
  const id = deps.newId()
  await tx.insertInto('import').values({
    id, source: table.source, state: 'done', file_sha256: table.fileSha256, started_on: today(deps), rows_total: rowsTotal, rows_done: rowsTotal, beat_at: deps.clock().toISOString(), dry_run: dryRun, plans, digest, table_report: JSON.stringify(report)
  }).execute()
  const rows: ImportRow[] = outcomes.map((outcome, index) => shortened({ ...outcome, id: index + 1 }))
  for (let at = 0; at < rows.length; at += AT_ONCE) await insertImportRows(tx, id, rows.slice(at, at + AT_ONCE))
  await appendDecisions(tx, id, table.workbook.notes.map(({ sheet, row, column, rule, action }) => ({ row: row ?? 0, column: [sheet, column].filter(Boolean).join('!'), value: null, rule, action })))
  return { ...await findImport(tx, id) as Import, rows: rows.slice(0, MOST_ROWS_ANSWERED), rowsLeftOut: Math.max(0, rows.length - MOST_ROWS_ANSWERED) }
}

import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../db/database.ts'
import { refreshStatus } from '../../db/status.ts'
import { inTransaction } from '../../db/transaction.ts'
import { type Deps, today } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import type { Format } from '../../sheet/thread.ts'
import { readWorkbook } from '../../sheet/read-workbook.ts'
import { SheetError } from '../../sheet/sheet.ts'
import type { WriteContext } from '../../log/record.ts'
import { computeStar } from '../assessment/star.rules.ts'
import { saveMembers } from '../member/member.service.ts'
import { lockPlan, mergeDocument } from '../plan-document/plan-document.service.ts'
import type { Change, PlanDocument } from '../plan-document/plan-document.schemas.ts'
import { readPlan, readSurroundings } from '../plan-document/plan-document.store.ts'
import { savePolicyAreas } from '../policy-area/policy-area.service.ts'
import type { Import, ImportReport } from './import.schemas.ts'
import { appendDecisions, findImport, institutionsOf, interruptSilent, writtenByOthers } from './import.store.ts'
import { withoutRefused } from './fit.rules.ts'
import { keepOthers } from './keep.rules.ts'
import { useKnown } from './known-institutions.rules.ts'
import type { AssessmentDraft, Checks, Decision, OgpPlan, OgpSheet, ReportDraft } from './ogp/drafts.ts'
import { readOgpSheet } from './ogp/read-ogp.ts'
import type { Wanted } from './ogp/sheet.ts'
import { applyRatings } from './ratings.service.ts'

/** An import that says nothing for so long has ended without a word (milliseconds). */
const SILENCE = 60_000

const DECISIONS_AT_ONCE = 1000

type Fate = 'create' | 'update' | 'unchanged'

/** A file as it was sent, and where its table is, if that was said. */
export interface Upload extends Wanted { bytes: Buffer, format: Format }

/** Imports of this process: each goes on after its request was answered, and stops between two plans when the service does. */
export interface Importer {
  start: (context: WriteContext, file: Upload) => Promise<Import>
  stop: () => Promise<void>
}

export function createImporter (deps: Deps, checks: Checks, fail: (error: unknown) => void): Importer {
  let running: Promise<void> = Promise.resolve()
  let stopping = false

  async function start (context: WriteContext, file: Upload): Promise<Import> {
    const sheet = await read(file, checks, Number(today(deps).slice(0, 4)))
    await interruptSilent(deps.db, new Date(deps.clock().getTime() - SILENCE).toISOString())
    const id = deps.newId()
    await deps.db.insertInto('import').values({
      id, source: 'ogp', state: 'running', file_sha256: createHash('sha256').update(file.bytes).digest('hex'), started_on: today(deps), rows_total: sheet.rows, beat_at: deps.clock().toISOString()
    }).execute()
    const accepted = await findImport(deps.db, id) as Import
    running = run(deps, context, id, sheet, () => stopping).catch(async (error: unknown) => {
      fail(error)
      await deps.db.updateTable('import').set({ state: 'failed', failure: 'The service failed; its log says more.' }).where('id', '=', id).execute()
    }).catch(fail)
    return accepted
  }

  return { start, stop: () => { stopping = true; return running } }
}

/** After a crash: nothing of an earlier process of this database runs any more. */
export function interruptImports (deps: Deps): Promise<void> {
  return interruptSilent(deps.db, 'infinity')
}

async function read (file: Upload, checks: Checks, year: number): Promise<OgpSheet> {
  try {
    return await readOgpSheet(await readWorkbook(file.bytes, file.format), checks, year, file)
  } catch (error) {
    if (error instanceof SheetError) throw new ProblemError('import-unusable', error.message)
    throw error
  }
}

async function run (deps: Deps, context: WriteContext, id: string, sheet: OgpSheet, stopping: () => boolean): Promise<void> {
  const report = emptyReport(sheet)
  await inTransaction(deps.db, async (tx) => {
    const known = new Set((await tx.selectFrom('member').select('id').execute()).map(row => row.id))
    const areas = new Set((await tx.selectFrom('policy_area').select('id').execute()).map(row => row.id))
    const [newMembers, newAreas] = [sheet.members.filter(member => !known.has(member.id)), sheet.policyAreas.filter(area => !areas.has(area.id))]
    // A local member after its parent.
    await saveMembers(tx, context, newMembers.filter(({ parent }) => parent === null))
    await saveMembers(tx, context, newMembers.filter(({ parent }) => parent !== null))
    await savePolicyAreas(tx, context, newAreas)
    report.members = { create: newMembers.length, update: 0, unchanged: sheet.members.length - newMembers.length }
    report.policyAreas = { create: newAreas.length, update: 0, unchanged: sheet.policyAreas.length - newAreas.length }
  })
  // A statement at a time: on the embedded engine nobody else gets a turn during one.
  for (let at = 0; at < sheet.decisions.length; at += DECISIONS_AT_ONCE) {
    await inTransaction(deps.db, tx => appendDecisions(tx, id, sheet.decisions.slice(at, at + DECISIONS_AT_ONCE)))
    await setImmediate()
  }
  let rowsDone = 0
  const told = new Set(sheet.policyAreas.map(({ id }) => id))
  for (const plan of sheet.plans) {
    if (stopping()) {
      await deps.db.updateTable('import').set({ state: 'interrupted' }).where('id', '=', id).execute()
      return
    }
    rowsDone += plan.rows
    await importPlan(deps, context, id, { plan, told }, rowsDone, report)
    // Readers get their turn on the embedded engine's single connection.
    await setImmediate()
  }
  await deps.db.updateTable('import').set({ state: 'done', rows_done: sheet.rows, report: JSON.stringify(report) }).where('id', '=', id).execute()
}

/** One plan in one transaction, with its reports and assessments and how far the import is. */
async function importPlan (deps: Deps, context: WriteContext, id: string, { plan, told }: { plan: OgpPlan, told: ReadonlySet<string> }, rowsDone: number, report: ImportReport): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockPlan(tx, plan.document)
    const stored = await readPlan(tx, plan.document.plan.id)
    const meant = useKnown(plan.document, await institutionsOf(tx, plan.document.plan.member as string))
    const { institutions } = await readSurroundings(tx, meant.document)
    const others = await writtenByOthers(tx, [plan.document.plan.id, ...institutions.map(one => one.id), ...stored.commitments.map(one => one.id)])
    const kept = keepOthers({ ...stored, institutions }, others, told, meant.document)
    const { changes, refused } = await mergeFitting(deps, tx, context, kept.document)
    for (const { type, op } of changes) {
      const fates = { 'action-plan': report.plans, institution: report.institutions, commitment: report.commitments, milestone: null, 'progress-update': null }[type]
      if (fates !== null && op !== 'missing') fates[op as Fate]++
    }
    const ratings = await applyRatings(tx, deps.newId, context, plan)
    const decisions = [...meant.decisions, ...kept.decisions, ...refused, ...ratings.decisions]
    for (const fate of ratings.reports) report.reports[fate]++
    for (const fate of ratings.assessments) report.assessments[fate]++
    await refreshStatus(tx, ratings.commitments)
    await appendDecisions(tx, id, decisions)
    for (const { rule } of decisions) report.decisions[rule] = (report.decisions[rule] ?? 0) + 1
    await tx.updateTable('import').set({ rows_done: rowsDone, beat_at: deps.clock().toISOString() }).where('id', '=', id).execute()
  })
}

/** Merges all of the document that the rules allow. Each round leaves out what was refused, so there is a last one. */
async function mergeFitting (deps: Deps, tx: Tx, context: WriteContext, document: PlanDocument): Promise<{ changes: Change[], refused: Decision[] }> {
  try {
    return { changes: (await mergeDocument(tx, deps.newId, context, document)).changes, refused: [] }
  } catch (error) {
    const fitting = withoutRefused(document, (error as Partial<ProblemError>).extras?.errors ?? [])
    if (fitting.decisions.length === 0) throw error
    const { changes, refused } = await mergeFitting(deps, tx, context, fitting.document)
    return { changes, refused: [...fitting.decisions, ...refused] }
  }
}

function emptyReport (sheet: OgpSheet): ImportReport {
  const none = () => ({ create: 0, update: 0, unchanged: 0 })
  const decisions: Record<string, number> = {}
  for (const { rule } of sheet.decisions) decisions[rule] = (decisions[rule] ?? 0) + 1
  const { headerRow, rows, mappedColumns, unknownColumns } = sheet
  return {
    headerRow,
    rows,
    mappedColumns,
    unknownColumns,
    members: none(),
    policyAreas: none(),
    institutions: none(),
    plans: none(),
    commitments: none(),
    reports: none(),
    assessments: none(),
    decisions,
    stars: starAgreement({ reports: sheet.plans.flatMap(({ reports }) => reports), assessments: sheet.plans.flatMap(({ assessments }) => assessments) })
  }
}

/** Published stars against computed ones, by rule and type of report; every star that a row states is compared (domain.md, section 3). */
function starAgreement ({ reports, assessments }: { reports: ReportDraft[], assessments: AssessmentDraft[] }): ImportReport['stars'] {
  const typeOf = new Map(reports.map(report => [report.externalRefs[0]?.id, report.type]))
  const tallies = new Map<string, ImportReport['stars'][number]>()
  for (const { stars, indicators, reportRef } of assessments) {
    for (const { rule, starred } of stars) {
      const reportType = typeOf.get(reportRef) as ImportReport['stars'][number]['reportType']
      const key = `${rule} ${reportType}`
      const tally = tallies.get(key) ?? { rule, reportType, published: 0, reproduced: 0, added: 0 }
      const computed = computeStar(indicators, rule) === true
      if (starred) tally.published++
      if (starred && computed) tally.reproduced++
      if (!starred && computed) tally.added++
      tallies.set(key, tally)
    }
  }
  return [...tallies].sort(([a], [b]) => a.localeCompare(b)).map(([, tally]) => tally)
}

import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { refreshStatusOfPlans } from '../../db/status.ts'
import { lockName } from '../../db/transaction.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { NewReport, Report, ReportFacts } from './report.schemas.ts'
import { reportFacts } from './report.select.ts'
import { findReport } from './report.store.ts'

/** Writes reports as they shall stand, new or changed, each with its revision. */
export async function saveReports (tx: Tx, context: WriteContext, reports: ReportFacts[]): Promise<void> {
  if (reports.length === 0) return
  const ids = reports.map(({ id }) => id)
  await saveRows(tx, 'report', reports.map(report => ({
    id: report.id,
    plan: report.plan,
    type: report.type,
    author_kind: report.authorKind,
    stage: report.stage,
    title: report.title,
    language: report.language,
    published_on: report.publishedOn,
    published_precision: report.publishedPrecision,
    published_text: report.publishedText,
    url: report.url,
    published_counts: report.publishedCounts,
    updated_at: context.at
  })))
  await replaceRefs(tx, 'report', reports)
  await record(tx, context, 'report', 'report', reportFacts, ids)
  // All commitments of the plans at once, in the order in which others lock them.
  await refreshStatusOfPlans(tx, [...new Set(reports.map(({ plan }) => plan))])
}

/** What one says where nothing is said. */
const SILENT = { title: null, language: null, publishedOn: null, publishedText: null, url: null, publishedCounts: null }

/** Adds a report about a plan that is known to exist. */
export function createReport (tx: Tx, context: WriteContext, id: string, said: NewReport): Promise<Report> {
  const precision: ReportFacts['publishedPrecision'] = typeof said.publishedOn === 'string' ? 'day' : 'unknown'
  return writeReport(tx, context, { ...SILENT, externalRefs: [], publishedPrecision: precision, ...said, id })
}

/** Writers of a report and of what it carries wait for each other. */
export const lockReport = (tx: Tx, id: string): Promise<void> => lockName(tx, `report ${id.toLowerCase()}`)

/** Writes one report as it shall stand. */
export async function writeReport (tx: Tx, context: WriteContext, report: ReportFacts): Promise<Report> {
  if ((report.publishedOn === null) !== ['ongoing', 'unknown'].includes(report.publishedPrecision)) {
    throw new ProblemError('date-precision', 'The date and its precision contradict each other.', { errors: [{ pointer: '/publishedOn', detail: `is ${report.publishedOn ?? 'empty'} but publishedPrecision is ${report.publishedPrecision}` }] })
  }
  await saveReports(tx, context, [report])
  return await findReport(tx, report.id) as Report
}

import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { refreshStatusOfReports } from '../../db/status.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { ReportFacts } from './report.schemas.ts'
import { reportFacts } from './report.select.ts'

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
  await refreshStatusOfReports(tx, ids)
}

import type { Tx } from '../../db/database.ts'
import { ProblemError } from '../../errors.ts'
import type { WriteContext } from '../../log/record.ts'
import { mergePatch } from '../../schema/merge-patch.ts'
import { findCodes } from '../code-list/code-list.store.ts'
import type { Report, ReportFacts, ReportPatch } from '../report/report.schemas.ts'
import { lockReport, writeReport } from '../report/report.service.ts'
import { type Occasion, findOccasion, findReport } from '../report/report.store.ts'
import { faultsOfChange } from './carried.rules.ts'
import { findCarried } from './carried.store.ts'

/** Changes one that is known to exist; `expected` decides whether the version that was read may be changed (412). */
export async function updateReport (tx: Tx, context: WriteContext, id: string, patch: ReportPatch, expected: (revision: number) => void): Promise<Report> {
  await lockReport(tx, id)
  const { revision, updatedAt: _, ...facts } = await findReport(tx, id) as Report
  expected(revision)
  const wanted = mergePatch(facts, patch)
  await keepWhatRests(tx, wanted)
  return writeReport(tx, context, wanted)
}

/** Which ratings a report may carry follows its type, author and year: a change may not put those that it has out of the rules. */
async function keepWhatRests (tx: Tx, report: ReportFacts): Promise<void> {
  const before = await findOccasion(tx, report.id) as Occasion
  const after = { ...before, type: report.type, authorKind: report.authorKind, publishedOn: report.publishedOn }
  const [eras, marks, requirements, triggers] = [
    await findCodes(tx, 'eras'), await findCodes(tx, 'marks'), await findCodes(tx, 'minimum-requirement'), await findCodes(tx, 'process-trigger')
  ]
  const errors = faultsOfChange(await findCarried(tx, report.id), before, after, { eras, marks, requirements, triggers })
  if (errors.length > 0) throw new ProblemError('report-carries-ratings', 'The report carries what a report like that cannot carry.', { errors })
}

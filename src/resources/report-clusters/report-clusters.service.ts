import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { mayMark, yearsOf } from '../assessment/era.rules.ts'
import { findCodes } from '../code-list/code-list.store.ts'
import { type Part, putPart } from '../report/part.service.ts'
import { lockReport } from '../report/report.service.ts'
import { type Occasion, findOccasion } from '../report/report.store.ts'
import { type ClusterFault, readClusters } from './report-clusters.rules.ts'
import type { ReportClustersDocument, ReportClustersFacts } from './report-clusters.schemas.ts'
import { reportClustersFacts } from './report-clusters.select.ts'
import { findClustersOf, findNames } from './report-clusters.store.ts'

/** Makes the clusters of a report that is known to exist what `said` says. */
export async function putReportClusters (tx: Tx, context: WriteContext, newId: () => string, report: string, said: ReportClustersDocument, expected: Part<ReportClustersFacts>['expected']) {
  await lockReport(tx, report)
  const { id, plan, type, ...when } = await findOccasion(tx, report) as Occasion
  const { clusters, faults } = readClusters(said.clusters, await findNames(tx, plan))
  const years = yearsOf(when)
  const outOfEra: ClusterFault[] = mayMark(await findCodes(tx, 'marks'), 'promising', years, type)
    ? []
    : clusters.map((_, at) => ({ pointer: `/clusters/${at}`, code: 'indicator-not-in-era', detail: `a report of type ${type} does not mark clusters in ${years.join(' or ')}` }))
  const errors = [...outOfEra, ...faults]
  const [first] = errors
  if (first !== undefined) throw new ProblemError(first.code, 'The clusters cannot stand as they are.', { errors })
  return await putPart<ReportClustersFacts>({
    wanted: { report: id, plan, clusters },
    newId,
    find: () => findClustersOf(tx, id),
    expected,
    save: async (facts) => {
      await saveRows(tx, 'report_clusters', [{ id: facts.id, report: facts.report, clusters: facts.clusters, updated_at: context.at }])
      await record(tx, context, 'report-clusters', 'report_clusters', reportClustersFacts, [facts.id])
    }
  })
}

import type { Db } from '../../db/database.ts'
import { type After, type Listing, listRows } from '../../db/keyset.ts'
import { type Deps, today } from '../../deps.ts'
import { newestCheckpoint } from '../../log/log.store.ts'
import { actionPlanListing } from '../action-plan/action-plan.store.ts'
import { assessmentListing } from '../assessment/assessment.store.ts'
import { newestChangeListing } from '../change/change.store.ts'
import { commitmentListing } from '../commitment/commitment.store.ts'
import { institutionListing } from '../institution/institution.store.ts'
import { memberListing } from '../member/member.store.ts'
import { milestoneListing } from '../milestone/milestone.store.ts'
import { policyAreaListing } from '../policy-area/policy-area.store.ts'
import { processAssessmentListing } from '../process-assessment/process-assessment.store.ts'
import { progressUpdateListing } from '../progress-update/progress-update.store.ts'
import { redactionListing } from '../redaction/redaction.store.ts'
import { reportClustersListing } from '../report-clusters/report-clusters.store.ts'
import { reportListing } from '../report/report.store.ts'
import { reviewListing } from '../review/review.store.ts'
import type { Row } from './columns.rules.ts'
import type { TableName } from './export.schemas.ts'

/** Rows that are read at once, and all that is held of a table. */
const PAGE = 200

type Source = (query: never, day: string, db: Db) => Listing<object> | Promise<Listing<object>>

/** Each as its list reads it, for a query that was checked against the filters of its table. */
const SOURCES: Record<TableName, Source> = {
  members: memberListing,
  institutions: institutionListing,
  'policy-areas': policyAreaListing,
  'action-plans': actionPlanListing,
  commitments: commitmentListing,
  milestones: (query, day) => milestoneListing(query, day),
  'progress-updates': query => progressUpdateListing(query),
  reviews: query => reviewListing(query),
  reports: reportListing,
  assessments: query => assessmentListing(query),
  'process-assessments': processAssessmentListing,
  'report-clusters': reportClustersListing,
  redactions: redactionListing,
  record: async (_query, _day, db) => newestChangeListing((await newestCheckpoint(db))?.size ?? 0)
}

/**
 * The rows of a table, some at a time, in the order of their ids, of which none changes. Between two pages no transaction is
 * open and no connection held, so that a slow reader keeps nobody waiting: each row is as it stands when its page is read, what
 * is written meanwhile may be there or not, nothing comes twice, and nothing that stood all the time is missing. Of `record`,
 * what the log holds when the first page is read.
 */
export async function * readTable (deps: Pick<Deps, 'db' | 'clock'>, name: TableName, query: object): AsyncGenerator<Row[]> {
  const listing = byId(await SOURCES[name](query as never, today(deps), deps.db))
  for (let after: After | null = null; ;) {
    const rows = await listRows(deps.db, listing, { sort: 'id', limit: PAGE, after })
    const page = rows.slice(0, PAGE)
    if (page.length > 0) yield page.map(({ body }) => body as Row)
    if (rows.length <= PAGE) return
    after = page.at(-1) as After
  }
}

export const byId = (listing: Listing<object>): Listing<object> => ({ ...listing, sorts: { id: { expression: listing.id, cast: listing.idType } } })

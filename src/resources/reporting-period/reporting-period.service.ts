import { inTransaction, lockName } from '../../db/transaction.ts'
import type { Deps } from '../../deps.ts'
import type { Expectation } from '../../http/conditional.ts'
import type { WriteContext } from '../../log/record.ts'
import type { ChangeReport } from '../plan-document/plan-document.schemas.ts'
import { digestOf, refusalOf, reportOf, requireExpected } from '../plan-document/plan-document.service.ts'
import { saveProgressUpdates } from '../progress-update/progress-update.service.ts'
import { workOut } from './reporting-period.rules.ts'
import type { PeriodUpdates } from './reporting-period.schemas.ts'
import { lockPeriod, readParts } from './reporting-period.store.ts'
import { periodRevision } from './reporting-period.view.ts'

export interface PeriodApplication {
  member: string
  plan: string
  period: string
  document: PeriodUpdates
  expected: Expectation
}

/** Writes what is new or differs of a plan's progress updates in one period, in one transaction, or nothing of it. */
export function applyPeriod (deps: Deps, context: WriteContext, { member, plan, period, document, expected }: PeriodApplication): Promise<ChangeReport> {
  return inTransaction(deps.db, async (tx) => {
    // The lock of plan documents: what is named here may not go meanwhile.
    await lockName(tx, `member ${member}`)
    const stored = await lockPeriod(tx, plan, period)
    const { updates, revisions } = stored
    const parts = await readParts(tx, plan, document)
    const digest = digestOf([plan, period, revisions, parts, document])
    const { isNew, ...seen } = expected
    requireExpected(isNew === true && updates.length > 0 ? { isNew, ...seen } : seen, periodRevision(stored), digest)
    const work = workOut(updates, parts, period, document.progressUpdates, { newId: deps.newId, member, on: context.on })
    if (expected.dryRun === true) {
      // What would be created has no id yet: applying gives it another.
      const changes = work.changes.map(change => change.op === 'create' ? { ...change, id: null } : change)
      return reportOf(plan, { ...work, changes }, true, digest)
    }
    if (work.findings.length > 0) throw refusalOf(work.findings)
    if (work.updates.length > 0) await saveProgressUpdates(tx, context, work.updates)
    return reportOf(plan, work, false, digest)
  })
}

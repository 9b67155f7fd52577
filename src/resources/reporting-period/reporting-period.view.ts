import { createHash } from 'node:crypto'
import type { PeriodUpdates } from './reporting-period.schemas.ts'
import type { StoredPeriod } from './reporting-period.store.ts'

/** The revision part of the list's ETag: a hash over the revisions of all that it holds. */
export function periodRevision ({ revisions }: StoredPeriod): string {
  return createHash('sha256').update(revisions.join('\n')).digest('hex').slice(0, 16)
}

/** The list as GET gives it and PUT takes it: facts without what the address tells already. */
export function periodView ({ updates }: StoredPeriod): PeriodUpdates {
  return { progressUpdates: updates.map(({ id, period, ...said }) => said) }
}

import { createHash } from 'node:crypto'
import type { PlanDocument } from './plan-document.schemas.ts'
import type { StoredPlan } from './plan-document.store.ts'

/** The revision part of a document's ETag: a hash over the revisions of all that it holds. */
export function revisionPart (stored: StoredPlan): string {
  return createHash('sha256').update(stored.revisions.join('\n')).digest('hex').slice(0, 16)
}

/** The document as GET gives it and PUT takes it: facts without the addresses that their place already tells. */
export function documentView (stored: StoredPlan): PlanDocument {
  return {
    plan: stored.plan as NonNullable<StoredPlan['plan']>,
    institutions: stored.institutions,
    commitments: stored.commitments.map(({ plan, milestones, ...commitment }) => ({
      ...commitment,
      milestones: milestones.map(({ commitment: _, ...milestone }) => milestone)
    }))
  }
}

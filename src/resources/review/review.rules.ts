import { createHash } from 'node:crypto'
import type { ErrorItem } from '../../errors.ts'
import { evidenceFaults } from '../../schema/evidence.ts'
import type { Review, ReviewFacts } from './review.schemas.ts'

/**
 * What a published review must have (api.md, section 4; domain.md, Review): evidence that can be checked, namely a url or a
 * title with a publisher, and something said: a rating, a stand on the government's claim, or words.
 */
export function reviewFaults (review: Pick<ReviewFacts, 'evidence' | 'completion' | 'endorsement' | 'narrative'>): ErrorItem[] {
  const faults = evidenceFaults(review.evidence)
  if (review.evidence.length === 0) faults.push({ pointer: '/evidence', detail: 'needs at least one item' })
  if (review.completion === null && review.endorsement === null && review.narrative === null) {
    faults.push({ pointer: '/narrative', detail: 'a review says something: completion, endorsement or narrative' })
  }
  return faults
}

/** Whether anybody may read it, now and for ever. */
export const isPublic = ({ state }: Pick<Review, 'state'>): boolean => state === 'published' || state === 'retracted'

/** Forward only: a draft is written again or published, what is published is revised or retracted. */
export function mayBecome (from: Review['state'], to: Review['state']): boolean {
  return from === to || (from === 'draft' && to === 'published') || (from === 'published' && to === 'retracted')
}

/**
 * What If-Match compares. The record counts only what was public, so that a draft or a submission stays at revision 1, the number it will be
 * published under; meanwhile its content tells one version from another.
 */
export function revisionPart (review: Review): number | string {
  return !isPublic(review) ? `d${createHash('sha256').update(JSON.stringify(review)).digest('hex').slice(0, 16)}` : review.revision
}

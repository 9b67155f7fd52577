import type { ErrorItem } from '../../errors.ts'
import { evidenceFaults } from '../../schema/evidence.ts'
import type { ReviewFacts } from './review.schemas.ts'

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

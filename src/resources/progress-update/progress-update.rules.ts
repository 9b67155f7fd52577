import type { ErrorItem } from '../../errors.ts'
import type { ProgressUpdateFacts } from './progress-update.schemas.ts'

/** Canada's rule (domain.md, ProgressUpdate): a report of little progress says what stands in the way. */
export function challengesFaults ({ completion, challenges }: Pick<ProgressUpdateFacts, 'completion' | 'challenges'>): ErrorItem[] {
  return (completion === 'not_started' || completion === 'limited') && challenges === null
    ? [{ pointer: '/challenges', detail: `is required where completion is ${completion}` }]
    : []
}

import type { ErrorItem } from '../errors.ts'
import type { Evidence } from './common.ts'

/** Evidence that nobody could look up: an item needs a url, or a title with a publisher (shapes.md, Common). */
export function evidenceFaults (evidence: readonly Evidence[]): ErrorItem[] {
  return evidence.flatMap((item, index) => item.url != null || (item.title != null && item.publisher != null)
    ? []
    : [{ pointer: `/evidence/${index}`, detail: 'needs a url, or a title with a publisher' }])
}

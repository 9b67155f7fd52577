import { canonicalText } from './canonical.ts'
import type { EntityType } from './revision.store.ts'

/** The type of the entry of a `log-key`. */
export const KEY_ROTATED = 'key.rotated'

export interface LoggedRevision {
  type: EntityType
  id: string
  revision: number
  on: string
  /** The commitment to the body, in base64, and the one before; null where there is none. */
  hash: string
  previous: string | null
}

/** What the first revision is called where it is more than a revision. */
const FIRST: Partial<Record<EntityType, string>> = { review: 'review.published', redaction: 'redaction', 'log-key': KEY_ROTATED }

/**
 * The entry of a revision (log.md, section 3): RFC 8785 text of ASCII strings and integers, without a name, a word of the
 * body, or an instant. What a reviewer publishes is called so, and so are a redaction and a new key of the log; `prev` is empty where nothing was before.
 */
export function entryText ({ type, id, revision, on, hash, previous }: LoggedRevision): string {
  return canonicalText({ v: 1, type: (revision === 1 ? FIRST[type] : undefined) ?? `${type}.revised`, id, rev: revision, on, hash, prev: previous ?? '' })
}

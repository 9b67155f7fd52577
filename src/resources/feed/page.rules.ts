import type { Language } from './feed.schemas.ts'
import type { FeedChange } from './feed.store.ts'

/** Path of the page where people read of what changed: that of the commitment it is about, its own, or that of its plan; null where none tells of it. */
export function pageOf (language: Language, { type, id, body, about }: FeedChange): string | null {
  if (about !== null) return `/${language}/commitments/${about.code ?? about.id}`
  if (type === 'member') return `/${language}/members/${id}`
  const plan = type === 'action-plan' ? id : body?.plan as string | undefined
  return plan === undefined ? null : `/${language}/plans/${plan}`
}

import type { EntityType } from '../../log/revision.store.ts'
import type { Language } from './feed.schemas.ts'

const PAGES: Partial<Record<EntityType, string>> = { member: 'members', 'action-plan': 'plans', commitment: 'commitments' }

/** Path of the page where people read of a thing: its own, else that of the commitment, else of the plan to which it belongs; null where none tells of it. */
export function pageOf (language: Language, { type, id, commitment, plan }: { type: EntityType, id: string, commitment?: string | undefined, plan?: string | undefined }): string | null {
  const [kind, name] = PAGES[type] !== undefined ? [PAGES[type], id] : commitment !== undefined ? ['commitments', commitment] : ['plans', plan]
  return name === undefined ? null : `/${language}/${kind}/${name}`
}

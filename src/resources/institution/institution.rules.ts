import type { ErrorCode } from '../../errors.ts'
import type { Institution } from './institution.schemas.ts'

/** What stands beside the government and never speaks for it (domain.md, Institution). */
const OUTSIDE: readonly Institution['kind'][] = ['civil_society', 'academia', 'private', 'international']

/** What decides for whom an institution speaks. */
export type Speaker = Pick<Institution, 'id' | 'kind' | 'member'>

/**
 * Progress and replies are the government's voice: only a public body of the very member may be named as their author.
 * @returns why the institution may not, or nothing
 */
export function speakerFault (id: string, speaker: Speaker | undefined, member: string): { code: ErrorCode, detail: string } | undefined {
  if (speaker === undefined) return { code: 'unknown-reference', detail: `There is no institution ${id}.` }
  if (speaker.kind === null) return { code: 'not-of-government', detail: `Nobody has said of which kind ${id} is.` }
  if (speaker.member !== member || OUTSIDE.includes(speaker.kind)) return { code: 'not-of-government', detail: `${id} is not a public body of ${member}.` }
  return undefined
}

/** Reviews are the voice of those outside government. */
export const mayReview = ({ kind }: Pick<Speaker, 'kind'>): boolean => OUTSIDE.includes(kind)

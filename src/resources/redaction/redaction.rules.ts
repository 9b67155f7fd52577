import type { ErrorItem } from '../../errors.ts'

/** What can be taken out of the record, and what stands in its place. */

export interface RedactionTarget { type: string, id: string, atRevision: number | null, fields: string[] | null }

const WORDS = '[redacted]'
const TEXTS = { und: WORDS }
const EVIDENCE = [{ title: TEXTS, publisher: WORDS }]
/** All that stands for something redacted; it fits the rules of what it replaces. */
export const MARKERS: readonly unknown[] = [WORDS, TEXTS, EVIDENCE]

interface Field { column: string, marker: unknown }
const texts = (column: string): Field => ({ column, marker: TEXTS })
const words = (column: string): Field => ({ column, marker: WORDS })
const evidence: Field = { column: 'evidence', marker: EVIDENCE }

/** The free text of what governments and civil society write, by type and member. */
export const FIELDS = {
  'action-plan': {
    title: texts('title'),
    description: texts('description'),
    submittedText: words('submitted_text'),
    startsText: words('starts_text'),
    endsText: words('ends_text'),
    originalEndsText: words('original_ends_text')
  },
  commitment: {
    title: texts('title'),
    shortTitle: texts('short_title'),
    description: texts('description'),
    problem: texts('problem'),
    causes: texts('causes'),
    statusQuo: texts('status_quo'),
    proposedSolution: texts('proposed_solution'),
    expectedResults: texts('expected_results'),
    cluster: words('cluster'),
    startsText: words('starts_text'),
    endsText: words('ends_text')
  },
  milestone: { title: texts('title'), expectedOutput: texts('expected_output'), startsText: words('starts_text'), dueText: words('due_text') },
  'progress-update': { narrative: texts('narrative'), challenges: texts('challenges'), evidence },
  review: { narrative: texts('narrative'), evidence },
  reply: { text: texts('text') }
} satisfies Record<string, Record<string, Field>>

export type TypeWithFields = keyof typeof FIELDS
export const hasFields = (type: string): type is TypeWithFields => type in FIELDS

const fieldsOf = (type: string): Record<string, Field> => hasFields(type) ? FIELDS[type] : {}

/** Members in which words stand that an import may have quoted. */
export const wordsOf = (type: string): string[] => hasFields(type) ? Object.keys(FIELDS[type]) : ['name', 'shortName', 'title', 'description']

/** What a redacted review says: nothing. Who wrote it, of what and when stays. */
const SILENT_REVIEW: Field[] = [
  ...['completion', 'endorsement', 'progress_update', 'did_it_open_government', 'language', 'narrative'].map(column => ({ column, marker: null })),
  { column: 'evidence', marker: [] },
  { column: 'state', marker: 'redacted' }
]

/** The columns that a redaction of the entity as it stands writes, and what each then holds. */
export const blanks = ({ type, fields }: RedactionTarget): Field[] =>
  fields === null ? SILENT_REVIEW : fields.map(field => fieldsOf(type)[field] as Field)

/**
 * Why a target cannot be redacted so. As a whole only a review can be: upon everything else others build, and what a
 * government promised or reported is not for a moderator to hide.
 */
export function targetFaults ({ type, atRevision, fields }: RedactionTarget): ErrorItem[] {
  if (atRevision !== null && fields !== null) return [{ pointer: '/target/fields', detail: 'goes without atRevision: a revision is erased whole' }]
  if (atRevision === null && fields === null && type !== 'review') return [{ pointer: '/target/fields', detail: `only a review is redacted as a whole; name fields or a revision of the ${type}` }]
  const known = Object.keys(fieldsOf(type))
  return (fields ?? []).flatMap((field, index) => known.includes(field)
    ? []
    : [{ pointer: `/target/fields/${index}`, detail: known.length === 0 ? `of a ${type} earlier revisions can be redacted, no fields` : `must be one of ${known.join(', ')}` }])
}

/** Anything aimed at a review takes two moderators (log.md, section 4): it speaks of a government. */
export const needsApproval = ({ type }: RedactionTarget): boolean => type === 'review'

/** Whoever may write it may appeal. */
export function appealAction (type: string): 'review:write' | 'plan:write' | 'assessment:write' | 'reference:write' {
  if (type === 'review') return 'review:write'
  if (hasFields(type)) return 'plan:write'
  return ['report', 'assessment', 'process-assessment', 'report-clusters'].includes(type) ? 'assessment:write' : 'reference:write'
}

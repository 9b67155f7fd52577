import Type, { type Static } from 'typebox'
import { MOST_ERRORS } from '../../errors.ts'
import { Id, OgpCode, Slug, codes, integer, list, nullable, partialRecord, record, refTo, text } from '../../schema/scalars.ts'
import { ActionPlanDocument } from '../action-plan/action-plan.schemas.ts'
import { commitmentDocumentMembers } from '../commitment/commitment.schemas.ts'
import { InstitutionDocument } from '../institution/institution.schemas.ts'
import { MilestoneDocument } from '../milestone/milestone.schemas.ts'

const members = record({ id: Id, ...commitmentDocumentMembers })
export type CommitmentDocument = Partial<Static<typeof members>> & { milestones?: MilestoneDocument[] }
export const CommitmentDocument = Type.Unsafe<CommitmentDocument>({
  ...partialRecord({ ...members.properties, milestones: list(refTo(MilestoneDocument), 500) }),
  $id: 'CommitmentDocument',
  description: 'A commitment in a plan document. A new one needs a title. Matched by id, else code, else an external reference, else its number where that is unique on both sides',
  examples: [{ code: 'MX0081', number: '7', title: { en: 'Technology Rights and Privacy' }, milestones: [] }]
})

/** What a sync script pulls and pushes. Absent members and absent items stay as they are. */
export type PlanDocument = Static<typeof PlanDocument>
export const PlanDocument = record({
  plan: refTo(ActionPlanDocument),
  institutions: Type.Optional(list(refTo(InstitutionDocument), 2000)),
  commitments: Type.Optional(list(refTo(CommitmentDocument), 2000))
}, {
  $id: 'PlanDocument',
  description: 'A whole action plan. GET gives what PUT takes; nothing is deleted by omission',
  examples: [{
    plan: { id: 'mexico-4', member: 'mexico', number: 4, title: { en: 'Fourth action plan' }, cycleYear: 2019 },
    institutions: [],
    commitments: [{ code: 'MX0081', number: '7', title: { en: 'Technology Rights and Privacy' }, milestones: [] }]
  }]
})

/** Bounds of a report: all that a real plan changes, and an end for what none does. */
export const MOST_CHANGES = 10000
export const MOST_FIELDS = 400
export const LONGEST_QUOTE = 4000

export const CHANGE_OPS = ['create', 'update', 'unchanged', 'missing', 'conflict'] as const
export const CHANGE_TYPES = ['action-plan', 'institution', 'commitment', 'milestone', 'progress-update'] as const

export type FieldChange = Static<typeof FieldChange>
export const FieldChange = record({
  field: text(400, { description: 'JSON Pointer inside the entity' }),
  from: Type.Unknown(),
  to: Type.Unknown()
}, { $id: 'FieldChange', description: 'One field before and after; null where there is none. Of a text the first 4,000 characters, and … where it goes on', examples: [{ field: '/title/es', from: 'Antes', to: 'Después' }] })

export type Change = Static<typeof Change>
export const Change = record({
  op: codes(CHANGE_OPS),
  type: codes(CHANGE_TYPES),
  id: nullable(text(120)),
  code: nullable(OgpCode),
  pointer: nullable(text(400, { description: 'Where the document names it; null for what the document leaves out' })),
  fields: list(refTo(FieldChange), MOST_FIELDS),
  fieldsLeftOut: Type.Optional(integer(1, 1000000, { description: 'How many more fields differ, where fields does not hold all' }))
}, { $id: 'Change', description: 'What happens to one entity', examples: [{ op: 'update', type: 'commitment', id: '01968f00-0000-7000-8000-000000000081', code: 'MX0081', pointer: '/commitments/0', fields: [] }] })

const errorItem = record({
  pointer: Type.String({ maxLength: 400 }),
  code: text(60),
  detail: text(2000)
}, { $id: 'DocumentError', description: 'One thing in the document that cannot be applied', examples: [{ pointer: '/commitments/3/dueOn', code: 'dates-out-of-order', detail: 'dueOn lies before startsOn' }] })
export const DocumentError = errorItem

const count = () => integer(0, 1000000)
export type ChangeReport = Static<typeof ChangeReport>
export const ChangeReport = record({
  plan: Slug,
  dryRun: Type.Boolean(),
  digest: nullable(Type.String({ pattern: '^sha256-[A-Za-z0-9_-]{43}$', maxLength: 60, description: 'Of the data as it stands and this document; apply with ?digest=. Null while there are errors' })),
  changes: list(refTo(Change), MOST_CHANGES),
  changesLeftOut: integer(0, 1000000, { description: 'How many more there are, where changes does not hold all; counts has every one' }),
  counts: record({ create: count(), update: count(), unchanged: count(), missing: count(), conflict: count() }),
  errors: list(refTo(DocumentError), MOST_ERRORS),
  errorsLeftOut: integer(0, 1000000, { description: 'How many more there are, where errors does not hold all' })
}, {
  $id: 'ChangeReport',
  description: 'What a document changes, or would change. `missing` is here and not in the document: it stays',
  examples: [{ plan: 'mexico-4', dryRun: true, digest: null, changes: [], changesLeftOut: 0, counts: { create: 0, update: 0, unchanged: 0, missing: 0, conflict: 0 }, errors: [], errorsLeftOut: 0 }]
})

export const DOCUMENT_SCHEMAS = [CommitmentDocument, PlanDocument, FieldChange, DocumentError, Change, ChangeReport]

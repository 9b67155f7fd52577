import Type, { type Static } from 'typebox'
import { evidence, externalRefs, langTextOrNull, langTextPatchOrNull, redactions } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { DateOnly, Id, Revision, Slug, Timestamp, codes, nullable, nullableCodes, partialRecord, record, text, type LangTextPatch } from '../../schema/scalars.ts'
import { COMPLETIONS, SCHEDULES } from '../../schema/vocabulary.ts'

/** `2020-H1`, `2020-Q3`, `2020`, or a plan's own `mid-term` and `end-of-term`. */
export const Period = Type.String({
  pattern: '^([1-9]\\d{3}(-(H[12]|Q[1-4]))?|mid-term|end-of-term)$', minLength: 4, maxLength: 11
})

export const progressUpdateFacts = {
  id: Id,
  commitment: Id,
  milestone: nullable(Id),
  indicator: nullable(Id),
  institution: Slug,
  period: Period,
  reportedOn: DateOnly,
  completion: nullableCodes(COMPLETIONS),
  percent: nullable(Type.Number({ minimum: 0, maximum: 100 })),
  schedule: nullableCodes(SCHEDULES),
  narrative: langTextOrNull(),
  challenges: langTextOrNull(),
  rescheduledTo: nullable(DateOnly),
  evidence: evidence(),
  externalRefs: externalRefs()
}

export type ProgressUpdateFacts = Static<typeof ProgressUpdateFacts>
export const ProgressUpdateFacts = record(progressUpdateFacts)

export type ProgressUpdate = Static<typeof ProgressUpdate>
export const ProgressUpdate = record({ ...progressUpdateFacts, redactions: redactions(), revision: Revision, updatedAt: Timestamp }, {
  $id: 'ProgressUpdate',
  description: 'What a government reports of a commitment, a milestone or an indicator in one reporting period',
  examples: [{
    id: '01968f00-0000-7000-8000-000000000083',
    commitment: '01968f00-0000-7000-8000-000000000081',
    milestone: null,
    indicator: null,
    institution: 'mexico-sfp',
    period: '2020-H2',
    reportedOn: '2020-12-01',
    completion: 'limited',
    percent: null,
    schedule: 'behind',
    narrative: { en: 'Two working sessions were held.' },
    challenges: { en: 'The rules are not agreed.' },
    rescheduledTo: null,
    evidence: [],
    externalRefs: [],
    redactions: [],
    revision: 1,
    updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

const { id: _id, commitment: _commitment, ...said } = progressUpdateFacts
type Said = Static<ReturnType<typeof record<typeof said>>>

export type NewProgressUpdate = Pick<Said, 'institution' | 'period' | 'reportedOn'> & Partial<Said>
export const NewProgressUpdate = Type.Unsafe<NewProgressUpdate>({
  ...partialRecord(said),
  $id: 'NewProgressUpdate',
  required: ['institution', 'period', 'reportedOn'],
  description: 'What an institution reports of a commitment, or of one of its milestones or indicators, in one period. challenges are required where completion is not_started or limited',
  examples: [{ institution: 'mexico-sfp', period: '2020-H2', reportedOn: '2020-12-01', completion: 'limited', challenges: { en: 'The rules are not agreed.' } }]
})

const { institution: _institution, period: _period, milestone: _milestone, indicator: _indicator, ...changeable } = said
export type ProgressUpdatePatch = Partial<Omit<Static<ReturnType<typeof record<typeof changeable>>>, 'narrative' | 'challenges'>> & { narrative?: LangTextPatch | null, challenges?: LangTextPatch | null }
export const ProgressUpdatePatch = Type.Unsafe<ProgressUpdatePatch>({
  ...partialRecord({ ...changeable, narrative: langTextPatchOrNull(), challenges: langTextPatchOrNull() }),
  $id: 'ProgressUpdatePatch',
  minProperties: 1,
  description: 'JSON Merge Patch. Who reported on what and when stays: that is another progress update',
  examples: [{ completion: 'substantial' }]
})

const shared = {
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(ProgressUpdate),
  sort: Type.Optional(codes(['reportedOn', '-reportedOn', 'updatedAt', '-updatedAt'], { default: '-reportedOn' })),
  institution: anyOf(Slug, 'Institution that reports'),
  period: anyOf(Period, 'Reporting period'),
  completion: anyOf(codes(COMPLETIONS), 'Completion reported'),
  milestone: anyOf(Id, 'Milestone reported on')
}

export type CommitmentProgressUpdateQuery = Static<typeof CommitmentProgressUpdateQuery>
export const CommitmentProgressUpdateQuery = record(shared)

export type ProgressUpdateQuery = Static<typeof ProgressUpdateQuery>
export const ProgressUpdateQuery = record({
  ...shared,
  member: anyOf(Slug, 'Member'),
  plan: anyOf(Slug, 'Action plan'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
})

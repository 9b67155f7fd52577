import Type, { type Static } from 'typebox'
import { evidence, externalRefs, langTextOrNull } from '../../schema/common.ts'
import { anyOf, fieldsQuery, pageQuery } from '../../schema/page.ts'
import { DateOnly, Id, Revision, Slug, Timestamp, codes, nullable, nullableCodes, record, text } from '../../schema/scalars.ts'
import { COMPLETIONS, SCHEDULES } from '../../schema/vocabulary.ts'

/** `2020-H1`, `2020-Q3`, `2020`, or a plan's own `mid-term` and `end-of-term`. */
export const Period = Type.String({
  pattern: '^(\\d{4}(-(H[12]|Q[1-4]))?|mid-term|end-of-term)$', minLength: 4, maxLength: 11
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
export const ProgressUpdate = record({ ...progressUpdateFacts, revision: Revision, updatedAt: Timestamp }, {
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
    revision: 1,
    updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

const shared = {
  ...pageQuery,
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

import Type, { type Static } from 'typebox'
import { DateOnly, Id, Language, OgpCode, Revision as RevisionNumber, codes, list, nullable, record, refOrNull, refTo, text } from '../../schema/scalars.ts'
import { Revision } from '../revision/revision.schemas.ts'

const BY = { role: 'editor', institution: 'mexico-sfp', alias: null }
const ID = '01968f00-0000-7000-8000-000000000081'
const example = {
  mark: { revision: 1, on: '2021-03-01', by: BY },
  later: { revision: 2, on: '2021-11-30', by: BY },
  text: { field: 'expectedResults', language: 'en', granularity: 'word', parts: [{ op: 'same', text: 'Connect ' }, { op: 'removed', text: '500' }, { op: 'added', text: '300' }, { op: 'same', text: ' schools' }] },
  member: { field: 'endsOn', from: '2021-08-31', to: '2022-08-31' },
  milestone: {
    milestone: '01968f00-0000-7000-8000-000000000082',
    from: { revision: 1, on: '2021-03-01', by: BY },
    to: { revision: 2, on: '2021-11-30', by: BY },
    texts: [],
    fields: [{ field: 'lifecycle', from: 'active', to: 'withdrawn' }]
  },
  scope: {
    fact: 'deadline_moved_after_it_passed',
    type: 'commitment',
    id: ID,
    revision: 2,
    on: '2021-11-30',
    subject: ID,
    field: 'endsOn',
    from: '2021-08-31',
    to: '2022-08-31',
    detail: 'endsOn changed from 2021-08-31 (day) to 2022-08-31 (day) 91 days after it had passed'
  }
}

/** Nobody waits for the comparison of more: revisions, and characters of them. */
export const MOST_REVISIONS = 1000
export const MOST_CHARACTERS = 2_000_000

export type RevisionMark = Static<typeof RevisionMark>
export const RevisionMark = record({ revision: RevisionNumber, on: DateOnly, by: Revision.properties.by }, {
  $id: 'RevisionMark',
  description: 'Which revision, on which day, by whom',
  examples: [example.mark]
})

export type TextDiff = Static<typeof TextDiff>
export const TextDiff = record({
  field: text(60),
  language: Language,
  granularity: codes(['word', 'text'], { description: 'text: so much differs that the words were not compared; the whole text is removed and added' }),
  parts: list(record({ op: codes(['same', 'added', 'removed']), text: text(60000) }), 2000)
}, {
  $id: 'TextDiff',
  description: 'How one text in one language changed. Its same and removed parts together are the old text to the letter, same and added the new one',
  examples: [example.text]
})

export type MemberDiff = Static<typeof MemberDiff>
export const MemberDiff = record({ field: text(60), from: Type.Unknown(), to: Type.Unknown() }, {
  $id: 'MemberDiff',
  description: 'A member that is no text, before and after; null where there is nothing',
  examples: [example.member]
})

const changes = { texts: list(refTo(TextDiff), 800), fields: list(refTo(MemberDiff), 40) }

export type MilestoneDiff = Static<typeof MilestoneDiff>
export const MilestoneDiff = record({ milestone: Id, from: refOrNull(RevisionMark), to: refTo(RevisionMark), ...changes }, {
  $id: 'MilestoneDiff',
  description: 'A milestone that changed in the time compared; from is null where it was added in it',
  examples: [example.milestone]
})

export const SCOPE_FACTS = ['deadline_later', 'deadline_removed', 'deadline_moved_after_it_passed', 'responsible_body_removed', 'milestone_removed', 'number_lowered', 'value_dropped'] as const

const excerpt = (description: string) => nullable(text(200, { description }))

export type ScopeChange = Static<typeof ScopeChange>
export const ScopeChange = record({
  fact: codes(SCOPE_FACTS, {
    description: 'deadline_later: the day moved to a later one, a period counting by its last day. deadline_removed: there is no day any more. ' +
      'deadline_moved_after_it_passed: the day that was changed or removed lay before the day of the revision; it is stated beside the two others. ' +
      'responsible_body_removed: an institution no longer leads or supports. milestone_removed: withdrawn, or marked as entered in error. ' +
      'number_lowered: in a text of what is promised, in the same language, with the same words around it in its sentence; or a budget in the same currency. Years, dates and numbers that name something are left out, and where it is not certain nothing is stated. ' +
      'value_dropped: an OGP value is no longer named'
  }),
  type: codes(['commitment', 'milestone']),
  id: Id,
  revision: { ...RevisionNumber, description: 'The revision that made the change; the one before it is what it was' },
  on: DateOnly,
  subject: text(120, { description: 'The institution or OGP value; else the id of the commitment, milestone or indicator' }),
  field: text(60),
  from: excerpt('The day, role, lifecycle or value; a number as it is written'),
  to: excerpt('The same after the change; null where there is none'),
  detail: text(1000, { description: 'The same in a sentence' })
}, {
  $id: 'ScopeChange',
  description: 'A fact that anybody can check against two revisions, and no judgement of it',
  examples: [example.scope]
})

export type CommitmentDiff = Static<typeof CommitmentDiff>
export const CommitmentDiff = record({
  commitment: Id,
  code: nullable(OgpCode),
  from: refTo(RevisionMark),
  to: refTo(RevisionMark),
  ...changes,
  milestones: list(refTo(MilestoneDiff), MOST_REVISIONS, { description: 'Milestones have revisions of their own: compared are those from the day of `from` to the day of `to`, both days included, and to this day where `to` is the newest revision' }),
  changedScope: list(refTo(ScopeChange), 200000, { description: 'What changed in scope, revision by revision, so that nothing hides in the sum; in the order of the days' })
}, {
  $id: 'CommitmentDiff',
  description: 'How a commitment and its milestones changed between two revisions of the commitment',
  examples: [{ commitment: ID, code: 'MX0081', from: example.mark, to: example.later, texts: [example.text], fields: [example.member], milestones: [example.milestone], changedScope: [example.scope] }]
})

export type DiffQuery = Static<typeof DiffQuery>
export const DiffQuery = record({
  from: Type.Optional({ ...RevisionNumber, default: 1, description: 'Revision of the commitment to compare from' }),
  to: Type.Optional({ ...RevisionNumber, description: 'Revision to compare with; the newest when absent' })
})

export const DIFF_SCHEMAS = [RevisionMark, TextDiff, MemberDiff, MilestoneDiff, ScopeChange, CommitmentDiff]

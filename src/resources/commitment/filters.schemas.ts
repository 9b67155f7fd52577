import Type, { type Static } from 'typebox'
import { anyOf } from '../../schema/page.ts'
import { DateOnly, OgpCode, Slug, Timestamp, codes, integer, record, text } from '../../schema/scalars.ts'
import { COMMITMENT_LIFECYCLES, COMPLETIONS, OGP_VALUES } from '../../schema/vocabulary.ts'

const flag = (description: string) => Type.Optional(Type.Boolean({ description }))

/** What commitments are chosen by, in lists, searches and statistics; every member has its index. */
export const commitmentChoice = {
  member: anyOf(Slug, 'Member'),
  region: anyOf(text(120), 'Region of the member'),
  plan: anyOf(Slug, 'Action plan'),
  cycleYear: anyOf(integer(2011, 2100), 'Year of the plan\'s cycle'),
  policyArea: anyOf(Slug, 'Any of these policy areas'),
  policyAreaAll: anyOf(Slug, 'All of these policy areas'),
  value: anyOf(codes(OGP_VALUES), 'Any of these OGP values'),
  institution: anyOf(Slug, 'Stakeholder, in any role'),
  lifecycle: anyOf(codes(COMMITMENT_LIFECYCLES), 'entered_in_error is left out unless asked for'),
  governmentCompletion: anyOf(codes(COMPLETIONS), 'Completion as the government reports it'),
  civilSocietyCompletion: anyOf(codes(COMPLETIONS), 'Completion as any organisation rates it'),
  irmCompletion: anyOf(codes(COMPLETIONS), 'Completion as the IRM assesses it'),
  starred: flag('The star as published'),
  diverges: flag('Voices two steps apart or more, or a contested claim'),
  overdue: flag('A deadline has passed and is not met'),
  stale: flag('Active, and the government has not reported for six months'),
  dueBefore: Type.Optional({ ...DateOnly, description: 'Next deadline before this day' }),
  dueAfter: Type.Optional({ ...DateOnly, description: 'Next deadline after this day' }),
  updatedSince: Type.Optional({ ...Timestamp, description: 'Changed at or after this instant' }),
  code: anyOf({ ...OgpCode, pattern: '^[A-Za-z]{2,6}\\d{4}$' }, 'OGP code, in any case'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
}

/** The same, and the words that their texts have as they stand. */
export const commitmentFilters = {
  ...commitmentChoice,
  q: Type.Optional(text(200, { description: 'Words in title and texts as they are written there: "exact phrase", or, -without. /v1/search ranks, and knows inflections, synonyms and mistakes' }))
}

export const CommitmentFilters = record(commitmentFilters)
export type CommitmentFilters = Static<typeof CommitmentFilters>

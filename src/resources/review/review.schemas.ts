import Type, { type Static } from 'typebox'
import { evidence, langText, langTextOrNull, langTextPatchOrNull, redactions } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { DateOnly, Id, Language, Revision, Slug, codes, list, nullable, nullableCodes, partialRecord, record, refTo, text } from '../../schema/scalars.ts'
import { COMPLETIONS, ENDORSEMENTS, OGP_VALUES, OPENED_GOVERNMENT, REVIEW_KINDS, REVIEW_STATES } from '../../schema/vocabulary.ts'

export const Reply = record({ institution: Slug, repliedOn: DateOnly, text: langText() }, {
  $id: 'Reply', description: 'A government\'s answer to a review. It may answer; it may never edit, hide or delete'
})

const openedGovernment = Type.Unsafe<Partial<Record<typeof OGP_VALUES[number], typeof OPENED_GOVERNMENT[number]>> | null>({
  type: ['object', 'null'],
  additionalProperties: false,
  properties: Object.fromEntries(OGP_VALUES.map(value => [value, codes(OPENED_GOVERNMENT)])),
  description: 'Did it open government, for each OGP value'
})

export const reviewFacts = {
  id: Id,
  commitment: Id,
  organisation: nullable(Slug),
  alias: nullable(text(80)),
  kind: codes(REVIEW_KINDS),
  completion: nullableCodes(COMPLETIONS),
  endorsement: nullableCodes(ENDORSEMENTS),
  progressUpdate: nullable(Id),
  didItOpenGovernment: openedGovernment,
  reviewedOn: DateOnly,
  language: nullable(Language),
  narrative: langTextOrNull(),
  evidence: evidence(),
  state: codes(REVIEW_STATES)
}

export type ReviewFacts = Static<typeof ReviewFacts>
export const ReviewFacts = record(reviewFacts)

const REVIEW = {
  id: '5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b',
  commitment: '01968f00-0000-7000-8000-000000000081',
  organisation: 'article-19',
  alias: null,
  kind: 'progress',
  completion: 'limited',
  endorsement: 'contested',
  progressUpdate: null,
  didItOpenGovernment: null,
  reviewedOn: '2021-08-01',
  language: 'en',
  narrative: { en: 'The working group has not met.' },
  evidence: [{ url: 'https://example.org/minutes' }],
  state: 'published',
  replies: [],
  redactions: [],
  revision: 1
}

export type Review = Static<typeof Review>
export const Review = record({ ...reviewFacts, replies: list(Type.Unsafe<Static<typeof Reply>>({ $ref: 'Reply#' }), 100), redactions: redactions(), revision: Revision }, {
  $id: 'Review',
  description: 'What a civil-society organisation says of a commitment. Published under its own name or an alias. A draft stays at revision 1 until it is published',
  examples: [REVIEW]
})

/** Promise of the log to an author; `note` is the signed text of it. */
export const Receipt = record({
  bodyHash: Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$', minLength: 44, maxLength: 44, description: 'Commitment to the body as it will be recorded' }),
  by: DateOnly,
  note: text(2000, { description: 'The promise, signed with the key of the log: keep it, it proves what was promised' })
}, { $id: 'Receipt', description: 'Promises that this hash will be in the public log by the end of that day (UTC)' })

/** A review as its author gets it back. */
export const AuthoredReview = record({ ...Review.properties, receipt: Type.Optional(refTo(Receipt)) }, {
  $id: 'AuthoredReview',
  description: 'A review with the receipt of what was made public or submitted; a draft has none',
  examples: [{ ...REVIEW, state: 'draft' }]
})

const said = {
  kind: codes(REVIEW_KINDS),
  completion: nullableCodes(COMPLETIONS),
  endorsement: nullableCodes(ENDORSEMENTS),
  progressUpdate: nullable(Id),
  didItOpenGovernment: openedGovernment,
  reviewedOn: DateOnly,
  language: nullable(Language),
  narrative: langTextOrNull(),
  evidence: evidence()
}

const example = {
  kind: 'progress',
  completion: 'limited',
  endorsement: 'contested',
  reviewedOn: '2021-08-01',
  language: 'en',
  narrative: { en: 'The working group has not met.' },
  evidence: [{ url: 'https://example.org/minutes', title: { en: 'Minutes' } }],
  state: 'published'
}

type Said = Static<ReturnType<typeof record<typeof said>>>
export type NewReview = Pick<Said, 'kind' | 'reviewedOn'> & Partial<Said> & { state: 'draft' | 'published' }
export const NewReview = Type.Unsafe<NewReview>({
  ...partialRecord({ ...said, state: codes(['draft', 'published']) }),
  $id: 'NewReview',
  required: ['kind', 'reviewedOn', 'state'],
  description: 'A review as its organisation posts it. What is published needs evidence, and a rating, a stand or words; a draft does not yet',
  examples: [example]
})

export type ReviewPatch = Partial<Omit<Said, 'narrative'>> & { narrative?: Record<string, string | null> | null, state?: 'draft' | 'published' | 'retracted' }
export const ReviewPatch = Type.Unsafe<ReviewPatch>({
  ...partialRecord({ ...said, narrative: langTextPatchOrNull(), state: codes(['draft', 'published', 'retracted']) }),
  $id: 'ReviewPatch',
  minProperties: 1,
  description: 'JSON Merge Patch: a new version of the review, its publication, or its retraction',
  examples: [{ completion: 'substantial' }, { state: 'published' }, { state: 'retracted' }]
})

const shared = {
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(Review),
  sort: Type.Optional(codes(['reviewedOn', '-reviewedOn'], { default: '-reviewedOn' })),
  organisation: anyOf(Slug, 'Organisation that reviews'),
  kind: anyOf(codes(REVIEW_KINDS), 'Kind of review'),
  completion: anyOf(codes(COMPLETIONS), 'Completion as the organisation rates it'),
  endorsement: anyOf(codes(ENDORSEMENTS), 'Stand on the government\'s claim'),
  mine: Type.Optional(Type.Boolean({ description: 'Only reviews of the key\'s own voice, drafts too' }))
}

export type CommitmentReviewQuery = Static<typeof CommitmentReviewQuery>
export const CommitmentReviewQuery = record(shared)

export type ReviewQuery = Static<typeof ReviewQuery>
export const ReviewQuery = record({ ...shared, member: anyOf(Slug, 'Member'), plan: anyOf(Slug, 'Action plan') })

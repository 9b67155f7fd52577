import Type, { type Static, type TSchema } from 'typebox'
import { PublishedCounts, Translations, datedFields, externalRefs, langText, langTextOrNull, langTextPatch, langTextPatchOrNull, redactions } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { Language, Revision, Slug, Timestamp, Url, codes, integer, nullable, nullableCodes, partialRecord, record, refOrNull, refTo, text } from '../../schema/scalars.ts'
import { OPENNESS, PARTICIPATION_LEVELS, PLAN_LIFECYCLES } from '../../schema/vocabulary.ts'

/** What a plan states of itself, with texts as maps (`langText`) or as patches of maps. */
function facts <T extends TSchema, N extends TSchema> (map: T, mapOrNull: N) {
  return {
    id: Slug,
    member: Slug,
    number: integer(1, 100),
    title: map,
    description: mapOrNull,
    language: nullable(Language),
    translations: refTo(Translations),
    cycleYear: integer(2011, 2100, { description: 'Year of the cycle the plan belongs to; it does not change when dates do' }),
    ...datedFields('submitted'),
    ...datedFields('starts'),
    ...datedFields('ends'),
    ...datedFields('originalEnds'),
    termYears: nullable(Type.Number({ minimum: 0, maximum: 10 })),
    lifecycle: codes(PLAN_LIFECYCLES),
    eraOverride: nullable(Slug),
    participationInDevelopment: nullableCodes(PARTICIPATION_LEVELS),
    participationInImplementation: nullableCodes(PARTICIPATION_LEVELS),
    developmentOpenness: nullableCodes(OPENNESS),
    url: nullable(Url),
    publishedCounts: refOrNull(PublishedCounts),
    externalRefs: externalRefs()
  }
}

export type ActionPlanFacts = Static<typeof ActionPlanFacts>
export const ActionPlanFacts = record(facts(langText(), langTextOrNull()))

/** The plan inside a plan document: an absent member stays as it is, null empties it. */
const documentMembers = record(facts(langTextPatch(), langTextPatchOrNull()))
export type ActionPlanDocument = { id: string } & Partial<Static<typeof documentMembers>>
export const ActionPlanDocument = Type.Unsafe<ActionPlanDocument>({
  ...partialRecord(documentMembers.properties),
  $id: 'ActionPlanDocument',
  required: ['id'],
  description: 'The facts of an action plan. A new plan needs member, number, title and cycleYear',
  examples: [{ id: 'mexico-4', member: 'mexico', number: 4, title: { en: 'Fourth action plan' }, cycleYear: 2019 }]
})

const example = {
  id: 'mexico-4',
  member: 'mexico',
  number: 4,
  title: { en: 'Fourth action plan' },
  description: null,
  language: 'es',
  translations: {},
  cycleYear: 2019,
  submittedOn: '2019-12-10',
  submittedPrecision: 'day',
  submittedText: null,
  startsOn: '2019-12-10',
  startsPrecision: 'day',
  startsText: null,
  endsOn: '2022-08-31',
  endsPrecision: 'day',
  endsText: null,
  originalEndsOn: '2021-08-31',
  originalEndsPrecision: 'day',
  originalEndsText: null,
  termYears: null,
  lifecycle: 'closed',
  eraOverride: null,
  participationInDevelopment: 'collaborate',
  participationInImplementation: null,
  developmentOpenness: null,
  url: null,
  publishedCounts: { commitments: 13 },
  externalRefs: [],
  era: '2018-2019',
  redactions: [],
  revision: 1,
  updatedAt: '2026-11-22T01:00:00.000Z'
}

export type ActionPlan = Static<typeof ActionPlan>
export const ActionPlan = record({
  ...facts(langText(), langTextOrNull()),
  era: nullable(Slug),
  redactions: redactions(),
  revision: Revision,
  updatedAt: Timestamp
}, { $id: 'ActionPlan', description: 'An action plan of a member: the promises of one cycle', examples: [example] })

export type ActionPlanQuery = Static<typeof ActionPlanQuery>
export const ActionPlanQuery = record({
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(ActionPlan),
  sort: Type.Optional(codes(['id', 'cycleYear', '-cycleYear', 'updatedAt', '-updatedAt'], { default: 'id' })),
  member: anyOf(Slug, 'Member whose plan it is'),
  region: anyOf(text(120), 'Region of the member'),
  cycleYear: anyOf(integer(2011, 2100), 'Year of the cycle'),
  lifecycle: anyOf(codes(PLAN_LIFECYCLES), 'Where the plan stands'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
})

const tally = (description: string) => Type.Unsafe<Record<string, number>>({
  type: 'object', description, maxProperties: 40, additionalProperties: { type: 'integer', format: 'int32', minimum: 0, maximum: 1000000 }
})

/** Counts by status and voice; each voice keeps its own column, nothing is averaged. */
export type PlanSummary = Static<typeof PlanSummary>
export const PlanSummary = record({
  plan: Slug,
  commitments: integer(0, 1000000),
  lifecycle: tally('Commitments by lifecycle'),
  government: tally('Commitments by the government\'s latest completion; not_reported where it has not spoken'),
  civilSociety: tally('Latest ratings of organisations, one for each organisation and commitment'),
  endorsement: tally('Latest stands of organisations on what the government claims, one for each organisation and commitment'),
  reviewed: integer(0, 1000000, { description: 'Commitments of which any organisation has published a review' }),
  irm: tally('Commitments by the IRM\'s latest completion; not_assessed where it has not spoken'),
  milestones: integer(0, 1000000),
  overdue: integer(0, 1000000),
  diverging: integer(0, 1000000),
  starred: integer(0, 1000000),
  lastReportedOn: nullable(Type.String({ format: 'date', maxLength: 10 })),
  publishedCounts: refOrNull(PublishedCounts)
}, {
  $id: 'PlanSummary',
  description: 'Counts of a plan by status and voice. entered_in_error commitments are left out; counts that official sources publish stand beside as publishedCounts',
  examples: [{
    plan: 'mexico-4', commitments: 13, lifecycle: { inactive: 13 }, government: { not_reported: 13 }, civilSociety: {}, endorsement: {}, reviewed: 0, irm: { not_assessed: 13 }, milestones: 0, overdue: 0, diverging: 0, starred: 0, lastReportedOn: null, publishedCounts: { commitments: 13 }
  }]
})

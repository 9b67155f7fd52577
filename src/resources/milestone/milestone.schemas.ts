import Type, { type Static, type TSchema } from 'typebox'
import { datedFields, externalRefs, langText, langTextOrNull, langTextPatch, langTextPatchOrNull, redactions, stakeholders } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { DateOnly, Id, Revision, Slug, Timestamp, codes, integer, list, nullable, nullableCodes, partialRecord, record, refTo, text } from '../../schema/scalars.ts'
import { COMPLETIONS } from '../../schema/vocabulary.ts'

export const MILESTONE_LIFECYCLES = ['active', 'withdrawn', 'entered_in_error'] as const

function indicatorFacts <T extends TSchema, N extends TSchema> (map: T, mapOrNull: N) {
  return {
    number: nullable(text(40)),
    title: map,
    target: mapOrNull,
    ...datedFields('due'),
    externalRefs: externalRefs()
  }
}

/** A measure under a milestone, with its own target and deadline (Canada's plans have them). */
export type Indicator = Static<typeof Indicator>
export const Indicator = record({ id: Id, ...indicatorFacts(langText(), langTextOrNull()) }, {
  $id: 'Indicator', description: 'A measure under a milestone, with its own target and deadline'
})

const indicatorDocument = record({ id: Id, ...indicatorFacts(langTextPatch(), langTextPatchOrNull()) })
export type IndicatorDocument = Partial<Static<typeof indicatorDocument>>
export const IndicatorDocument = Type.Unsafe<IndicatorDocument>({
  ...partialRecord(indicatorDocument.properties),
  $id: 'IndicatorDocument',
  description: 'An indicator in a plan document. A new one needs a title',
  examples: [{ number: '2.1', title: { en: 'Share of requests answered' } }]
})

function facts <T extends TSchema, N extends TSchema> (map: T, mapOrNull: N) {
  return {
    number: nullable(text(40)),
    title: map,
    expectedOutput: mapOrNull,
    ...datedFields('starts'),
    ...datedFields('due'),
    weight: nullable(Type.Number({ minimum: 0, maximum: 100 })),
    lifecycle: codes(MILESTONE_LIFECYCLES),
    stakeholders: stakeholders(),
    externalRefs: externalRefs()
  }
}

const identity = { id: Id, commitment: Id }

export type MilestoneFacts = Static<typeof MilestoneFacts>
export const MilestoneFacts = record({ ...identity, ...facts(langText(), langTextOrNull()), indicators: list(refTo(Indicator), 200) })

/** A milestone in a plan document: an absent member stays as it is, null empties it. */
const milestoneDocument = record({ id: Id, ...facts(langTextPatch(), langTextPatchOrNull()) })
export type MilestoneDocument = Partial<Static<typeof milestoneDocument>> & { indicators?: IndicatorDocument[] }
export const MilestoneDocument = Type.Unsafe<MilestoneDocument>({
  ...partialRecord({ ...milestoneDocument.properties, indicators: list(refTo(IndicatorDocument), 200) }),
  $id: 'MilestoneDocument',
  description: 'A milestone in a plan document. A new one needs a title',
  examples: [{ number: '1', title: { en: 'A working group is set up' }, dueOn: '2020-06-30' }]
})

export type Milestone = Static<typeof Milestone>
export const Milestone = record({
  ...identity,
  ...facts(langText(), langTextOrNull()),
  indicators: list(refTo(Indicator), 200),
  completion: nullableCodes(COMPLETIONS, { description: 'That of its latest progress update' }),
  overdue: Type.Boolean({ description: 'Its deadline has passed and it is not complete' }),
  redactions: redactions(),
  revision: Revision,
  updatedAt: Timestamp
}, {
  $id: 'Milestone',
  description: 'A step of a commitment, with a deadline as precise as the plan gives it',
  examples: [{
    id: '01968f00-0000-7000-8000-000000000082',
    commitment: '01968f00-0000-7000-8000-000000000081',
    number: '2',
    title: { en: 'Publish the rules' },
    expectedOutput: null,
    startsOn: null,
    startsPrecision: 'unknown',
    startsText: null,
    dueOn: null,
    duePrecision: 'ongoing',
    dueText: 'Ongoing',
    weight: null,
    lifecycle: 'active',
    stakeholders: [],
    externalRefs: [],
    indicators: [],
    completion: 'limited',
    overdue: false,
    redactions: [],
    revision: 1,
    updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

const filters = {
  completion: anyOf(codes(COMPLETIONS), 'Completion by the latest progress update'),
  lifecycle: anyOf(codes(MILESTONE_LIFECYCLES), 'entered_in_error is left out unless asked for'),
  overdue: Type.Optional(Type.Boolean({ description: 'Deadline passed and not complete' })),
  dueBefore: Type.Optional({ ...DateOnly, description: 'Due before this day' }),
  dueAfter: Type.Optional({ ...DateOnly, description: 'Due after this day' })
}

const shared = {
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(Milestone),
  sort: Type.Optional(codes(['dueOn', '-dueOn', 'position', 'updatedAt', '-updatedAt'], { default: 'dueOn', description: 'position is the order of the plan; open-ended deadlines come last' })),
  ...filters
}

export type CommitmentMilestoneQuery = Static<typeof CommitmentMilestoneQuery>
export const CommitmentMilestoneQuery = record(shared)

export type MilestoneQuery = Static<typeof MilestoneQuery>
export const MilestoneQuery = record({
  ...shared,
  member: anyOf(Slug, 'Member'),
  plan: anyOf(Slug, 'Action plan'),
  cycleYear: anyOf(integer(2011, 2100), 'Year of the plan\'s cycle'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
})

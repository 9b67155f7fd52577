import Type, { type Static } from 'typebox'
import { langTextOrNull } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { Id, Revision, Slug, Timestamp, codes, list, nullable, nullableCodes, partialRecord, record } from '../../schema/scalars.ts'
import { MINIMUM_REQUIREMENTS, PARTICIPATION_LEVELS, PROCESS_TRIGGERS, REQUIREMENT_RESULTS } from '../../schema/vocabulary.ts'

const minimumRequirements = Type.Unsafe<Partial<Record<typeof MINIMUM_REQUIREMENTS[number], typeof REQUIREMENT_RESULTS[number]>>>({
  ...partialRecord(Object.fromEntries(MINIMUM_REQUIREMENTS.map(number => [number, codes(REQUIREMENT_RESULTS)]))),
  description: 'What the report finds of each minimum requirement, by its number; one that is absent was not assessed'
})

export type Trigger = Static<typeof Trigger>
const Trigger = record({ trigger: codes(PROCESS_TRIGGERS), text: langTextOrNull() })

const said = {
  participationInDevelopment: nullableCodes(PARTICIPATION_LEVELS),
  participationInImplementation: nullableCodes(PARTICIPATION_LEVELS),
  minimumRequirements,
  actedContraryToProcess: nullable(Type.Boolean({ description: 'As the report finds it, never derived here; null where it does not say' })),
  triggers: list(Trigger, 50, { description: 'What made the report find so, and in which words' })
}

export const processAssessmentFacts = { id: Id, report: Id, plan: Slug, ...said }

export type ProcessAssessmentFacts = Static<typeof ProcessAssessmentFacts>
export const ProcessAssessmentFacts = record(processAssessmentFacts)

const example = {
  participationInDevelopment: 'collaborate',
  participationInImplementation: null,
  minimumRequirements: { 1.1: 'met', 2.2: 'not_met', 4.1: 'in_progress', 5.1: 'n_a' },
  actedContraryToProcess: true,
  triggers: [{ trigger: 'other', text: { en: 'The repository was not updated.' } }]
}

export type ProcessAssessment = Static<typeof ProcessAssessment>
export const ProcessAssessment = record({ ...processAssessmentFacts, revision: Revision, updatedAt: Timestamp }, {
  $id: 'ProcessAssessment',
  description: 'How a member kept to OGP\'s process with one plan, as one report sees it: levels of participation (IAP2) and minimum requirements',
  examples: [{
    id: '01968f00-0000-7000-8000-000000000088', report: '01968f00-0000-7000-8000-000000000084', plan: 'mexico-4', ...example, revision: 1, updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

export type ProcessAssessmentDocument = Partial<Omit<ProcessAssessmentFacts, 'id' | 'report' | 'plan'>>
export const ProcessAssessmentDocument = Type.Unsafe<ProcessAssessmentDocument>({
  ...partialRecord(said),
  $id: 'ProcessAssessmentDocument',
  minProperties: 1,
  description: 'A whole process assessment: what is left out is empty afterwards',
  examples: [example]
})

export type ProcessAssessmentQuery = Static<typeof ProcessAssessmentQuery>
export const ProcessAssessmentQuery = record({
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(ProcessAssessment),
  sort: Type.Optional(codes(['publishedOn', '-publishedOn', 'updatedAt', '-updatedAt'], { default: '-publishedOn', description: 'publishedOn is that of the report' })),
  member: anyOf(Slug, 'Member'),
  plan: anyOf(Slug, 'Action plan'),
  actedContraryToProcess: Type.Optional(Type.Boolean({ description: 'As the report finds it' }))
})

import Type, { type Static, type TSchema } from 'typebox'
import { externalRefs } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { Id, Revision, Slug, Timestamp, codes, integer, list, nullable, nullableCodes, partialRecord, record, refOrNull, refTo, set, text } from '../../schema/scalars.ts'
import { COMPLETIONS, EARLY_RESULTS, MISSING_REASONS, OGP_VALUES, OG_LENSES, OPENED_GOVERNMENT, POTENTIALS_FOR_RESULTS, POTENTIAL_IMPACTS, SPECIFICITIES, VERIFIABILITIES } from '../../schema/vocabulary.ts'
import { ClusterMark } from '../report-clusters/report-clusters.schemas.ts'

/** A value, or null with the reason why there is none. */
function indicator <V extends TSchema> (value: V) {
  return Type.Optional(record({
    value,
    missing: Type.Optional(nullableCodes(MISSING_REASONS))
  }))
}

/** What the IRM rates, by era. The code list `eras` says which report may carry which. */
export const INDICATORS = {
  specificity: indicator(nullableCodes(SPECIFICITIES)),
  verifiable: indicator(nullableCodes(VERIFIABILITIES)),
  relevance: indicator(Type.Unsafe<typeof OGP_VALUES[number][] | null>({ ...set(codes(OGP_VALUES), 4), type: ['array', 'null'] })),
  openGovernmentLens: indicator(nullableCodes(OG_LENSES)),
  potentialImpact: indicator(nullableCodes(POTENTIAL_IMPACTS)),
  potentialForResults: indicator(nullableCodes(POTENTIALS_FOR_RESULTS)),
  completion: indicator(nullableCodes(COMPLETIONS)),
  projectedCompletion: indicator(nullableCodes(COMPLETIONS)),
  didItOpenGovernment: indicator(nullableCodes(OPENED_GOVERNMENT)),
  earlyResults: indicator(nullableCodes(EARLY_RESULTS))
}
export type IndicatorName = keyof typeof INDICATORS

export type Indicators = Static<typeof Indicators>
export const Indicators = record(INDICATORS, {
  $id: 'Indicators',
  description: 'The IRM\'s ratings. A null value says why it is missing: no_data (the indicator did not exist), not_reviewed, not_applicable',
  examples: [{ completion: { value: 'limited' }, specificity: { value: null, missing: 'not_applicable' } }]
})

export const assessmentFacts = {
  id: Id,
  commitment: Id,
  report: Id,
  indicators: refTo(Indicators),
  starred: nullable(Type.Boolean({ description: 'The star as published' })),
  starRule: nullable(integer(1, 4, { description: 'Which of the four star rules was in force for this assessment' })),
  promising: nullable(Type.Boolean({ description: 'Marked as promising by itself; cluster tells of the cluster it belongs to' })),
  externalRefs: externalRefs()
}

export type AssessmentFacts = Static<typeof AssessmentFacts>
export const AssessmentFacts = record(assessmentFacts)

export type Assessment = Static<typeof Assessment>
export const Assessment = record({
  ...assessmentFacts,
  computedStar: nullable(Type.Boolean({ description: 'The star as the published rule of the time gives it; null where no rule applies' })),
  outOfEra: list(text(60), 20, { description: 'Indicators given that the plan\'s era does not have' }),
  cluster: refOrNull(ClusterMark),
  revision: Revision,
  updatedAt: Timestamp
}, {
  $id: 'Assessment',
  description: 'What one IRM report says of one commitment',
  examples: [{
    id: '01968f00-0000-7000-8000-000000000085',
    commitment: '01968f00-0000-7000-8000-000000000081',
    report: '01968f00-0000-7000-8000-000000000084',
    indicators: { completion: { value: 'limited' }, potentialImpact: { value: 'transformative' } },
    starred: null,
    promising: null,
    externalRefs: [],
    computedStar: null,
    starRule: null,
    outOfEra: [],
    cluster: null,
    revision: 1,
    updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

const { id: _id, commitment: _commitment, starRule: _starRule, ...said } = assessmentFacts

export type NewAssessment = Pick<AssessmentFacts, 'report' | 'indicators'> & Partial<Pick<AssessmentFacts, 'starred' | 'promising' | 'externalRefs'>>
export const NewAssessment = Type.Unsafe<NewAssessment>({
  ...partialRecord(said),
  $id: 'NewAssessment',
  required: ['report', 'indicators'],
  description: 'What a report says of a commitment. The code list eras says which indicators it may carry',
  examples: [{ report: '01968f00-0000-7000-8000-000000000084', indicators: { completion: { value: 'limited' } } }]
})

const { report: _report, ...changeable } = said
export type AssessmentPatch = Partial<Pick<AssessmentFacts, 'indicators' | 'starred' | 'promising' | 'externalRefs'>>
export const AssessmentPatch = Type.Unsafe<AssessmentPatch>({
  ...partialRecord(changeable),
  $id: 'AssessmentPatch',
  minProperties: 1,
  description: 'JSON Merge Patch of an assessment; an indicator is replaced whole. Its report and commitment stay',
  examples: [{ starred: true }]
})

const shared = {
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(Assessment),
  sort: Type.Optional(codes(['publishedOn', '-publishedOn', 'updatedAt', '-updatedAt'], { default: '-publishedOn', description: 'publishedOn is that of the report' })),
  report: anyOf(Id, 'Report'),
  completion: anyOf(codes(COMPLETIONS), 'Completion as the IRM rates it'),
  starred: Type.Optional(Type.Boolean({ description: 'The star as published' })),
  starMismatch: Type.Optional(Type.Boolean({ description: 'The published star differs from the computed one' }))
}

export type CommitmentAssessmentQuery = Static<typeof CommitmentAssessmentQuery>
export const CommitmentAssessmentQuery = record(shared)

export type AssessmentQuery = Static<typeof AssessmentQuery>
export const AssessmentQuery = record({
  ...shared,
  member: anyOf(Slug, 'Member'),
  plan: anyOf(Slug, 'Action plan'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
})

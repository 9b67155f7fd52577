import Type, { type Static, type TSchema } from 'typebox'
import { Translations, datedFields, externalRefs, langText, langTextOrNull, langTextPatch, langTextPatchOrNull, redactions, stakeholders } from '../../schema/common.ts'
import { Id, Language, OgpCode, Revision, Slug, Timestamp, codes, integer, list, nullable, nullableCodes, record, refOrNull, refTo, set, text } from '../../schema/scalars.ts'
import { COMMITMENT_LIFECYCLES, GRAND_CHALLENGES, LIFECYCLE_REASONS, OGP_VALUES } from '../../schema/vocabulary.ts'
import { Assessment } from '../assessment/assessment.schemas.ts'
import { Milestone } from '../milestone/milestone.schemas.ts'
import { ProgressUpdate } from '../progress-update/progress-update.schemas.ts'
import { Review } from '../review/review.schemas.ts'
import { CommitmentStatus } from './status.schemas.ts'

export const Budget = record({
  amount: nullable(Type.Number({ minimum: 0, maximum: 1e15 })),
  currency: nullable(Type.String({ pattern: '^[A-Z]{3}$', maxLength: 3 })),
  text: langTextOrNull()
}, { $id: 'Budget', description: 'The money a plan names for a commitment; `text` holds the words used', examples: [{ amount: 1000000, currency: 'MXN', text: null }] })

/** What a commitment states of itself, with texts as maps or as patches of maps. */
export function commitmentFacts <T extends TSchema, N extends TSchema> (map: T, mapOrNull: N) {
  return {
    code: nullable(OgpCode),
    number: nullable(text(40, { description: 'The number that the plan gives it, as published: "1.10", "4a"' })),
    title: map,
    shortTitle: mapOrNull,
    description: mapOrNull,
    problem: mapOrNull,
    causes: mapOrNull,
    statusQuo: mapOrNull,
    proposedSolution: mapOrNull,
    expectedResults: mapOrNull,
    language: nullable(Language),
    translations: refTo(Translations),
    values: set(codes(OGP_VALUES), 4),
    policyAreas: set(Slug, 60),
    grandChallenges: set(codes(GRAND_CHALLENGES), 5),
    sdgs: set(integer(1, 17), 17),
    budget: refOrNull(Budget),
    cluster: nullable(text(200)),
    ...datedFields('starts'),
    ...datedFields('ends'),
    lifecycle: codes(COMMITMENT_LIFECYCLES),
    lifecycleReason: nullableCodes(LIFECYCLE_REASONS),
    stakeholders: stakeholders(),
    externalRefs: externalRefs()
  }
}

const identity = { id: Id, plan: Slug }

export type CommitmentFacts = Static<typeof CommitmentFacts>
export const CommitmentFacts = record({ ...identity, ...commitmentFacts(langText(), langTextOrNull()) })

/** A commitment in a plan document: an absent member stays as it is, null empties it. */
export const commitmentDocumentMembers = commitmentFacts(langTextPatch(), langTextPatchOrNull())

/** Children that `include=` nests. */
export const COMMITMENT_INCLUDES = ['milestones', 'progressUpdates', 'reviews', 'assessments'] as const
export type CommitmentInclude = typeof COMMITMENT_INCLUDES[number]

const example = {
  id: '01968f00-0000-7000-8000-000000000081',
  plan: 'mexico-4',
  code: 'MX0081',
  number: '7',
  title: { en: 'Technology Rights and Privacy' },
  shortTitle: null,
  description: null,
  problem: null,
  causes: null,
  statusQuo: null,
  proposedSolution: null,
  expectedResults: null,
  language: 'es',
  translations: {},
  values: ['public_accountability'],
  policyAreas: ['civic-space'],
  grandChallenges: [],
  sdgs: [16],
  budget: null,
  cluster: null,
  startsOn: null,
  startsPrecision: 'unknown',
  startsText: null,
  endsOn: null,
  endsPrecision: 'unknown',
  endsText: null,
  lifecycle: 'inactive',
  lifecycleReason: 'plan_ended',
  stakeholders: [{ institution: 'article-19', role: 'monitoring' }],
  externalRefs: [],
  redactions: [],
  revision: 3,
  updatedAt: '2026-11-22T01:00:00.000Z',
  status: {
    government: null,
    civilSociety: null,
    irm: null,
    divergence: { governmentVsIrm: null, governmentVsCivilSociety: null, diverges: false },
    overdue: false,
    nextDueOn: null,
    lastReportedOn: null
  }
}

export type Commitment = Static<typeof Commitment>
export const Commitment = record({
  ...identity,
  ...commitmentFacts(langText(), langTextOrNull()),
  redactions: redactions(),
  revision: Revision,
  updatedAt: Timestamp,
  status: refTo(CommitmentStatus),
  milestones: Type.Optional(list(refTo(Milestone), 2000)),
  progressUpdates: Type.Optional(list(refTo(ProgressUpdate), 2000)),
  reviews: Type.Optional(list(refTo(Review), 2000)),
  assessments: Type.Optional(list(refTo(Assessment), 200))
}, { $id: 'Commitment', description: 'One promise of an action plan, with what three voices say of it', examples: [example] })

import Type, { type Static } from 'typebox'
import { DateOnly, Id, Slug, codes, integer, list, nullable, nullableCodes, record, refOrNull, refTo, text } from '../../schema/scalars.ts'
import { COMPLETIONS, ENDORSEMENTS, REPORT_TYPES, SCHEDULES } from '../../schema/vocabulary.ts'
import { Indicators } from '../assessment/assessment.schemas.ts'

/** The derived status block: the latest word of each voice, side by side, never averaged. */

const steps = () => nullable(integer(-3, 3, { description: 'Steps on the ordered part of the completion scale' }))

export const GovernmentVoice = record({
  completion: nullableCodes(COMPLETIONS),
  reportedOn: DateOnly,
  period: text(40),
  schedule: nullableCodes(SCHEDULES),
  progressUpdate: Id
}, { $id: 'GovernmentVoice', description: 'The latest commitment-level progress update, by reporting period' })

const tally = (description: string) => Type.Unsafe<Record<string, number>>({
  type: 'object', description, maxProperties: 10, additionalProperties: { type: 'integer', format: 'int32', minimum: 1, maximum: 100000 }
})

export const CivilSocietyVoice = record({
  organisations: integer(1, 100000),
  completion: tally('How many organisations gave each rating'),
  endorsement: tally('How many organisations took each stand on the government\'s claim'),
  latest: list(record({
    organisation: nullable(Slug),
    alias: nullable(text(80)),
    completion: nullableCodes(COMPLETIONS),
    endorsement: nullableCodes(ENDORSEMENTS),
    reviewedOn: DateOnly,
    review: Id
  }), 1000)
}, { $id: 'CivilSocietyVoice', description: 'Each organisation\'s latest published review' })

export const IrmVoice = record({
  completion: nullableCodes(COMPLETIONS),
  report: Id,
  reportType: codes(REPORT_TYPES),
  publishedOn: nullable(DateOnly),
  starred: nullable(Type.Boolean()),
  computedStar: nullable(Type.Boolean()),
  starMismatch: Type.Boolean(),
  indicators: refTo(Indicators)
}, { $id: 'IrmVoice', description: 'The assessment in the latest IRM report, a final one before a draft for public comment' })

export const Divergence = record({
  governmentVsIrm: steps(),
  governmentVsCivilSociety: Type.Unsafe<{ min: number, max: number } | null>({
    type: ['object', 'null'],
    additionalProperties: false,
    required: ['min', 'max'],
    properties: { min: integer(-3, 3), max: integer(-3, 3) },
    description: 'The smallest and the largest difference over each organisation\'s latest rating'
  }),
  diverges: Type.Boolean({ description: 'Any difference of two steps or more, or any latest endorsement that contests the claim' })
}, { $id: 'Divergence', description: 'Steps between what the government says and what others say; null where one has not spoken or stands outside the order' })

export type CommitmentStatus = Static<typeof CommitmentStatus>
export const CommitmentStatus = record({
  government: refOrNull(GovernmentVoice),
  civilSociety: refOrNull(CivilSocietyVoice),
  irm: refOrNull(IrmVoice),
  divergence: refTo(Divergence),
  overdue: Type.Boolean({ description: 'nextDueOn lies before today (UTC)' }),
  nextDueOn: nullable(DateOnly),
  lastReportedOn: nullable(DateOnly)
}, {
  $id: 'CommitmentStatus',
  description: 'Derived. nextDueOn is the earliest deadline of an active commitment that is not met yet, its own or a milestone\'s'
})

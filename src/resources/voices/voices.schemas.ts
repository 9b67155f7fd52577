import Type, { type Static } from 'typebox'
import { DateOnly, Id, OgpCode, Slug, codes, integer, list, nullable, nullableCodes, record, refOrNull, refTo, set, text } from '../../schema/scalars.ts'
import { COMPLETIONS, DATE_PRECISIONS, ENDORSEMENTS, REPORT_STAGES, REPORT_TYPES } from '../../schema/vocabulary.ts'
import { Period } from '../progress-update/progress-update.schemas.ts'
import { ClusterMark } from '../report-clusters/report-clusters.schemas.ts'

const said = {
  completion: nullableCodes(COMPLETIONS),
  step: nullable(integer(0, 3, { description: 'Place on the ordered scale, 0 not_started to 3 complete; null where the completion stands outside it or nothing is said' }))
}

const example = {
  government: { on: '2020-12-01', completion: 'substantial', step: 2, period: '2020-H2', institution: 'mexico-sfp', progressUpdate: '01968f00-0000-7000-8000-000000000083' },
  civilSociety: { on: '2021-08-01', completion: 'limited', step: 1, endorsement: 'contested', organisation: 'article-19', alias: null, review: '5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b' },
  irm: { on: '2022-09-01', precision: 'day', completion: 'limited', step: 1, reportType: 'results', stage: 'final', report: '01968f00-0000-7000-8000-000000000084', assessment: '01968f00-0000-7000-8000-000000000085' }
}

export const GovernmentPoint = record({ on: DateOnly, ...said, period: Period, institution: Slug, progressUpdate: Id }, {
  $id: 'GovernmentPoint',
  description: 'What an institution of the government reported of the commitment itself on that day',
  examples: [example.government]
})

export const CivilSocietyPoint = record({ on: DateOnly, ...said, endorsement: nullableCodes(ENDORSEMENTS), organisation: nullable(Slug), alias: nullable(text(80)), review: Id }, {
  $id: 'CivilSocietyPoint',
  description: 'What a published review of an organisation says, by the day it reviewed',
  examples: [example.civilSociety]
})

export const IrmPoint = record({
  on: Type.Unsafe<string | null>({ ...nullable(DateOnly), description: 'The day the report was published, as precise as precision says; null where no source tells' }),
  precision: codes(DATE_PRECISIONS),
  ...said,
  reportType: codes(REPORT_TYPES),
  stage: codes(REPORT_STAGES),
  report: Id,
  assessment: Id
}, {
  $id: 'IrmPoint',
  description: 'How a report of the IRM rates the commitment',
  examples: [example.irm]
})

export const CompletionChange = record({
  midTerm: refTo(IrmPoint),
  endOfTerm: refTo(IrmPoint),
  steps: nullable(integer(-3, 3, { description: 'End of term less mid-term; negative where completion fell, null where either stands outside the ordered scale' }))
}, {
  $id: 'CompletionChange',
  description: 'From the latest mid-term report of the IRM that rates completion to the latest one of the end of the term. Completion may fall',
  examples: [{
    midTerm: { on: '2018-03-01', precision: 'day', completion: 'substantial', step: 2, reportType: 'progress_midterm', stage: 'final', report: '01968f00-0000-7000-8000-000000000084', assessment: '01968f00-0000-7000-8000-000000000085' },
    endOfTerm: { on: '2019-06-01', precision: 'day', completion: 'limited', step: 1, reportType: 'end_of_term', stage: 'final', report: '01968f00-0000-7000-8000-000000000086', assessment: '01968f00-0000-7000-8000-000000000087' },
    steps: -1
  }]
})

export type Voices = Static<typeof Voices>
export const Voices = record({
  commitment: Id,
  code: nullable(OgpCode),
  dates: set(DateOnly, 30000, { description: 'Every day on which a voice spoke, in order: the axis that aligns the three' }),
  government: list(refTo(GovernmentPoint), 10000),
  civilSociety: list(refTo(CivilSocietyPoint), 10000),
  irm: list(refTo(IrmPoint), 10000),
  irmChange: refOrNull(CompletionChange),
  clusters: list(record({ report: Id, ...ClusterMark.properties }), 1000, { description: 'Clusters that reports of the IRM put the commitment in, newest report first' })
}, {
  $id: 'Voices',
  description: 'What three voices say of one commitment over time, side by side and never averaged; each in the order of its days',
  examples: [{
    commitment: '01968f00-0000-7000-8000-000000000081',
    code: 'MX0081',
    dates: ['2020-12-01', '2021-08-01', '2022-09-01'],
    government: [example.government],
    civilSociety: [example.civilSociety],
    irm: [example.irm],
    irmChange: null,
    clusters: []
  }]
})

export const VOICES_SCHEMAS = [GovernmentPoint, CivilSocietyPoint, IrmPoint, CompletionChange, Voices]

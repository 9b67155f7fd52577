import Type, { type Static } from 'typebox'
import { PublishedCounts, datedFields, externalRefs, langTextOrNull, langTextPatchOrNull } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { Id, Language, Revision, Slug, Timestamp, Url, codes, nullable, partialRecord, record, refOrNull, text, type LangTextPatch } from '../../schema/scalars.ts'
import { AUTHOR_KINDS, REPORT_STAGES, REPORT_TYPES } from '../../schema/vocabulary.ts'

export const reportFacts = {
  id: Id,
  plan: Slug,
  type: codes(REPORT_TYPES),
  authorKind: codes(AUTHOR_KINDS),
  stage: codes(REPORT_STAGES),
  title: langTextOrNull(),
  language: nullable(Language),
  ...datedFields('published'),
  url: nullable(Url),
  publishedCounts: refOrNull(PublishedCounts),
  externalRefs: externalRefs()
}

export type ReportFacts = Static<typeof ReportFacts>
export const ReportFacts = record(reportFacts)

export type Report = Static<typeof Report>
export const Report = record({ ...reportFacts, revision: Revision, updatedAt: Timestamp }, {
  $id: 'Report',
  description: 'A report about an action plan, by the IRM, the government, a monitoring body or the Support Unit',
  examples: [{
    id: '01968f00-0000-7000-8000-000000000084',
    plan: 'mexico-4',
    type: 'results',
    authorKind: 'irm',
    stage: 'final',
    title: null,
    language: null,
    publishedOn: '2022-12-31',
    publishedPrecision: 'year',
    publishedText: '2022',
    url: null,
    publishedCounts: null,
    externalRefs: [],
    revision: 1,
    updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

const { id: _id, ...said } = reportFacts

export type NewReport = Pick<ReportFacts, 'plan' | 'type' | 'authorKind' | 'stage'> & Partial<Omit<ReportFacts, 'id'>>
export const NewReport = Type.Unsafe<NewReport>({
  ...partialRecord(said),
  $id: 'NewReport',
  required: ['plan', 'type', 'authorKind', 'stage'],
  description: 'A report to add',
  examples: [{ plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final', publishedOn: '2022-09-01', publishedPrecision: 'day' }]
})

const { plan: _plan, title: _title, ...changeable } = said
export type ReportPatch = Partial<Omit<ReportFacts, 'id' | 'plan' | 'title'>> & { title?: LangTextPatch | null }
export const ReportPatch = Type.Unsafe<ReportPatch>({
  ...partialRecord({ ...changeable, title: langTextPatchOrNull() }),
  $id: 'ReportPatch',
  minProperties: 1,
  description: 'JSON Merge Patch of a report. Its plan stays',
  examples: [{ stage: 'final' }]
})

export type ReportQuery = Static<typeof ReportQuery>
export const ReportQuery = record({
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(Report),
  sort: Type.Optional(codes(['publishedOn', '-publishedOn', 'updatedAt', '-updatedAt'], { default: '-publishedOn' })),
  member: anyOf(Slug, 'Member'),
  plan: anyOf(Slug, 'Action plan'),
  type: anyOf(codes(REPORT_TYPES), 'Type of report'),
  authorKind: anyOf(codes(AUTHOR_KINDS), 'Who wrote it'),
  stage: anyOf(codes(REPORT_STAGES), 'Draft for public comment, or final'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
})

import Type, { type Static } from 'typebox'
import { Evidence, langText, langTextOrNull } from '../../schema/common.ts'
import { fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { Revision, Slug, Timestamp, codes, integer, list, nullable, record, refOrNull, refTo, set, text } from '../../schema/scalars.ts'
import { REPORT_TYPES } from '../../schema/vocabulary.ts'

/** Which reports of an era may carry an indicator; null means every rating report. */
export type EraIndicator = Static<typeof EraIndicator>
export const EraIndicator = record({
  indicator: text(60),
  reportTypes: Type.Unsafe<(typeof REPORT_TYPES)[number][] | null>({ ...set(codes(REPORT_TYPES), 20), type: ['array', 'null'] })
}, { $id: 'EraIndicator', description: 'An indicator that assessments of an era carry, and in which types of report' })

/** One code: its rank on an ordered scale (null outside it), the years it belongs to, and where that is said. */
export type Code = Static<typeof Code>
export const Code = record({
  code: text(60),
  rank: nullable(integer(0, 100)),
  label: langText(),
  definition: langTextOrNull(),
  fromYear: nullable(integer(2000, 2100)),
  untilYear: nullable(integer(2000, 2100)),
  indicators: Type.Optional(list(refTo(EraIndicator), 20))
}, { $id: 'Code', description: 'A code with its label, its rank on the scale, and the years it was used' })

export const codeListFacts = {
  id: Slug,
  title: langText(),
  description: langTextOrNull(),
  ordered: Type.Boolean({ description: 'Whether steps between two ranked codes may be counted' }),
  source: refOrNull(Evidence),
  codes: list(refTo(Code), 200)
}

export type CodeListFacts = Static<typeof CodeListFacts>
export const CodeListFacts = record(codeListFacts)

export type CodeList = Static<typeof CodeList>
export const CodeList = record({ ...codeListFacts, revision: Revision, updatedAt: Timestamp }, {
  $id: 'CodeList',
  description: 'An enumeration of this API with labels, order, years and source',
  examples: [{
    id: 'completion',
    title: { en: 'Completion' },
    description: null,
    ordered: true,
    source: null,
    codes: [{ code: 'limited', rank: 1, label: { en: 'Limited' }, definition: null, fromYear: null, untilYear: null }],
    revision: 1,
    updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

export type CodeListQuery = Static<typeof CodeListQuery>
export const CodeListQuery = record({
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(CodeList),
  sort: Type.Optional(codes(['id', 'updatedAt', '-updatedAt'], { default: 'id' }))
})

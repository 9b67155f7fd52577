import Type, { type Static } from 'typebox'
import { anyOf, pageQuery } from '../../schema/page.ts'
import { REPORT_TYPES } from '../../schema/vocabulary.ts'
import { DateOnly, Id, codes, integer, list, nullable, record, refOrNull, refTo, text } from '../../schema/scalars.ts'

const count = () => integer(0, 10000000)
const tally = (description: string) => Type.Unsafe<Record<string, number>>({
  type: 'object', description, maxProperties: 200, additionalProperties: { type: 'integer', format: 'int32', minimum: 0, maximum: 10000000 }
})
const fate = () => record({ create: count(), update: count(), unchanged: count() })

export const StarAgreement = record({
  rule: integer(1, 4),
  reportType: codes(REPORT_TYPES),
  published: integer(0, 10000000, { description: 'Stars as published' }),
  reproduced: integer(0, 10000000, { description: 'Published stars that the rule gives too' }),
  added: integer(0, 10000000, { description: 'Stars that the rule gives and nobody published' })
}, { $id: 'StarAgreement', description: 'How the computed stars compare with the published ones' })

export type ImportReport = Static<typeof ImportReport>
export const ImportReport = record({
  headerRow: count(),
  rows: count(),
  mappedColumns: list(record({ column: text(300), field: text(100) }), 1000),
  unknownColumns: list(Type.String({ maxLength: 300 }), 1000),
  members: fate(),
  policyAreas: fate(),
  institutions: fate(),
  plans: fate(),
  commitments: fate(),
  reports: fate(),
  assessments: fate(),
  decisions: tally('How often each rule decided something; the decisions are at /decisions'),
  stars: list(refTo(StarAgreement), 20)
}, { $id: 'ImportReport', description: 'What an import read and what it changed' })

export type Import = Static<typeof Import>
export const Import = record({
  id: Id,
  source: codes(['ogp']),
  state: codes(['running', 'done', 'failed', 'interrupted']),
  fileSha256: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
  startedOn: DateOnly,
  rowsTotal: count(),
  rowsDone: count(),
  report: refOrNull(ImportReport),
  failure: nullable(text(2000))
}, {
  $id: 'Import',
  description: 'An import and how far it is. It commits plan by plan: an interrupted one has kept what was done, and running it again does the rest',
  examples: [{ id: '01968f00-0000-7000-8000-000000000086', source: 'ogp', state: 'running', fileSha256: '0'.repeat(64), startedOn: '2026-11-22', rowsTotal: 1927, rowsDone: 500, report: null, failure: null }]
})

export type Decision = Static<typeof Decision>
export const Decision = record({
  id: integer(1, 10000000, { description: 'Position in the report' }),
  row: integer(0, 10000000, { description: 'Row of the file as a spreadsheet shows it' }),
  column: nullable(Type.String({ maxLength: 300 })),
  value: nullable(Type.String({ maxLength: 2000 })),
  rule: text(80),
  action: text(2000)
}, {
  $id: 'Decision',
  description: 'A cell that could be read in more than one way, or not at all, and what was done',
  examples: [{ id: 1, row: 12, column: 'Start Date', value: '07/01/2012', rule: 'ambiguous-date', action: 'Read as month/day/year.' }]
})

export const ImportQuery = record({
  source: codes(['ogp'], { description: 'ogp: the commitments spreadsheet that the Open Government Partnership publishes, in any edition' }),
  sheet: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'Name of the sheet of a workbook; without it, that whose header names the most columns we know' })),
  headerRow: Type.Optional(integer(1, 100000, { description: 'Number of the line of the header; without it, it is looked for in the first 20 lines' }))
})

export const ImportListQuery = record({
  ...pageQuery,
  sort: Type.Optional(codes(['startedOn', '-startedOn'], { default: '-startedOn' }))
})

export type DecisionQuery = Static<typeof DecisionQuery>
export const DecisionQuery = record({
  ...pageQuery,
  sort: Type.Optional(codes(['position'], { default: 'position' })),
  rule: anyOf(text(80), 'Rule that decided')
})

/** The bytes of the spreadsheet as they are. */
export const Spreadsheet = Type.Unsafe<Buffer>({ description: 'The CSV or XLSX file as published, at most 32 MiB' })

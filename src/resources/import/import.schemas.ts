import Type, { type Static } from 'typebox'
import { anyOf, pageQuery } from '../../schema/page.ts'
import { REPORT_TYPES } from '../../schema/vocabulary.ts'
import { DateOnly, Id, Slug, codes, integer, list, nullable, record, refOrNull, refTo, text } from '../../schema/scalars.ts'
import { ROW_OPS } from './table/outcome.rules.ts'
import { Digest, ImportRow, TableReport } from './table/table.schemas.ts'

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

/** Rows that the answer to a table quotes. */
export const MOST_ROWS_ANSWERED = 1000

export type Import = Static<typeof Import>
export const Import = record({
  id: Id,
  source: Slug,
  state: codes(['running', 'done', 'failed', 'interrupted']),
  fileSha256: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
  startedOn: DateOnly,
  rowsTotal: count(),
  rowsDone: count(),
  report: refOrNull(ImportReport),
  failure: nullable(text(2000)),
  dryRun: Type.Boolean({ description: 'Whether it was only tried: its rows are kept for a week' }),
  plans: list(Slug, 100, { description: 'Plans that a table of a source other than ogp is about' }),
  digest: nullable(Digest),
  table: refOrNull(TableReport),
  rows: Type.Optional(list(refTo(ImportRow), MOST_ROWS_ANSWERED, { description: 'The first 1,000 rows of a table, where it is sent; all of them are at /rows' })),
  rowsLeftOut: Type.Optional(integer(0, 1000000, { description: 'How many more rows there are, where rows does not hold all' }))
}, {
  $id: 'Import',
  description: 'An import and how far it is. It commits plan by plan: an interrupted one has kept what was done, and running it again does the rest',
  examples: [{ id: '01968f00-0000-7000-8000-000000000086', source: 'ogp', state: 'running', fileSha256: '0'.repeat(64), startedOn: '2026-11-22', rowsTotal: 1927, rowsDone: 500, report: null, failure: null, dryRun: false, plans: [], digest: null, table: null }]
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

export type ImportQuery = Static<typeof ImportQuery>
export const ImportQuery = record({
  source: { ...Slug, description: 'Whose file it is. ogp: the commitments spreadsheet that the Open Government Partnership publishes; else a table of commitments and milestones, whose external ids are those of this source' },
  plan: Type.Optional({ ...Slug, description: 'The action plan that a table is about, where no column names it' }),
  dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Say what would become of each row of a table, and write nothing' })),
  digest: Type.Optional({ ...Digest, description: 'The digest of a dry run of the same table: apply exactly what it showed' }),
  sheet: Type.Optional(text(300, { description: 'The sheet of a workbook to read; all that have a header otherwise' })),
  headerRow: Type.Optional(integer(1, 1000000, { description: 'The row of the header; the one with the most known names among the first twenty otherwise' }))
})

export type RowQuery = Static<typeof RowQuery>
export const RowQuery = record({
  ...pageQuery,
  sort: Type.Optional(codes(['position'], { default: 'position' })),
  op: anyOf(codes(ROW_OPS), 'What became of the row')
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
export const Spreadsheet = Type.Unsafe<Buffer>({
  description: 'The file as it is, at most 32 MiB: alone, or as the part `file` of a form, beside which a part `mapping` may stand. As JSON a list of objects, one for each row, named as columns are',
  examples: [[{ type: 'commitment', code: 'MX0081', title: { es: 'Un ejemplo' }, ends: '2027-12' }]]
})

import Type, { type Static } from 'typebox'
import { OgpCode, codes, integer, list, nullable, nullableCodes, record, refTo, text } from '../../../schema/scalars.ts'
import { FieldChange, MOST_FIELDS } from '../../plan-document/plan-document.schemas.ts'
import { ROW_TYPES } from './field.rules.ts'
import { ROW_OPS } from './outcome.rules.ts'

export const Digest = Type.String({ pattern: '^sha256-[A-Za-z0-9_-]{43}$', maxLength: 60, description: 'Of the data as it stands and this table; apply with ?digest=. Null while there are errors' })

const count = () => integer(0, 1000000)
const letters = Type.String({ pattern: '^[A-Z]{1,3}$', maxLength: 3, description: 'As a spreadsheet names it' })
const heading = Type.String({ maxLength: 300 })

export const RowError = record({
  column: nullable(letters),
  header: nullable(heading),
  value: nullable(Type.String({ maxLength: 600 })),
  rule: text(80),
  detail: text(2000)
}, { $id: 'RowError', description: 'One thing that is wrong with a row: where, what stands there, by which rule, and what to do', examples: [{ column: 'F', header: 'Due date', value: '03/04/2027', rule: 'ambiguous-date', detail: 'Write it as year-month-day.' }] })

export type ImportRow = Static<typeof ImportRow>
export const ImportRow = record({
  id: integer(1, 1000000, { description: 'Position in the report' }),
  sheet: nullable(Type.String({ maxLength: 300 })),
  row: nullable(integer(1, 10000000, { description: 'Row as a spreadsheet shows it; null for what the file leaves out' })),
  op: codes(ROW_OPS, { description: 'missing stands here and not in the file, and stays; conflict goes against what stands or another row; error cannot be read' }),
  type: nullableCodes(ROW_TYPES),
  plan: nullable(Type.String({ maxLength: 600 })),
  entity: nullable(text(120, { description: 'Id of the commitment or milestone; null for what a dry run would create' })),
  code: nullable(OgpCode),
  fields: list(refTo(FieldChange), MOST_FIELDS),
  fieldsLeftOut: Type.Optional(integer(1, 1000000, { description: 'How many more fields differ, where fields does not hold all' })),
  errors: list(refTo(RowError), 2000)
}, {
  $id: 'ImportRow',
  description: 'What becomes of one row of a table, or would',
  examples: [{ id: 1, sheet: 'Commitments', row: 2, op: 'update', type: 'commitment', plan: 'mexico-4', entity: '01968f00-0000-7000-8000-000000000081', code: 'MX0081', fields: [{ field: '/title/es', from: 'Antes', to: 'Después' }], errors: [] }]
})

export const SheetReport = record({
  name: Type.String({ maxLength: 300 }),
  headerRow: nullable(integer(1, 10000000, { description: 'Null where no header was found: the sheet is left out' })),
  rows: count(),
  mappedColumns: list(record({ column: letters, header: heading, field: text(100) }), 1000),
  unknownColumns: list(record({ column: letters, header: heading }), 1000)
}, { $id: 'SheetReport', description: 'What was read of one sheet', examples: [{ name: 'Commitments', headerRow: 1, rows: 13, mappedColumns: [{ column: 'A', header: 'Title (es)', field: 'title:es' }], unknownColumns: [] }] })

export type TableReport = Static<typeof TableReport>
export const TableReport = record({
  sheets: list(refTo(SheetReport), 100),
  counts: record({ create: count(), update: count(), unchanged: count(), missing: count(), conflict: count(), error: count() })
}, {
  $id: 'TableReport',
  description: 'What a table says, in numbers. Its rows are at /rows, and what was read with a decision at /decisions',
  examples: [{ sheets: [], counts: { create: 0, update: 1, unchanged: 12, missing: 0, conflict: 0, error: 0 } }]
})

export const TABLE_SCHEMAS = [RowError, SheetReport, TableReport]

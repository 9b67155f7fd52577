import Type, { type Static } from 'typebox'
import { DateOnly, codes, list, record, text } from '../../schema/scalars.ts'
import { TABLE_NAMES } from './export.schemas.ts'

/** What programs read; a workbook of today is at the address of its table. */
export const DUMP_FORMATS = ['csv', 'ndjson'] as const
export type DumpFormat = typeof DUMP_FORMATS[number]

/** As many days as DUMP_DAYS may say. */
const MOST_DAYS = 31

const DumpedFile = record({
  table: codes(TABLE_NAMES),
  format: codes(DUMP_FORMATS),
  mediaType: text(100),
  bytes: Type.Integer({ format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  reprDigest: text(100, { description: 'SHA-256 of the whole file, as the header Repr-Digest (RFC 9530) has it' }),
  url: Type.String({ maxLength: 2000, format: 'uri' })
})

export type Dumps = Static<typeof Dumps>
export const Dumps = record({
  dumps: list(record({ on: DateOnly, files: list(DumpedFile, TABLE_NAMES.length * DUMP_FORMATS.length) }), MOST_DAYS)
}, {
  $id: 'Dumps',
  description: 'Dumps of all tables, the newest first',
  examples: [{
    dumps: [{ on: '2026-11-22', files: [{ table: 'members', format: 'csv', mediaType: 'text/csv', bytes: 1024, reprDigest: 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:', url: 'http://127.0.0.1:3000/v1/exports/dumps/2026-11-22/members.csv' }] }]
  }]
})

import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { ProblemError } from '../../../errors.ts'
import { parseJsonBody } from '../../../http/json-body.ts'
import { readWorkbook } from '../../../sheet/read-workbook.ts'
import { LIMITS, SheetError, type Workbook, XLSX } from '../../../sheet/sheet.ts'
import { jsonTable } from './json-table.ts'

/** The body of a request -> sheets of cells as they show, whichever way the file was sent. */

/** A whole programme of plans; beyond it was never a table of commitments. */
const TABLE_LIMITS = { ...LIMITS, rows: 20_000, cells: 1_000_000 }

export const MOST_BYTES = 32 * 1024 * 1024
/** Media types of a table, alone or as a part. */
export const TABLE_TYPES = ['text/csv', XLSX, 'application/json'] as const
type TableType = typeof TABLE_TYPES[number]

/** A form names a file, and browsers name its type by what is installed. */
const BY_EXTENSION: Readonly<Record<string, TableType>> = { csv: 'text/csv', xlsx: XLSX, json: 'application/json' }

export interface SentTable { workbook: Workbook, fileSha256: string, mapping?: unknown }

/** @throws ProblemError import-unusable, invalid-json, invalid-body, body-too-large, unsupported-media-type, bad-request */
export async function readTable (request: FastifyRequest): Promise<SentTable> {
  if (request.isMultipart()) return readForm(request)
  const type = mediaTypeOf(String(request.headers['content-type'])) as TableType
  // JSON was read as every body is.
  if (type === 'application/json') return { workbook: jsonTable(request.body, TABLE_LIMITS), fileSha256: sha256(JSON.stringify(request.body)) }
  return readFile(request.body as Buffer, type)
}

const mediaTypeOf = (header: string): string => header.replace(/;.*/, '').trim().toLowerCase()
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

async function readFile (bytes: Buffer, type: TableType): Promise<SentTable> {
  if (type === 'application/json') return { workbook: jsonTable(parseJsonBody(bytes), TABLE_LIMITS), fileSha256: sha256(bytes) }
  try {
    return { workbook: await readWorkbook(bytes, type === XLSX ? 'xlsx' : 'csv', TABLE_LIMITS), fileSha256: sha256(bytes) }
  } catch (error) {
    throw new ProblemError('import-unusable', (error as SheetError).message)
  }
}

/** A form with one file and, if need be, the mapping to read it with. */
async function readForm (request: FastifyRequest): Promise<SentTable> {
  const { file, mapping } = await partsOf(request)
  if (file === undefined) throw new ProblemError('import-unusable', 'The form has no file: send it as the part "file".')
  const type = TABLE_TYPES.find(type => type === mediaTypeOf(file.type)) ?? BY_EXTENSION[(file.name.split('.').at(-1) as string).toLowerCase()]
  if (type === undefined) throw new ProblemError('unsupported-media-type', 'The part "file" takes CSV, XLSX or JSON: name its Content-Type, or end its name with .csv, .xlsx or .json.')
  return { ...await readFile(file.bytes, type), ...(mapping === undefined ? {} : { mapping: parseJsonBody(mapping) }) }
}

interface Parts { file?: { bytes: Buffer, type: string, name: string }, mapping?: Buffer }

async function partsOf (request: FastifyRequest): Promise<Parts> {
  const parts: Parts = {}
  try {
    for await (const part of request.parts({ limits: { fileSize: MOST_BYTES, files: 2, fields: 1, parts: 3, fieldSize: 1024 * 1024, headerPairs: 20 } })) {
      const bytes = part.type === 'file' ? await part.toBuffer() : Buffer.from(String(part.value))
      if (Object.hasOwn(parts, part.fieldname)) throw new ProblemError('bad-request', `The form has more than one part "${part.fieldname}": send each file by itself.`)
      if (part.fieldname === 'mapping') parts.mapping = bytes
      else if (part.fieldname === 'file' && part.type === 'file') parts.file = { bytes, type: part.mimetype, name: part.filename }
      else throw new ProblemError('bad-request', 'The form takes a part "file" and, if need be, a part "mapping".')
    }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw (error as { statusCode?: number }).statusCode === 413
      ? new ProblemError('body-too-large', 'A part of the form is larger than 32 MiB, or there are too many parts.')
      : new ProblemError('bad-request', 'The form cannot be read: check its boundary, and that it is whole.')
  }
  return parts
}

import Type from 'typebox'
import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { codes, record } from '../../schema/scalars.ts'
import type { Dialect } from './csv.rules.ts'
import { MEDIA_TYPES, writeTable } from './export.formats.ts'
import { type Exports, FORMATS, TABLES, TABLE_NAMES, Exports as ExportsSchema, type TableName } from './export.schemas.ts'
import { readTable } from './export.service.ts'
import { exportSender } from './export.stream.ts'

const text = { schema: { type: 'string', maxLength: 2147483647 } }
const ANSWERS = { ...Object.fromEntries(Object.values(MEDIA_TYPES).map(type => [type, text])), [MEDIA_TYPES.jsonld]: { schema: { type: 'object', additionalProperties: true } } }

const formatParams = record({ format: codes(FORMATS, { description: 'csv, xlsx, ndjson or jsonld' }) })
const DIALECT = Type.Optional(codes(['rfc4180', 'spreadsheet'], { default: 'rfc4180', description: 'Of CSV: spreadsheet begins with a byte order mark and puts an apostrophe before what could be a formula' }))

const pascal = (name: string): string => name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase())

export function exportRoutes (app: App, deps: Deps): void {
  const { publicUrl, license } = deps.config
  const send = exportSender(deps)

  const exports: Exports = {
    tables: TABLE_NAMES.map(name => ({
      name, title: TABLES[name].title, formats: FORMATS.map(format => ({ format, mediaType: MEDIA_TYPES[format], url: `${publicUrl}/v1/exports/${name}.${format}` }))
    })),
    dumps: `${publicUrl}/v1/exports/dumps`,
    dataPackage: `${publicUrl}/v1/exports/datapackage.json`,
    license
  }

  app.get('/v1/exports', {
    schema: operation({ id: 'listExports', tag: 'Exports', summary: 'What there is to download', description: 'Every table that can be downloaded as a whole, in every format, and the licence of the data.', answer: ExportsSchema, conditional: true })
  }, async (request, reply) => sendRepresentation(request, reply, exports))

  for (const name of TABLE_NAMES) tableRoute(name)

  function tableRoute (name: TableName): void {
    const { row, title, filters } = TABLES[name]
    app.get(`/v1/exports/${name}.:format`, {
      config: { produces: Object.values(MEDIA_TYPES) },
      schema: operation({
        id: `export${pascal(name)}`,
        tag: 'Exports',
        summary: `${title}, as a file`,
        description: 'All rows that the filters of the list leave, in the order of their ids, as a stream: the digest of all bytes comes in the trailer Repr-Digest, and a failure ends the connection before the last chunk, so that a part never looks complete. Each row is as it stands when it is read. `datapackage.json` describes the columns.',
        params: formatParams,
        query: record({ ...filters, dialect: DIALECT }),
        answer: ANSWERS,
        headers: { 'Content-Disposition': 'A name for the file', Link: 'The licence, and what describes the columns', Trailer: 'Repr-Digest: the SHA-256 of all bytes' },
        problems: ['too-many-streams']
      })
    }, async (request, reply) => {
      const { format } = request.params
      const { dialect, ...query } = request.query as { dialect: Dialect }
      reply.type(format === 'xlsx' ? MEDIA_TYPES.xlsx : `${MEDIA_TYPES[format]}; charset=utf-8`).headers({
        'content-disposition': `attachment; filename="${name}.${format}"`,
        link: `<${license.url}>; rel="license", <${publicUrl}/v1/exports/datapackage.json>; rel="describedby"`
      })
      return send(reply, () => writeTable(format, { name, row, rows: readTable(deps, name, query), dialect, base: publicUrl }))
    })
  }
}

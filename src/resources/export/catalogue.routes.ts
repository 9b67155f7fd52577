import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { type Formats, type Tables, dataPackage, dcatAp, dcatUs } from './catalogue.rules.ts'
import { DUMP_FORMATS } from './dump.schemas.ts'
import { MEDIA_TYPES } from './export.formats.ts'
import { FORMATS, TABLES } from './export.schemas.ts'
import { context } from './json-ld.rules.ts'

const JSON_LD = 'application/ld+json'
const LIVE: Formats[] = FORMATS.map(format => ({ format, mediaType: MEDIA_TYPES[format], under: '' }))
const DUMPED: Formats[] = DUMP_FORMATS.map(format => ({ format, mediaType: MEDIA_TYPES[format], under: 'dumps/latest/' }))

interface Description { path: string, id: string, summary: string, description: string, type: string, make: (base: string, tables: Tables, formats: Formats[], email: string | undefined) => object }

const DESCRIPTIONS: Description[] = [
  { path: '/v1/exports/datapackage.json', id: 'getDataPackage', summary: 'The Data Package', description: 'Every table with the types of its columns and its licence, as a Data Package (v2). What is no scalar is JSON in its cell, of type object or array.', type: 'application/json', make: dataPackage },
  { path: '/data.json', id: 'getDcatUs', summary: 'The catalogue for the United States', description: 'Every table as a data set of DCAT-US 3, for harvesters that look for /data.json.', type: 'application/json', make: dcatUs },
  { path: '/catalog.jsonld', id: 'getDcatAp', summary: 'The catalogue for Europe', description: 'Every table as a data set of DCAT-AP 3, as JSON-LD.', type: JSON_LD, make: dcatAp },
  { path: '/contexts/v1.jsonld', id: 'getContext', summary: 'The JSON-LD context', description: 'What the members of exported rows mean, as JSON-LD 1.1; each type has a context of its own.', type: JSON_LD, make: (base, tables) => context(base, Object.values(tables).map(({ row }) => row)) }
]

/** What describes the exports; nothing in it changes while the service runs. */
export function catalogueRoutes (app: App, deps: Deps): void {
  const { publicUrl, dumpDays, contactEmail } = deps.config
  const formats = dumpDays > 0 ? [...LIVE, ...DUMPED] : LIVE
  for (const { path, id, summary, description, type, make } of DESCRIPTIONS) {
    const text = JSON.stringify(make(publicUrl, TABLES, formats, contactEmail))
    app.get(path, {
      config: { produces: [...new Set([type, 'application/json'])] },
      schema: operation({ id, tag: 'Exports', summary, description, answer: { [type]: { schema: { type: 'object', description: summary, additionalProperties: true, examples: [{}] } } }, conditional: true })
    }, async (request, reply) => sendRepresentation(request, reply, text, undefined, `${type}; charset=utf-8`))
  }
}

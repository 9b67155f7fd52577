import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { type About, dataPackage, dcatAp, dcatUs } from './catalogue.rules.ts'
import { findDumps } from './dump.service.ts'
import { MEDIA_TYPES } from './export.formats.ts'
import { TABLES } from './export.schemas.ts'
import { context } from './json-ld.rules.ts'

const JSON_LD = 'application/ld+json'

interface Description {
  path: string
  id: string
  summary: string
  description: string
  type: string
  make: (about: About) => object
  /** Whether it names the dumps, which are others tomorrow. */
  dated: boolean
}

const DESCRIPTIONS: Description[] = [
  { path: '/v1/exports/datapackage.json', id: 'getDataPackage', summary: 'The Data Package', description: 'Every table with the types of its columns and its licence, as a Data Package (v2). What is no scalar is JSON in its cell, of type object or array.', type: 'application/json', make: dataPackage, dated: false },
  { path: '/data.json', id: 'getDcatUs', summary: 'The catalogue for the United States', description: 'Every table as a data set of DCAT-US 3, for harvesters that look for /data.json, with its dated dumps.', type: 'application/json', make: dcatUs, dated: true },
  { path: '/catalog.jsonld', id: 'getDcatAp', summary: 'The catalogue for Europe', description: 'Every table as a data set of DCAT-AP 3, as JSON-LD, with its dated dumps.', type: JSON_LD, make: dcatAp, dated: true },
  { path: '/contexts/v1.jsonld', id: 'getContext', summary: 'The JSON-LD context', description: 'What the members of exported rows mean, as JSON-LD 1.1; each type has a context of its own.', type: JSON_LD, make: ({ base, tables }) => context(base, Object.values(tables).map(({ row }) => row)), dated: false }
]

/** What describes the exports. */
export function catalogueRoutes (app: App, deps: Deps): void {
  const { publicUrl: base, license, contactEmail: email } = deps.config
  const about: About = { base, license, email, tables: TABLES, mediaTypes: MEDIA_TYPES, dumps: [] }
  for (const { path, id, summary, description, type, make, dated } of DESCRIPTIONS) {
    const fixed = JSON.stringify(make(about))
    app.get(path, {
      config: { produces: [...new Set([type, 'application/json'])], live: true },
      schema: operation({ id, tag: 'Exports', summary, description, answer: { [type]: { schema: { type: 'object', description: summary, additionalProperties: true, examples: [{}] } } }, conditional: true })
    }, async (request, reply) => sendRepresentation(request, reply, dated ? JSON.stringify(make({ ...about, dumps: await findDumps(deps) })) : fixed, undefined, `${type}; charset=utf-8`))
  }
}

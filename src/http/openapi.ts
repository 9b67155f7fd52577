import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifySchema } from 'fastify'
import Type from 'typebox'
import { list, record, text } from '../schema/scalars.ts'
import { CATALOGUE, MOST_ERRORS } from '../errors.ts'
import { hoistShared } from './hoist.ts'

export const API_VERSION = '0.1.0'

export const Problem = record({
  type: Type.String({ format: 'uri', maxLength: 2000 }),
  title: text(200),
  status: Type.Integer({ format: 'int32', minimum: 400, maximum: 599 }),
  detail: Type.String({ maxLength: 4000 }),
  instance: Type.String({ maxLength: 100, description: 'The request id, as in the log of the service' }),
  errors: Type.Optional(list(record({
    pointer: Type.Optional(Type.String({ maxLength: 1000, description: 'JSON Pointer into the body' })),
    parameter: Type.Optional(Type.String({ maxLength: 200 })),
    code: Type.Optional(Type.String({ maxLength: 60 })),
    detail: Type.String({ maxLength: 4000 })
  }), MOST_ERRORS, { description: 'All that is wrong, the first 1,000 where it is more; detail says how many are left out' })),
  currentRevision: Type.Optional(Type.Unsafe<string | number>({ type: ['string', 'integer'], maxLength: 60, format: 'int32', minimum: 0, maximum: 2147483647 })),
  redaction: Type.Optional(Type.String({ maxLength: 200, format: 'uri-reference', description: 'Address of the redaction that took it out of the record' }))
}, {
  $id: 'Problem',
  description: 'RFC 9457 problem details. `type` is the address of a page that says what to do',
  examples: [{ type: 'http://127.0.0.1:3000/problems/not-found', title: CATALOGUE['not-found'].title, status: 404, detail: 'There is no commitment XX9999.', instance: 'req-AbCdEfGhIjKl' }]
})

export const TAGS = [
  { name: 'Commitments', description: 'Promises, their milestones and the status block with every voice' },
  { name: 'Action plans', description: 'Plans of members, as resources and as documents to sync' },
  { name: 'Voices', description: 'Progress updates of governments, reviews of civil society, assessments of the IRM' },
  { name: 'Reference', description: 'Members, institutions, policy areas and code lists' },
  { name: 'Record', description: 'Revisions: what was said, when, and by which role' },
  { name: 'Imports', description: 'Spreadsheets that others publish' },
  { name: 'Keys', description: 'Who may write' },
  { name: 'Pages', description: 'The same for people: HTML without scripts, in English, Spanish and French' },
  { name: 'Service', description: 'Health, errors and the contract itself' }
]

/** `x-internal` says who may reach it, as API inventories ask. */
const SERVERS = [{ url: '/', description: 'Production: the service that gave this document', 'x-internal': 'false' }]

/** OpenAPI knows no rest of a path: it gets a name there, and its description says that it may hold slashes. */
function named (url: string, schema: FastifySchema): { url: string, schema: FastifySchema } {
  const { properties } = (schema.params ?? {}) as { properties?: Record<string, object> }
  if (properties?.['*'] === undefined) return { url, schema }
  return { url: url.replace('*', ':path'), schema: { ...schema, params: { type: 'object', required: ['path'], properties: { path: properties['*'] } } } }
}

export function openapiOptions (): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Open Commitments',
        version: API_VERSION,
        description: 'What governments promised in the Open Government Partnership, what three voices say of it side by side, and how the record changed. Reading needs no key.',
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
        contact: { name: 'The operator of this service' }
      },
      servers: SERVERS,
      tags: TAGS,
      components: { securitySchemes: { adminKey: { type: 'http', scheme: 'bearer', bearerFormat: 'oct_<id>_<secret><checksum>', description: 'An administrator\'s API key' }, key: { type: 'http', scheme: 'bearer', bearerFormat: 'oct_<id>_<secret><checksum>', description: 'An API key' } } }
    },
    // In a route they would be validated like a query; each is read, and refused, where it is used.
    transform: ({ schema, url }) => {
      const { requestHeaders, ...documented } = schema as FastifySchema & { requestHeaders?: object }
      return named(url, requestHeaders === undefined ? documented : { ...documented, headers: requestHeaders })
    },
    transformObject: input => hoistShared((input as unknown as { openapiObject: object }).openapiObject),
    refResolver: { buildLocalReference: json => (json as unknown as { $id: string }).$id }
  }
}

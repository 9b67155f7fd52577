import Type, { type Static, type TSchema } from 'typebox'
import { Timestamp, codes, integer, list, nullable, record, set } from './scalars.ts'

/** Lists: query members that every list shares, and the page around the items (api.md, section 1.2). */

type Named = TSchema & { $id: string, properties: Record<string, unknown> }

export const Links = record({
  self: Type.String({ maxLength: 100000, format: 'uri-reference' }),
  next: nullable(Type.String({ maxLength: 100000, format: 'uri-reference' }))
}, { $id: 'Links', description: 'Where this page is and where the next one is; null on the last page' })

export const PageInfo = record({
  limit: integer(1, 200),
  nextCursor: nullable(Type.String({ maxLength: 4000 })),
  total: Type.Optional(integer(0, 2147483647, { description: 'Only with Prefer: count=exact' }))
}, { $id: 'PageInfo', description: 'The size of the page and the cursor of the next one' })

/** The same entity when `fields=` picked some of its members: only `id` is certain. */
export function fieldsOf (schema: TSchema): TSchema {
  const named = schema as Named
  return {
    ...named,
    $id: `${named.$id}Fields`,
    required: ['id'],
    description: `${named.$id} with only the members that fields= names, and id`,
    examples: [{ id: ((named as unknown as { examples: { id: string }[] }).examples[0] as { id: string }).id }]
  } as TSchema
}

export function pageOf <S extends TSchema> (schema: S) {
  const name = (schema as unknown as Named).$id
  const [example] = (schema as unknown as { examples: unknown[] }).examples
  return Type.Unsafe<{ items: Static<S>[] }>({
    $id: `${name}Page`,
    type: 'object',
    description: `One page of ${name}`,
    required: ['items', 'links', 'page'],
    additionalProperties: false,
    properties: {
      items: { type: 'array', maxItems: 200, items: { anyOf: [{ $ref: `${name}#` }, { $ref: `${name}Fields#` }] } },
      links: { $ref: 'Links#' },
      page: { $ref: 'PageInfo#' }
    },
    examples: [{ items: [example], links: { self: '/v1/example?limit=50', next: null }, page: { limit: 50, nextCursor: null } }]
  })
}

/** Members of an entity that `fields=` may name: `fields=title,status`. A comma separates them. */
export function fieldsQuery (schema: TSchema) {
  const names = Object.keys((schema as unknown as Named).properties)
  return Type.Optional(set(codes(names), names.length, {
    description: 'Answer with only these members (and id), separated by commas', style: 'form', explode: false
  })) as unknown as ReturnType<typeof Type.Optional<ReturnType<typeof Type.Array<ReturnType<typeof codes>>>>>
}

export const pageQuery = {
  limit: Type.Optional(integer(1, 200, { default: 50, description: 'Items on a page' })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 4000, description: 'page.nextCursor of the page before, with the same filters' }))
}

/** Time travel: what every read of what is recorded takes. */
export const knownQuery = {
  knownAt: Type.Optional({ ...Timestamp, description: 'The answer as of this instant, not in the future: what the public log held by then' })
}
export const KnownQuery = record(knownQuery)

/** A filter that may be repeated: any of the values matches. */
export function anyOf <S extends TSchema> (schema: S, description: string) {
  return Type.Optional(list(schema, 50, { description, style: 'form', explode: true }))
}

export const PAGE_SCHEMAS = [Links, PageInfo]

import Type, { type Static, type TSchema } from 'typebox'

/** Scalar schemas and the small builders that keep every string, list and number of the contract bounded. */

/** One `enum` of strings, with its type named, as OpenAPI readers expect. */
export function codes <const T extends readonly string[]> (values: T, options: object = {}) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options })
}

/** A code or null: one enum, never a union. */
export function nullableCodes <const T extends readonly string[]> (values: T, options: object = {}) {
  return Type.Unsafe<T[number] | null>({ type: ['string', 'null'], enum: [...values, null], ...options })
}

/** The same scalar schema, null allowed. Not for `$ref` (see `refOrNull`) nor for enums (see `nullableCodes`). */
export function nullable <S extends TSchema> (schema: S) {
  const plain = { ...schema } as unknown as { type: string }
  return Type.Unsafe<Static<S> | null>({ ...plain, type: [plain.type, 'null'] })
}

/** A reference to a shared schema, typed as that schema. */
export function refTo <S extends TSchema> (schema: S) {
  return Type.Unsafe<Static<S>>({ $ref: `${idOf(schema)}#` })
}

export function refOrNull <S extends TSchema> (schema: S) {
  return Type.Unsafe<Static<S> | null>({ anyOf: [{ $ref: `${idOf(schema)}#` }, { type: 'null' }] })
}

function idOf (schema: TSchema): string {
  return (schema as unknown as { $id: string }).$id
}

/** A closed object: members that are not named are refused. */
export function record <P extends Record<string, TSchema>> (properties: P, options: object = {}) {
  return Type.Object(properties, { ...options, additionalProperties: false })
}

/** The same closed object with every member optional, as a document or a merge patch sends it. */
export function partialRecord <P extends Record<string, TSchema>> (properties: P, options: object = {}) {
  return Type.Partial(Type.Object(properties), { ...options, additionalProperties: false })
}

export function list <S extends TSchema> (items: S, maxItems = 200, options: object = {}) {
  return Type.Array(items, { maxItems, ...options })
}

export function set <S extends TSchema> (items: S, maxItems = 50, options: object = {}) {
  return Type.Array(items, { maxItems, uniqueItems: true, ...options })
}

export const integer = (minimum: number, maximum: number, options: object = {}) =>
  Type.Integer({ format: 'int32', minimum, maximum, ...options })

export const text = (maxLength: number, options: object = {}) => Type.String({ minLength: 1, maxLength, ...options })

export const Slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', minLength: 1, maxLength: 120 })
export const Id = Type.String({ format: 'uuid', minLength: 36, maxLength: 36 })
export const DateOnly = Type.String({ format: 'date', minLength: 10, maxLength: 10 })
export const Timestamp = Type.String({ format: 'date-time', minLength: 20, maxLength: 35 })
export const Url = Type.String({ format: 'uri', pattern: '^https?://[^\\s/?#]+', maxLength: 2000 })
export const Revision = integer(1, 2147483647, { description: 'Grows by one with every change of this entity' })
const LANGUAGE_TAG = '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$'
export const Language = Type.String({ pattern: LANGUAGE_TAG, minLength: 2, maxLength: 35, description: 'BCP 47 tag, or und' })
/** OGP's own code: opaque, unique, never reused. `UK0001`, `MXJL0002`. */
export const OgpCode = Type.String({ pattern: '^[A-Z]{2,6}\\d{4}$', minLength: 6, maxLength: 10 })

/** Keys of every map by language. */
export const languageKeys = { type: 'string', pattern: LANGUAGE_TAG, maxLength: 35 }

/** What a map of the contract holds at most, however many requests add to it. */
export const MOST_IN_MAP = 40

/** Texts by BCP 47 language tag (`und` where the language is unknown); at least one. */
export type LangText = Record<string, string>
export const LangText = Type.Unsafe<LangText>({
  $id: 'LangText',
  type: 'object',
  description: 'Texts by BCP 47 language tag, und where the language is unknown',
  minProperties: 1,
  maxProperties: MOST_IN_MAP,
  propertyNames: languageKeys,
  additionalProperties: { type: 'string', minLength: 1, maxLength: 60000 },
  examples: [{ es: 'Gobierno abierto', en: 'Open government' }]
})

/** As sent in a document or a merge patch: null removes a language, absence leaves it alone. */
export type LangTextPatch = Record<string, string | null>
export const LangTextPatch = Type.Unsafe<LangTextPatch>({
  $id: 'LangTextPatch',
  type: 'object',
  description: 'Texts by language to set; null removes a language, a language that is absent stays as it is',
  minProperties: 1,
  maxProperties: MOST_IN_MAP,
  propertyNames: languageKeys,
  additionalProperties: { type: ['string', 'null'], minLength: 1, maxLength: 60000 },
  examples: [{ es: 'Gobierno abierto', en: null }]
})

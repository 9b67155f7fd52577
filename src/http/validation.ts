import { Ajv2020, type ErrorObject, type Options } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { TSchema } from 'typebox'
import { type ErrorItem, MOST_ERRORS } from '../errors.ts'
import { isDate, isInstant } from '../schema/formats.ts'
import type { App } from './type-provider.ts'

interface TextSchema { $ref?: string, type?: string, items?: TextSchema, properties?: Record<string, TextSchema> }
interface RouteSchema { schema: TextSchema, httpPart?: string }

type Compiler = (route: RouteSchema) => { (data: Record<string, unknown>): boolean, errors: ErrorObject[] | null }

/** Bodies are never coerced or stripped; the text of a query is read as the type its schema names. Every error is reported. */
export function createValidatorCompiler (shared: TSchema[]): Compiler {
  const body = once(() => createAjv(shared, {}))
  const text = once(() => createAjv(shared, { useDefaults: true }))
  return ({ schema, httpPart }: RouteSchema) => {
    // Compiled when first used: all of them at once would double the time until the service is ready.
    const validator = once(() => (httpPart === 'body' ? body : text)().compile(schema))
    const check = (data: Record<string, unknown>) => {
      const validate = validator()
      if (httpPart !== 'body') readText(schema, data)
      const fits = validate(data)
      check.errors = validate.errors as ErrorObject[] | null
      return fits
    }
    check.errors = null as ErrorObject[] | null
    return check
  }
}

/** Ajv joins the errors of a reference to all before by copying these: of many items that do not fit, in quadratic time. */
const joinInPlace = (code: string): string => code.replace(/vErrors\.concat\(([\w.]+)\)/g, '($1.forEach(error => vErrors.push(error)), vErrors)')

function createAjv (shared: TSchema[], options: Options): Ajv2020 {
  // A test holds the schemas against their meta-schema (test/http/openapi.test.ts): doing so at every start takes 0.1 s.
  const ajv = new Ajv2020({ allErrors: true, strict: true, validateSchema: false, allowUnionTypes: true, strictRequired: false, keywords: ['style', 'explode'], code: { process: joinInPlace }, ...options })
  addFormats.default(ajv)
  ajv.addFormat('date', isDate)
  ajv.addFormat('date-time', isInstant)
  ajv.addFormat('int32', { type: 'number', validate: () => true })
  for (const schema of shared) ajv.addSchema(schema)
  return ajv
}

/** Says why a draft that the service made of others' data is no body of this schema; null where it is one. */
export function faultFinder (app: Pick<App, 'validatorCompiler'>, schema: TSchema): (draft: object) => string | null {
  const find = faultsFinder(app, schema)
  return (draft) => {
    const [fault] = find(draft)
    return fault === undefined ? null : `${fault.pointer} ${fault.detail}`
  }
}

/** The same with all that does not fit, each with its JSON Pointer. */
export function faultsFinder (app: Pick<App, 'validatorCompiler'>, schema: TSchema): (draft: object) => { pointer: string, detail: string }[] {
  const { $id } = schema as unknown as { $id: string }
  const check = (app.validatorCompiler as Compiler)({ schema: { $ref: `${$id}#` }, httpPart: 'body' })
  return draft => check(draft as Record<string, unknown>) ? [] : errorItems(check.errors as ErrorObject[], 'body').errors as { pointer: string, detail: string }[]
}

function once<T> (make: () => T): () => T {
  let made: T | undefined
  return () => { made ??= make(); return made }
}

/**
 * Reads the text of a query or a path as the types that the schema names. What is not exactly such a value stays text, and the
 * schema refuses it: Ajv's own coercion takes 0x10 for 16 and lets 1e999 pass every bound.
 */
function readText (schema: TextSchema, data: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(data)) {
    const wanted = Object.hasOwn(schema.properties as object, name) ? schema.properties?.[name] : undefined
    if (wanted?.type === 'array') data[name] = [value].flat().map(item => valueOf(item, wanted.items?.type))
    else if (wanted !== undefined) data[name] = valueOf(value, wanted.type)
  }
}

function valueOf (text: unknown, type: string | undefined): unknown {
  if (type === 'integer' && /^(0|-?[1-9]\d{0,9})$/.test(String(text))) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

interface Validation { params?: unknown, instancePath: string, message?: string, keyword: string }

/** A body may hold longer names than anybody reads. */
const MAX_POINTER = 1000
const MAX_PARAMETER = 200

/** Ajv's errors as a person reads them: a JSON Pointer for a body, the parameter's name otherwise. The first of them, and how many there are. */
export function errorItems (validation: readonly Validation[], part: string): { errors: ErrorItem[], errorCount: number } {
  // A failed union or reference repeats what its branches say better.
  const telling = (validation as readonly ErrorObject[]).filter(error => !['anyOf', 'if', 'propertyNames'].includes(error.keyword))
  const errors = telling.slice(0, MOST_ERRORS).map(error => {
    const extra = error.params as { additionalProperty?: string, missingProperty?: string, allowedValues?: unknown[] }
    const member = extra.additionalProperty ?? extra.missingProperty
    const at = member === undefined ? error.instancePath : `${error.instancePath}/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const detail = extra.additionalProperty !== undefined
      ? 'is not known here'
      : extra.missingProperty !== undefined
        ? 'is required'
        : extra.allowedValues !== undefined
          ? `must be one of ${extra.allowedValues.map(String).join(', ')}`
          : error.message as string
    if (part === 'body') return { pointer: at.slice(0, MAX_POINTER), detail }
    const parameter = member ?? (at.split('/')[1] as string).replaceAll('~1', '/').replaceAll('~0', '~')
    return { parameter: parameter.slice(0, MAX_PARAMETER), detail }
  })
  return { errors, errorCount: telling.length }
}

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import addFormats from 'ajv-formats'
import { CACHE, INSTALLED, writeWhole } from '../_loader/paths.js'

/** Holds every answer against the OpenAPI document: path, status, media type and shape must all be documented. */

interface Answer { $ref?: string, content?: Record<string, unknown> }
interface OpenApi { paths: Record<string, Record<string, { responses: Record<string, Answer> }>>, components: { responses: Record<string, Answer> } }

const escapePointer = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1')

/** @returns what is wrong with the answer, or nothing */
type Checker = (method: string, url: string, status: number, headers: Record<string, unknown>, body: string) => string | undefined

/** Returns the function that finds the differences between an answer and the document. */
export function contractChecker (document: object): Checker {
  const api = document as OpenApi
  const validatorOf = validators(document)
  const templates = Object.keys(api.paths).map(path => ({
    path, literal: !path.includes('{'), pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{path\}/g, '.+').replace(/\{[^}]+\}/g, '[^/]+')}$`)
  })).sort((a, b) => Number(b.literal) - Number(a.literal))

  return (method, url, status, headers, body) => {
    const [pathname = ''] = url.split('?')
    const path = templates.find(({ pattern }) => pattern.test(pathname))?.path
    const type = String(headers['content-type'] ?? '').split(';')[0] as string
    const isProblem = type === 'application/problem+json'
    if (headers['api-version'] === undefined) return 'no API-Version'
    const operation = path === undefined ? undefined : api.paths[path]?.[method === 'HEAD' ? 'get' : method.toLowerCase()]
    if (path === undefined || operation === undefined) {
      if (pathname.startsWith('/docs') || method === 'OPTIONS') return undefined
      const isPage = type === 'text/html' && status === 404
      return isPage || (isProblem && (status === 404 || status === 405 || status === 400)) ? undefined : `${method} ${pathname} is not documented and answered ${status}`
    }
    const named = operation.responses[status]?.$ref?.split('/').at(-1)
    const answer = named === undefined ? operation.responses[status] : api.components.responses[named]
    if (answer === undefined) return isProblem && status === 405 ? undefined : `${method} ${path} answered ${status}, which is not documented: ${body.slice(0, 500)}`
    if (body === '') return undefined
    if (answer.content?.[type] === undefined) return `${method} ${path} answered ${status} with ${type}, which is not documented`
    if (!/[/+]json$/.test(type)) return undefined
    const pointer = named !== undefined
      ? `api#/components/responses/${escapePointer(named)}/content/${escapePointer(type)}/schema`
      : `api#/paths/${escapePointer(path)}/${method.toLowerCase()}/responses/${status}/content/${escapePointer(type)}/schema`
    const validate = validatorOf(pointer)
    return validate(JSON.parse(body)) ? undefined : `${method} ${path} ${status}: ${new Ajv2020().errorsText(validate.errors).slice(0, 1000)}\n${body.slice(0, 1000)}`
  }
}

/**
 * Returns the function that gives the validator of a schema of the document by its address in it. Compiling one can take
 * longer than the test, so that its code is kept on disk, by the hash of the document and of the packages.
 */
function validators (document: object): (pointer: string) => ValidateFunction {
  const hash = createHash('sha256').update(JSON.stringify(document)).update(readFileSync(INSTALLED)).update(readFileSync(import.meta.filename)).digest('hex').slice(0, 20)
  const folder = join(CACHE, `contract-${hash}`)
  const require = createRequire(import.meta.url)
  const loaded = new Map<string, ValidateFunction>()
  let ajv: Ajv2020 | undefined

  const compile = (pointer: string): string => {
    if (ajv === undefined) {
      // A test of its own proves that the schemas are schemas (test/http/openapi.test.ts).
      ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, code: { source: true } })
      addFormats.default(ajv)
      ajv.addSchema(document, 'api')
    }
    return standalone.default(ajv, ajv.compile({ $ref: pointer }))
  }

  return (pointer) => {
    const known = loaded.get(pointer)
    if (known !== undefined) return known
    const file = join(folder, `${createHash('sha256').update(pointer).digest('hex')}.js`)
    const exported: { exports: unknown } = { exports: {} }
    // eslint-disable-next-line no-new-func -- It is the code that Ajv generates, which it would evaluate itself.
    new Function('module', 'exports', 'require', readOr(file, () => compile(pointer)))(exported, exported.exports, require)
    const validate = exported.exports as ValidateFunction
    loaded.set(pointer, validate)
    return validate
  }

  function readOr (file: string, make: () => string): string {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      mkdirSync(folder, { recursive: true })
      const code = make()
      writeWhole(file, code)
      return code
    }
  }
}

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** Holds every answer against the OpenAPI document: path, status, media type and shape must all be documented. */

interface Answer { $ref?: string, content?: Record<string, unknown> }
interface OpenApi { paths: Record<string, Record<string, { responses: Record<string, Answer> }>>, components: { responses: Record<string, Answer> } }

const escapePointer = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1')

/** @returns what is wrong with the answer, or nothing */
type Checker = (method: string, url: string, status: number, headers: Record<string, unknown>, body: string) => string | undefined

/** Compiling what is asked for takes longer than many a test, and the applications of a file have one document. */
const checkers = new Map<string, Checker>()

export function contractChecker (document: object): Checker {
  const text = JSON.stringify(document)
  const checker = checkers.get(text) ?? checkerOf(document)
  checkers.set(text, checker)
  return checker
}

function checkerOf (document: object): Checker {
  const api = document as OpenApi
  // That the schemas are schemas is proved elsewhere (test/http/openapi.test.ts).
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'api')
  const compiled = new Map<string, ValidateFunction>()
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
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: pointer })
    compiled.set(pointer, validate)
    return validate(JSON.parse(body)) ? undefined : `${method} ${path} ${status}: ${ajv.errorsText(validate.errors).slice(0, 1000)}\n${body.slice(0, 1000)}`
  }
}

import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { documentOf, operationsOf } from '../_support/openapi.ts'
import { SHARED_SCHEMAS } from '../../src/schemas.ts'

t.test('the OpenAPI document', async (t) => {
  const app = await startApp(t)
  const document = documentOf(app)
  const operations = operationsOf(app)

  t.test('has every route and only those', async (t) => {
    const routes = new Set<string>()
    const lines = app.app.printRoutes({ commonPrefix: false, includeHooks: false }).split('\n')
    const stack: string[] = []
    for (const line of lines) {
      const [, indent = '', path = '', methods = ''] = /^([│├└─\s]*)(\S*) ?(?:\(([A-Z, ]+)\))?$/.exec(line) ?? []
      const depth = indent.length / 4
      stack.splice(depth - 1, Infinity, path)
      for (const method of methods.split(', ').filter(Boolean)) routes.add(`${method} ${stack.join('').replace(/:\w+(\|:\w+)*/g, '{}')}`)
    }
    // The router prints no prefix of a path whose rest is open; test/resources/log asks for these.
    const documented = operations.filter(({ path }) => path !== '/log/tile/{path}').flatMap(({ method, path }) => method === 'GET' ? [`GET ${path}`, `HEAD ${path}`] : [`${method} ${path}`])
    const served = [...routes].filter(route => !/ \/docs|^OPTIONS| \/?\*$/.test(route))
    t.same(served.sort(), [...new Set(documented.map(route => route.replace(/\{\w+\}/g, '{}')))].sort())
  })

  t.test('names, tags and describes every operation', async (t) => {
    const ids = operations.map(({ operation }) => operation.operationId)
    t.equal(new Set(ids).size, ids.length)
    const tags = (document as unknown as { tags: { name: string, description: string }[] }).tags.map(({ name }) => name)
    for (const { operation: { operationId, tags: [tag = ''], summary, description, responses } } of operations) {
      t.match(operationId, /^[a-z][A-Za-z]+$/)
      t.ok(tags.includes(tag), `${operationId} has the tag ${tag}`)
      t.ok(summary.length > 3 && description.length > 15, operationId)
      for (const status of [401, 406, 429, 500, 503]) t.ok(responses[status], `${operationId} declares ${status}`)
    }
  })

  t.test('holds schemas of JSON Schema 2020-12', async (t) => {
    const ajv = new Ajv2020({ strict: false })
    const isSchema = (schema: unknown): boolean => ajv.validateSchema(JSON.parse(JSON.stringify(schema))) === true
    const inRoutes: unknown[] = []
    const collect = (node: unknown): void => {
      if (node === null || typeof node !== 'object') return
      for (const [name, child] of Object.entries(node)) {
        if (name === 'schema') inRoutes.push(child)
        else collect(child)
      }
    }
    collect([document.paths, document.components])
    t.ok(inRoutes.length > 500, `${inRoutes.length} schemas of routes`)
    t.strictSame([...SHARED_SCHEMAS, ...inRoutes].filter(schema => !isSchema(schema)), [])
    t.notOk(isSchema({ type: 'strin' }))
  })

  t.test('has examples, and each fits its schema', async (t) => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    ajv.addSchema(document, 'api')
    const schemas = document.components.schemas
    const fits = (pointer: string, example: unknown): void => {
      const validate = ajv.compile({ $ref: `api#${pointer}` })
      t.ok(validate(example), `${pointer}: ${ajv.errorsText(validate.errors)}`)
    }
    let count = 0
    const walk = (node: unknown, pointer: string): void => {
      if (node === null || typeof node !== 'object') return
      const { examples, example } = node as { examples?: unknown, example?: unknown }
      for (const one of [...(Array.isArray(examples) ? examples : []), ...(example === undefined ? [] : [example])]) { fits(pointer, one); count++ }
      for (const [name, child] of Object.entries(node)) if (!/^examples?$/.test(name)) walk(child, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    }
    for (const name of Object.keys(schemas)) walk(schemas[name], `/components/schemas/${name}`)
    t.ok(count > 40)

    const exemplified = (schema: Record<string, unknown>): boolean => {
      if (Array.isArray(schema.examples) || schema.example !== undefined) return true
      if (typeof schema.$ref === 'string') return exemplified(schemas[schema.$ref.split('/').at(-1) as string] as Record<string, unknown>)
      return Array.isArray(schema.anyOf) && schema.anyOf.some(exemplified)
    }
    for (const { operation, path } of operations) {
      const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1]
      const json = success?.content?.['application/json']?.schema
      if (json !== undefined && path !== '/v1/openapi.json') t.ok(exemplified(json), `${operation.operationId} has an example of its answer`)
      const body = operation.requestBody?.content['application/json']
      if (body !== undefined) t.ok(body.example !== undefined || exemplified(body.schema), `${operation.operationId} has an example of its body`)
    }
  })

  t.test('is the one that is committed', async (t) => {
    const committed = await readFile(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')
    t.ok(`${JSON.stringify(document, null, 2)}\n` === committed, 'openapi/openapi.json is as `npm run openapi` writes it')
    t.same((await app.get('/v1/openapi.json')).json, document)
  })
})

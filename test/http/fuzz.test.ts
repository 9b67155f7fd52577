import fc from 'fast-check'
import t from 'tap'
import { startWorld } from '../_support/list.ts'
import { type Listed, type Parameter, addressOf, documentOf, operationsOf } from '../_support/openapi.ts'

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 300)
const SEED = Number(process.env.FUZZ_SEED ?? 20261122)

type Schema = Record<string, unknown>

/** Values that a parser, a database or a log might stumble over. */
const hostile = fc.oneof(
  fc.constantFrom('', ' ', '0', '-1', '1e999', '9'.repeat(30), 'null', 'true', '[]', '{}', '__proto__', '%', '%00', '%zz', '%ff', '%ed%a0%80', '..%2f..', "' or 1=1; --", '<script>', '\\', '0000-00-00', '2026-02-30', 'infinity', 'NaN', ':', ',', 'a,b', '\u202e', '\u{1f600}', 'é', 'x'.repeat(3000)),
  fc.string({ unit: 'binary', maxLength: 20 }).map(text => encodeURIComponent(text.toWellFormed())),
  fc.string({ maxLength: 20 }).map(encodeURIComponent)
)

t.test(`${REQUESTS} random requests made from the OpenAPI document (seed ${SEED})`, { timeout: 600_000 }, async (t) => {
  const app = await startWorld(t)
  const schemas = documentOf(app).components.schemas
  const keys = await Promise.all<string>([app.key({ role: 'editor', members: ['mexico', 'canada'] }), app.key({ role: 'reviewer', organisation: 'article-19' }), app.key({ role: 'assessor', plans: ['canada-5'] }), app.key({ role: 'registrar' }), app.key({ role: 'admin' })])
  const resolve = (schema: Schema): Schema => typeof schema.$ref === 'string' ? schemas[schema.$ref.split('/').at(-1) as string] as Schema : schema

  /** Values that fit a schema, more or less. */
  const fitting = (given: Schema, depth = 0): fc.Arbitrary<unknown> => {
    const schema = resolve(given)
    if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
    if (Array.isArray(schema.anyOf)) return fc.oneof(...schema.anyOf.map((one: Schema) => fitting(one, depth)))
    const type = [schema.type].flat()
    const values: fc.Arbitrary<unknown>[] = type.includes('null') ? [fc.constant(null)] : []
    if (type.includes('boolean')) values.push(fc.boolean())
    if (type.includes('integer') || type.includes('number')) values.push(fc.integer({ min: Number(schema.minimum ?? 0), max: Number(schema.maximum ?? 1000) }))
    if (type.includes('string')) values.push(textOf(schema))
    if (type.includes('array')) values.push(depth > 3 ? fc.constant([]) : fc.array(fitting((schema.items ?? {}) as Schema, depth + 1), { maxLength: 3 }))
    if (type.includes('object')) {
      const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, one]) => [name, depth > 3 ? fc.constant(null) : fitting(one, depth + 1)])
      values.push(fc.record(Object.fromEntries(properties), { requiredKeys: (schema.required ?? []) as never[] }))
    }
    return values.length === 0 ? fc.constant(null) : fc.oneof(...values)
  }
  const textOf = (schema: Schema): fc.Arbitrary<string> => {
    if (schema.format === 'uuid') return fc.oneof(fc.integer({ min: 1, max: 70 }).map(n => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`), fc.uuid())
    if (schema.format === 'date') return fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10))
    if (schema.format === 'date-time') return fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map(date => date.toISOString())
    if (schema.format === 'uri') return fc.webUrl()
    if (typeof schema.pattern === 'string') return fc.oneof(fc.constantFrom('mexico', 'canada', 'mexico-4', 'canada-5', 'article-19', 'MX0081', 'ca0001', 'gender', 'es'), fc.stringMatching(new RegExp(schema.pattern)))
    return fc.string({ minLength: Number(schema.minLength ?? 0), maxLength: Math.min(Number(schema.maxLength ?? 30), 30) })
  }

  const seldom = (value: fc.Arbitrary<string>, absent: number): fc.Arbitrary<string | null> => fc.oneof({ weight: absent, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })
  const inQuery = ({ name, schema }: Parameter): fc.Arbitrary<string> => fc.oneof(
    { weight: 4, arbitrary: fitting(schema).map(value => [value].flat().map(one => `${name}=${encodeURIComponent(String(one).toWellFormed())}`).join('&')) },
    { weight: 1, arbitrary: hostile.map(value => `${name}=${value}`) })

  const header = fc.record({
    accept: fc.constantFrom('*/*', '*/*', 'application/json', 'application/json', 'text/html', 'text/csv', 'nonsense', ''),
    'content-type': fc.constantFrom('application/json', 'application/json', 'application/json', 'application/json', 'application/merge-patch+json', 'text/csv', 'text/plain', ';'),
    'if-none-match': fc.constantFrom('*', '"x"', 'W/"x"', ','),
    'if-match': fc.constantFrom('*', '"r1-x"', '"', ''),
    prefer: fc.constantFrom('count=exact', 'return=minimal', '='),
    'idempotency-key': fc.constantFrom('', 'a', 'a'.repeat(300)),
    authorization: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...keys).map(key => `Bearer ${key}`) }, { weight: 1, arbitrary: fc.constantFrom('', 'Bearer', 'Bearer x', 'Basic eA==') })
  }, { requiredKeys: [] })

  const requestOf = ({ path, method, operation, parameters, secured }: Listed) => fc.record({
    method: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(method, method, method === 'GET' ? 'HEAD' : method) }, { weight: 1, arbitrary: fc.constantFrom('DELETE', 'PATCH', 'POST', 'TRACE') }),
    path: fc.oneof(
      { weight: 3, arbitrary: fc.constant(addressOf(path)) },
      { weight: 1, arbitrary: fc.tuple(...(path.match(/\{\w+\}/g) ?? []).map(() => hostile)).map(values => path.replace(/\{\w+\}/g, () => values.shift() as string)) }),
    query: fc.tuple(...parameters.filter(one => one.in === 'query').map(one => seldom(inQuery(one), 4))).map(all => all.filter(one => one !== null)),
    strange: seldom(hostile, 9),
    headers: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: header }),
    key: secured ? fc.option(fc.constantFrom(...keys), { freq: 12 }) : fc.constant(null),
    body: operation.requestBody === undefined
      ? fc.constant(null)
      : fc.oneof(
        { weight: 4, arbitrary: fitting(Object.values(operation.requestBody.content)[0]?.schema ?? {}).map(value => JSON.stringify(value)) },
        { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
        { weight: 1, arbitrary: fc.string() })
  })

  const statuses: Record<number, number> = {}
  await fc.assert(fc.asyncProperty(fc.constantFrom(...operationsOf(app)).chain(requestOf), async ({ method, path, query, strange, headers, key, body }) => {
    const url = `${path}${query.length === 0 && strange === null ? '' : '?'}${[...query, ...(strange === null ? [] : [strange])].join('&')}`
    const sent: Record<string, string> = { ...(body === null ? {} : { 'content-type': 'application/json' }), ...JSON.parse(JSON.stringify(headers)) as Record<string, string>, ...(key === null ? {} : { authorization: `Bearer ${key}` }) }
    const { status, json } = await app.request(method, url, { headers: sent, ...(body === null ? {} : { payload: body }) })
    statuses[status] = (statuses[status] ?? 0) + 1
    if (status >= 500) throw new Error(`${status} ${json?.instance}: ${JSON.stringify(app.logs.filter(({ level }) => Number(level) >= 50))}`)
  }), { numRuns: REQUESTS, seed: SEED, endOnFailure: true })
  t.comment(statuses)
  for (const status of [200, 400, 404, 405]) t.ok((statuses[status] ?? 0) > 0, `some answered ${status}`)
})

import t from 'tap'
import { startApp } from '../_support/app.ts'
import { MATRIX, addressAt, mayDo } from '../_support/matrix.ts'
import { documentOf, operationsOf } from '../_support/openapi.ts'
import { PRINCIPALS, makeKeys, makePlaces } from '../_support/places.ts'
import { everything } from '../_support/plan.ts'

/** What the service decides by itself, wherever it stands. */
const OWNED = ['revision', 'updatedAt', 'createdAt', 'createdBy', 'computedStar', 'starRule', 'starMismatch', 'outOfEra', 'overdue', 'divergence', 'replies', 'hash', 'lastUsedOn', 'revokedOn', 'createdOn', 'expiresOn']
/** What it decides in most places. */
const OFTEN_OWNED = ['id', 'status', 'state', 'organisation', 'alias', 'commitment', 'plan', 'member', 'number', 'code', 'review', 'report', 'role', 'key', 'actor', 'nonsense', 'constructor', '__proto__', '']

type Schema = Record<string, unknown> & { $ref?: string, properties?: Record<string, Schema> }

t.test('a body is taken as it is described, or not at all', { timeout: 300_000 }, async (t) => {
  const app = await startApp(t, { starter: true })
  const { own } = await makePlaces(app)
  const keys = await makeKeys(app)
  const { schemas } = documentOf(app).components as { schemas: Record<string, Schema> }
  const resolved = (schema: Schema): Schema => schema.$ref === undefined ? schema : schemas[schema.$ref.split('/').at(-1) as string] as Schema
  // A table as JSON has members as its source names columns; its own tests hold it.
  const writes = operationsOf(app).filter(({ operation }) => operation.requestBody?.content['application/json'] !== undefined && operation.operationId !== 'createImport')
  const bodyOf = ({ operation }: typeof writes[number]): Schema => resolved(operation.requestBody?.content['application/json']?.schema as Schema)

  for (const write of writes) {
    const { path, method, operation } = write
    await t.test(operation.operationId, async (t) => {
      const row = MATRIX[operation.operationId] as typeof MATRIX[string]
      const principal = PRINCIPALS.find(name => mayDo(row, name, 'own')) as typeof PRINCIPALS[number]
      const key = row.who === 'the key that made it' ? own.webhookKey : keys[principal] as string
      const before = await everything(app)
      const answer = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1].content?.['application/json']?.schema as Schema
      const names = new Set([...Object.keys(resolved(answer).properties ?? {}), ...OWNED, ...OFTEN_OWNED].filter(name => !Object.hasOwn(bodyOf(write).properties ?? {}, name)))
      for (const name of OWNED) t.ok(names.has(name), `${name} is not the client's to say`)
      for (const name of names) {
        for (const value of ['null', '1', '"published"']) {
          const payload = JSON.stringify(row.body?.(own, 1)).replace('{', `{${JSON.stringify(name)}:${value},`)
          const { status, json } = await app.request(method, addressAt(path, row, own, principal), { key, headers: { ...row.headers, 'content-type': 'application/json' }, payload })
          t.equal(status, 400, `${name}: ${value}`)
          t.ok(json.errors.some((one: object) => JSON.stringify(one) === JSON.stringify({ pointer: `/${name}`, detail: 'is not known here' })), `${name} is pointed at`)
        }
      }
      t.equal(await everything(app), before)
    })
  }

  await t.test('at no depth does it hold anything that is not described', (t) => {
    const seen = new Set<Schema>()
    const walk = (given: Schema, at: string): void => {
      const schema = resolved(given)
      if (seen.has(schema)) return
      seen.add(schema)
      if ([schema.type].flat().includes('object')) t.ok(schema.additionalProperties === false || schema.propertyNames !== undefined, `${at} is closed`)
      for (const name of OWNED) t.notOk(Object.hasOwn(schema.properties ?? {}, name), `${at} has no ${name}`)
      for (const [name, member] of Object.entries(schema.properties ?? {})) walk(member, `${at}/${name}`)
      for (const inner of [schema.items, schema.additionalProperties, ...[schema.anyOf, schema.oneOf, schema.allOf].flat()]) {
        if (inner !== null && typeof inner === 'object') walk(inner as Schema, `${at}/*`)
      }
    }
    for (const write of writes) walk(bodyOf(write), write.operation.operationId)
    t.ok(seen.size > 100)
    t.end()
  })

  await t.test('a request is what its method says, whatever a header or a parameter says', async (t) => {
    const key = keys.reviewer as string
    const draft = `/v1/reviews/${own.draftsBy.reviewer}`
    const before = await everything(app)
    const { text } = await app.get(draft, { key })
    for (const method of ['DELETE', 'PATCH', 'PUT']) {
      const headers = { 'x-http-method-override': method, 'x-http-method': method, 'x-method-override': method, 'if-match': '*' }
      t.equal((await app.get(draft, { key, headers })).text, text)
      t.equal((await app.post(draft, { state: 'published', _method: method }, { key, headers })).status, 405)
      t.equal((await app.get(`${draft}?_method=${method}`, { key })).status, 400)
      t.equal((await app.post(`${draft}?_method=${method}`, {}, { key })).status, 405)
      t.equal((await app.post(`${draft.replace(/[^/]+$/, '')}?_method=${method}`, {}, { key })).status, 404)
      t.equal((await app.post(`/v1/commitments/MX0081/reviews?_method=${method}`, { kind: 'progress', reviewedOn: '2026-11-20', state: 'draft' }, { key })).status, 400)
    }
    t.equal(await everything(app), before)
  })
})

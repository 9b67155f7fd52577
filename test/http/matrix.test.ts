import t from 'tap'
import { type Answer, startApp } from '../_support/app.ts'
import { MATRIX, addressAt, mayDo } from '../_support/matrix.ts'
import { operationsOf } from '../_support/openapi.ts'
import { NOWHERE, PRINCIPALS, type Place, type PrincipalName, makeDeadKeys, makeKeys, makePlaces } from '../_support/places.ts'
import { everything } from '../_support/plan.ts'
import { strayed } from '../_support/record.ts'
import { keepDumps } from '../../src/resources/export/dump.service.ts'

const NOW = '2026-11-22T12:00:00.000Z'

/** `403 forbidden`, or the status alone of what is no problem. */
const outcome = ({ status, json }: Answer): string => status < 400 ? String(status) : `${status} ${String(json?.type).split('/').at(-1)}`

/** Less what differs between any two requests. */
const seen = ({ text }: Answer, id: string): string => text.replaceAll(id, 'ID').replace(/req-[\w-]{12}/, 'req')

t.test('every operation of the OpenAPI document, for every principal, on what is its own, another\'s or missing', { timeout: 300_000 }, async (t) => {
  const app = await startApp(t, { starter: true, now: NOW })
  const places: Record<string, Place> = { ...await makePlaces(app), missing: NOWHERE }
  await app.sequence()
  await keepDumps(app.deps)
  const keys = await makeKeys(app)
  const dead = await makeDeadKeys(app, NOW)
  const operations = operationsOf(app)
  const kept = async () => [await everything(app), (await app.get('/v1/admin/keys?limit=200', { key: keys.admin as string })).json.items]
  for (const key of Object.values(keys)) if (key !== undefined) await app.get('/v1/me', { key })

  t.strictSame([...new Set(Object.keys(MATRIX).map(name => name.split(' ')[0]))].sort(), operations.map(({ operation }) => operation.operationId).sort(),
    'each operation has its row, and each row its operation')

  let n = 0
  const rows = Object.entries(MATRIX).map(([name, row]) => {
    const { path, method, operation, secured } = operations.find(({ operation }) => operation.operationId === name.split(' ')[0]) as typeof operations[number]
    const ask = (key: string | undefined, where: string, principal: PrincipalName) => {
      const place = places[where] as Place
      return app.request(method, addressAt(path, row, place, principal), {
        ...(key === undefined ? {} : { key }), headers: row.headers ?? {}, ...(row.body === undefined ? {} : { body: row.body(place, n++) }), ...(row.payload === undefined ? {} : { payload: row.payload })
      })
    }
    const successes = Object.keys(operation.responses).filter(status => status.startsWith('2'))
    return { name, row, path, method, secured, successes, ask, wheres: (row.scoped ?? /\{(?!revision)/.test(path)) ? ['own', 'other', 'missing'] as const : ['own'] as const }
  })

  /** What the answer must be: one of these. */
  const expected = ({ row, path, secured, successes }: typeof rows[number], principal: PrincipalName, where: 'own' | 'other' | 'missing'): string[] => {
    const found = where !== 'missing' || !path.includes('{')
    if (principal === 'anybody' && secured) return ['401 unauthenticated']
    if (!found && !(row.permissionFirst ?? false)) return ['404 not-found']
    if (principal === 'anybody' && row.who !== 'everybody') return ['401 unauthenticated']
    if (!mayDo(row, principal, where)) return [row.refused === 'not-found' ? '404 not-found' : '403 forbidden']
    if (!found) return [row.missing ?? '404 not-found']
    if (where === 'missing') return ['400 unknown-reference', '400 unknown-scope']
    return row.allowed === undefined ? successes : [`400 ${row.allowed}`]
  }

  const isRefused = (answers: string[]): boolean => answers.every(answer => answer.startsWith('4'))
  const before = await kept()
  for (const one of rows) {
    await t.test(`refused, or read: ${one.name}`, async (t) => {
      for (const where of one.wheres) {
        const read: string[] = []
        for (const principal of PRINCIPALS) {
          const answers = expected(one, principal, where)
          if (!isRefused(answers) && one.method !== 'GET') continue
          const answer = await one.ask(keys[principal], where, principal)
          t.ok(answers.includes(outcome(answer)), `${principal}, ${where}: ${outcome(answer)} is ${answers.join(' or ')}`)
          if (one.row.who === 'everybody' && !isRefused(answers)) read.push(answer.text)
        }
        for (const [name, key] of Object.entries(dead)) t.equal(outcome(await one.ask(key, where, 'admin')), '401 unauthenticated', `${name}, ${where}`)
        t.equal(new Set(read).size, read.length === 0 ? 0 : 1, 'and everybody reads the same')
      }
      if (one.method !== 'GET') t.strictSame(await kept(), before, 'nothing is written')
    })
  }
  t.strictSame(await kept(), before, 'nothing is written by any of these')

  await t.test('a draft of another organisation is as if it did not exist', async (t) => {
    const { reviewer: draft } = (places.other as Place).draftsBy as { reviewer: string }
    const hidden: Place = { ...NOWHERE, params: { ...NOWHERE.params, review: draft }, entities: { ...NOWHERE.entities, reviews: draft } }
    for (const { name, row, path, method } of rows.filter(({ path }) => /^\/v1\/reviews\/\{/.test(path))) {
      for (const principal of PRINCIPALS) {
        const key = keys[principal]
        const ask = (place: Place) => app.request(method, addressAt(path, row, place, principal), {
          ...(key === undefined ? {} : { key }), headers: row.headers ?? {}, ...(row.body === undefined ? {} : { body: row.body(place, n++) })
        })
        const [foreign, missing] = [await ask(hidden), await ask(NOWHERE)]
        t.ok(['404 not-found', '401 unauthenticated'].includes(outcome(foreign)), `${name}, ${principal}: ${outcome(foreign)}`)
        t.equal(seen(foreign, draft), seen(missing, NOWHERE.params.review as string))
        // Two requests are two moments, one after the other.
        const moment = { date: '', ratelimit: '' }
        t.strictSame({ ...foreign.headers, ...moment }, { ...missing.headers, ...moment })
      }
    }
    t.strictSame(await kept(), before)
  })

  for (const one of rows.filter(({ method }) => method !== 'GET')) {
    await t.test(`allowed: ${one.name}`, async (t) => {
      for (const where of one.wheres) {
        for (const principal of PRINCIPALS) {
          const answers = expected(one, principal, where)
          if (!isRefused(answers)) t.ok(answers.includes(outcome(await one.ask(keys[principal], where, principal))), `${principal}, ${where}: ${answers.join(' or ')}`)
        }
      }
    })
  }

  await t.test('and all of it is in the record', async (t) => {
    t.strictSame(await strayed(app.deps.db), [])
  })
})

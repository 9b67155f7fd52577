import { Kysely } from 'kysely'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import type { Tables } from '../../src/db/database.ts'
import { startApp } from '../_support/app.ts'

t.test('a failure of ours says nothing but its request id', async (t) => {
  const { get, deps, logs } = await startApp(t)
  await deps.db.destroy()
  const { status, json, headers } = await get('/v1/members?region=secretregion')
  t.equal(status, 500)
  t.same(json, {
    type: 'http://127.0.0.1:3000/problems/internal',
    title: 'The service failed',
    status: 500,
    detail: 'The service could not answer. The log of the service has this request id.',
    instance: json.instance
  })
  t.equal(headers['cache-control'], 'no-store')
  t.equal(headers['access-control-allow-origin'], '*')
  const failed = logs.find(({ msg }) => msg === 'failed')
  t.match(failed, { level: 50, reqId: json.instance, err: { type: 'Error', stack: /^ {4}at / } }, 'the log has the stack')
  t.notMatch(JSON.stringify(logs), /secretregion/)
})

t.test('where every statement fails', async (t) => {
  const { deps } = await startApp(t)

  /** The same application on the same database, whose every statement fails as PostgreSQL would say it. */
  async function failing (error: object): Promise<{ status: number, headers: Record<string, unknown>, body: { type: string, detail: string }, logs: string }> {
    const db: Kysely<Tables> = deps.db.withPlugin({ transformQuery: () => { throw Object.assign(new Error('invalid input: "what somebody wrote"'), error) }, transformResult: async ({ result }) => result })
    let logs = ''
    const app = await buildApp({ ...deps, db }, { write: (line: string) => { logs += line } })
    const response = await app.inject('/v1/members')
    await app.close()
    return { status: response.statusCode, headers: response.headers, body: response.json(), logs }
  }

  t.test('a database that has too much to do is 503 with the time to wait', async (t) => {
    for (const code of ['57014', '57P01', '53300', '40001', '40P01']) {
      const { status, headers, body } = await failing({ code, severity: 'ERROR' })
      t.equal(status, 503, code)
      t.equal(headers['retry-after'], '5')
      t.match(body, { type: /overloaded$/, detail: 'The database has too much to do.' })
    }
  })

  t.test('a database that is away is 503 too', async (t) => {
    for (const error of [{ code: 'ECONNREFUSED' }, { code: '08006', severity: 'FATAL' }, { message: 'Connection terminated unexpectedly' }]) {
      t.match(await failing(error), { status: 503, headers: { 'retry-after': '5' }, body: { type: /overloaded$/, detail: 'The database does not answer.' } })
    }
  })

  t.test('what the database says of an error is not logged, since it quotes values', async (t) => {
    const { status, logs } = await failing({ code: '22P02', severity: 'ERROR' })
    t.equal(status, 500)
    t.match(logs, /"code":"22P02","message":"left out: it may quote what was sent"/)
    t.notMatch(logs, /what somebody wrote/)
    t.match((await failing({})).logs, /what somebody wrote/, 'an error of ours is logged with its message')
    t.match((await failing({ stack: undefined })).logs, /"failed"/, 'also one without a stack')
  })

  t.test('a constraint that means nothing to a client is a failure of ours', async (t) => {
    t.equal((await failing({ code: '23514', severity: 'ERROR', constraint: 'member_kind_code' })).status, 500)
    t.equal((await failing({ code: '23505', severity: 'ERROR', constraint: 'external_ref_pk' })).status, 409)
  })
})

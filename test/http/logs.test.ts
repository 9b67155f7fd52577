import { setImmediate } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { collectLines } from '../../src/http/log-lines.ts'
import { newRequestId } from '../../src/http/request-id.ts'

t.test('the log', async (t) => {
  const { app, logs, key, request } = await startApp(t, { starter: true })
  const admin = await key({ role: 'admin' })
  logs.length = 0
  const marked = {
    'user-agent': 'MARK-agent',
    referer: 'https://MARK-referer.example',
    'x-forwarded-for': '198.51.100.77',
    forwarded: 'for=198.51.100.77',
    'accept-language': 'MARK-language',
    cookie: 'MARK=cookie',
    'x-request-id': 'MARK-request',
    'idempotency-key': 'MARK-idempotency',
    'if-none-match': '"MARK-etag"',
    prefer: 'MARK-prefer'
  }
  const urls = ['/v1/members?region=MARK-region', '/v1/commitments?q=MARK-words', '/v1/members?MARK-name=1', '/v1/members?limit=MARK', '/v1/members/MARK-member', '/v1/MARK-path', '/v1/commitments/MX0081?fields=MARK', '/v1/members?cursor=MARK', '/v1/%ff?MARK-undecodable', '/v1/members/%00MARK', '/problems/mark-not-there', '/docs?MARK']
  for (const url of urls) {
    for (const method of ['GET', 'HEAD', 'POST', 'PROPFIND']) {
      await app.inject({ method: method as 'GET', url, remoteAddress: '203.0.113.9', headers: { ...marked, 'content-type': 'application/json' }, ...(method === 'POST' ? { payload: '{"MARK":"MARK-body"}' } : {}) })
    }
  }
  for (const authorization of ['Bearer MARK-credential', `Bearer ${admin}`]) {
    for (const payload of ['{"name":"MARK-body","MARK":1}', '{"MARK":1,"MARK":2}', '{"role":"admin","name":"MARK-name"}']) {
      await app.inject({ method: 'POST', url: '/v1/admin/keys', remoteAddress: '203.0.113.9', headers: { ...marked, authorization, 'content-type': 'application/json' }, payload })
    }
  }
  const text = logs.map(line => JSON.stringify(line)).join('\n')

  t.test('holds nothing of what was asked nor of who asked', async (t) => {
    t.ok(logs.length > 80)
    t.notMatch(text, /mark/i)
    t.notMatch(text, /198\.51\.100\.77|203\.0\.113\.9/)
    t.notOk(text.includes(admin))
    t.notMatch(text, /remoteAddress|"url"|user-agent/)
  })

  t.test('holds nothing of a request even where code logs all of it', async (t) => {
    logs.length = 0
    app.log.info({ req: { id: 'req-1', method: 'GET', url: '/?MARK', ip: '203.0.113.9', headers: marked, routeOptions: { url: '/' } }, res: { statusCode: 200, headers: marked } })
    t.match(logs, [{ req: { id: 'req-1', method: 'GET', route: '/' }, res: { status: 200 } }])
    t.notMatch(JSON.stringify(logs), /mark|203\.0\.113/i)
  })

  t.test('says the route as it is registered, the status and how long it took', async (t) => {
    logs.length = 0
    await request('GET', '/v1/commitments/MX0081?fields=title')
    t.match(logs, [{ level: 30, msg: 'answered', method: 'GET', route: '/v1/commitments/:commitment', status: 200, ms: Number }])
  })

  t.test('says the code of a refusal at the level of information', async (t) => {
    logs.length = 0
    const { json } = await request('GET', '/v1/members/atlantis')
    t.match(logs, [{ level: 30, msg: 'refused', code: 'not-found', reqId: json.instance }, { msg: 'answered', status: 404 }])
  })
})

t.test('a log that is silent stays so where reviewers write', async (t) => {
  for (const level of ['silent', 'fatal']) {
    const { deps, logs, post, key } = await startApp(t, { starter: true, env: { LOG_LEVEL: level } })
    const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
    await deps.db.destroy()
    t.equal((await post('/v1/commitments/MX0081/reviews', {}, { key: reviewer })).status, 500)
    t.strictSame(logs, [])
  }
})

t.test('lines of one turn are written together, a failure and all before it at once', async (t) => {
  const written: string[][] = []
  const destination = {
    write: (text: string) => { written.push([...text.matchAll(/"msg":"(\w+)"/g)].map(([, msg]) => msg as string)) }
  }
  const log = pino({ base: null }, collectLines(destination))
  log.info('one')
  log.info('two')
  t.same(written, [], 'an answer does not wait for its line')
  await setImmediate()
  t.same(written.splice(0), [['one', 'two']])
  log.info('three')
  log.error('four')
  t.same(written.splice(0), [['three', 'four']], 'a failure is there before the process can end')
  log.warn('five')
  t.same(written.splice(0), [['five']], 'and so is a warning')
  await setImmediate()
  t.same(written.splice(0), [], 'and nothing is written twice')
})

t.test('ids of requests are random', async (t) => {
  const ids = Array.from({ length: 2000 }, newRequestId)
  t.equal(new Set(ids).size, ids.length)
  for (const id of ids) if (!/^req-[-_A-Za-z0-9]{12}$/.test(id)) t.fail(id)
})

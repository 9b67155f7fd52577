import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { ensureAdminKey } from '../../src/resources/key/key.service.ts'
import { startApp } from '../_support/app.ts'
import { cli } from '../_support/cli.ts'
import { sheet } from '../_support/ogp.ts'
import { rowsOf, workbook } from '../_support/workbook.ts'

const app = await startApp(t, { starter: true })
await app.app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
const folder = mkdtempSync(join(tmpdir(), 'oc-cli-'))
const fileOf = (name: string, bytes: Buffer): string => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}
await ensureAdminKey(app.deps)
const DATA_DIR = app.deps.config.dataDir
const registrar = await app.key({ role: 'registrar' })

t.test('keys create prints the key alone, and it works', async t => {
  const made = await cli(['keys', 'create', '--url', url, '--role', 'editor', '--member', 'mexico', '--plan', 'mexico-4', '--plan', 'mexico-3', '--organisation', 'article-19', '--days', '30', '--name', 'sync'], { env: { DATA_DIR } })
  t.equal(made.code, 0, made.err)
  t.equal(made.err, '')
  t.match(made.out, /^oct_\w+\n$/)
  t.match((await app.get('/v1/me', { key: made.out.trim() })).json, { role: 'editor', members: ['mexico'], plans: ['mexico-4', 'mexico-3'], organisation: 'article-19' })
})

t.test('keys create makes a key for an alias in one plan', async t => {
  const made = await cli(['keys', 'create', '--url', url, '--role', 'reviewer', '--organisation', 'r3d', '--plan', 'mexico-4', '--alias', 'observer', '--publication', 'window', '--name', 'reviews'], { env: { DATA_DIR } })
  t.equal(made.code, 0, made.err)
  t.match((await app.get('/v1/me', { key: made.out.trim() })).json, { role: 'reviewer', plans: ['mexico-4'], organisation: null, alias: 'observer', publication: 'window' })
})

t.test('keys list shows all keys without secrets, keys revoke ends one', async t => {
  const env = { OPEN_COMMITMENTS_KEY: readFileSync(join(DATA_DIR, 'admin.key'), 'utf8').trim() }
  for (let n = 0; n < 201; n++) await app.key({ role: 'moderator' })
  const listed = await cli(['keys', 'list', '--url', url], { env })
  t.equal(listed.code, 0)
  t.equal(listed.out.split('\n').filter(line => line.includes('\tmoderator\t-\tuntil 2027-11-22\ttest')).length, 201, 'more than one page')
  const id = /^(\S+)\teditor\tmexico,mexico-4,mexico-3,article-19\tuntil 2026-12-22\tsync$/m.exec(listed.out)?.[1] as string
  t.ok(id)
  t.notMatch(listed.out, /oct_/)
  const revoked = await cli(['keys', 'revoke', id, '--url', url], { env })
  t.same([revoked.code, revoked.out], [0, ''])
  t.match(revoked.err, `The key ${id} works no more.`)
  const made = JSON.parse((await cli(['keys', 'create', '--url', url, '--role', 'registrar', '--name', 'imports', '--json'], { env })).out)
  t.match(made, { role: 'registrar', name: 'imports', key: /^oct_/ })
  t.same(JSON.parse((await cli(['keys', 'revoke', made.id, '--url', url, '--json'], { env })).out), { id: made.id, revoked: true })
  t.match((await cli(['keys', 'list', '--url', url], { env })).out, new RegExp(`^${id}\t.*revoked 2026-11-22`, 'm'))
})

t.test('import-ogp follows the import with a line for each 500 rows, and prints the report', async t => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({ country: 'Chile', plan: 1 + Math.floor(index / 100), no: String(index % 100) }))
  const decisions = join(folder, 'decisions.ndjson')
  const ran = await cli(['import-ogp', fileOf('big.csv', sheet([...rows, { country: 'Narnia' }])), '--url', url, '--key', registrar, '--decisions', decisions])
  t.equal(ran.code, 0, ran.err)
  t.equal(ran.err, '500 of 1001 rows\n1000 of 1001 rows\n1001 of 1001 rows\n')
  t.match(ran.out, /^1001 rows below the header on line 1\.\n {2}members {7}2 created, 0 updated, 0 unchanged\n/)
  t.match(ran.out, /commitments {3}1001 created/)
  t.match(ran.out, /Unknown columns: none\n/)
  t.match(ran.out, /rule 2, progress_midterm: 1001 of 1001 reproduced, 0 added/)
  t.match(ran.out, /decisions written to .*decisions.ndjson/)
  const lines = readFileSync(decisions, 'utf8').trim().split('\n').map(line => JSON.parse(line) as { rule: string })
  t.equal(lines.length, Number(/^Decisions: (\d+)$/m.exec(ran.out)?.[1]))
  t.ok(lines.some(({ rule }) => rule === 'unknown-country'))
})

t.test('a whole number of 500 rows is said once', async t => {
  const rows = Array.from({ length: 500 }, (_, index) => ({ country: 'Peru', plan: 1 + Math.floor(index / 100), no: String(index % 100), starts: 'soon' }))
  const decisions = join(folder, 'many.ndjson')
  const ran = await cli(['import-ogp', fileOf('500.csv', sheet(rows)), '--url', url, '--decisions', decisions], { env: { OPEN_COMMITMENTS_KEY: registrar } })
  t.equal(ran.err, '500 of 500 rows\n')
  t.equal(readFileSync(decisions, 'utf8').trim().split('\n').length, 500, 'from several pages')
})

t.test('on a terminal a bar moves, and unknown columns and decisions are told', async t => {
  const bytes = Buffer.from('Country,Action Plan Number,Comm No,Commitment Title,Year of submission,Weather,Mood\nMexico,1,,A,2012,rain,good\nMexico,1,2,B,2012,sun,bad')
  const ran = await cli(['import-ogp', fileOf('small.csv', bytes), '--url', `${url}/`], { env: { OPEN_COMMITMENTS_KEY: registrar }, isTerminal: true })
  t.equal(ran.code, 0, ran.err)
  t.match(ran.err, /^\r\[\.{40}\] 0 of 2 rows/)
  t.ok(ran.err.endsWith(`\r[${'#'.repeat(40)}] 2 of 2 rows\n`))
  t.match(ran.out, /Unknown columns: Weather, Mood\n/)
  t.match(ran.out, / {5}1 {2}number-missing/)
  t.match(ran.out, /Each decision: GET http.*\/v1\/imports\/[0-9a-f-]+\/decisions/)
})

t.test('says what is wrong and how to mend it, and exits with 1', async t => {
  const create = ['keys', 'create', '--role', 'editor', '--name', 'n']
  const env = { DATA_DIR }
  const small = fileOf('one.csv', sheet([{}]))
  const cases: [string[], NodeJS.ProcessEnv, RegExp][] = [
    [[...create, '--url', 'http://127.0.0.1:9'], env, /No service answers at http:\/\/127\.0\.0\.1:9 .*npm start.*--url/],
    [[...create, '--url', 'nowhere'], env, /No service answers at nowhere \(Invalid URL\)/],
    [[...create, '--url', url], env, /The body does not fit this operation \(400\).*\n {2}\/members: is required for this role\n {2}http.*\/problems\/invalid-body/],
    [[...create, '--url', url, '--member', 'atlantis'], env, /unknown-scope/],
    [[...create, '--url', url, '--member', 'mexico', '--days', 'many'], env, /\/days: /],
    [[...create, '--url', url, '--key', 'wrong'], {}, /needs a key \(401\)/],
    [[...create, '--url', url, '--member', 'mexico'], { OPEN_COMMITMENTS_KEY: registrar }, /may not do that \(403\)/],
    [[...create, '--url', url], { DATA_DIR: folder }, /no administrator's key: neither --key, nor OPEN_COMMITMENTS_KEY, nor the file .*admin\.key/],
    [[...create, '--url', url], {}, /data\/admin\.key|\/members: is required/],
    [['keys', 'revoke', 'aaaaaaaaaaaa', '--url', url], env, /nothing here \(404\)/],
    [['keys', 'revoke', 'No Id', '--url', url], env, /\n {2}key: must match pattern/],
    [['import-ogp', small, '--url', url], {}, /A registrar's key is needed: log in with `open-commitments login http:\/\/127.*`, or give OPEN_COMMITMENTS_KEY or --key/],
    [['import-ogp', join(folder, 'absent.csv'), '--url', url, '--key', registrar], {}, /cannot be read: ENOENT/],
    [['import-ogp', fileOf('bad.csv', Buffer.from('a,b\n1,2')), '--url', url, '--key', registrar], {}, /import-unusable/],
    [['import-ogp', fileOf('book.XLSX', workbook({ sheets: { A: rowsOf([['a'], ['b', 'c']]) } })), '--sheet', 'A', '--header-row', '2', '--url', url, '--key', registrar], {}, /Line 2 is not a header .* has "b", "c"/],
    [['import-ogp', small, '--url', url, '--key', registrar, '--decisions', join(folder, 'no/such/folder')], {}, /cannot be written: ENOENT/],
    [['import-ogp', small, '--url', url, '--key', 'wrong'], {}, /401/]
  ]
  for (const [argv, environment, message] of cases) {
    const { code, err } = await cli(argv, { env: environment })
    t.equal(code, 1, argv.join(' '))
    t.match(err, message)
  }
})

t.test('tells what answers there when it is something else', async t => {
  const other = createServer((_request, response) => { response.writeHead(502).end('<html>Bad gateway</html>') }).listen(0, '127.0.0.1')
  t.teardown(() => { other.close() })
  await once(other, 'listening')
  const { code, err } = await cli(['keys', 'list', '--key', 'k', '--url', `http://127.0.0.1:${(other.address() as AddressInfo).port}`])
  t.equal(code, 1)
  t.match(err, /answered 502, and not as Open Commitments does. Is --url right\?/)
  for (const answer of ['{}', '', '"no"', 'null', '[]']) {
    const strange = await cli(['keys', 'list', '--key', 'k'], { fetch: async () => new Response(answer, { status: 404 }) })
    t.match(strange, { code: 1, err: /answered 404, and not as Open Commitments does/ })
  }
  const page = await cli(['keys', 'list', '--key', 'k'], { fetch: async () => new Response('<html>hello</html>') })
  t.match(page, { code: 1, err: /answered 200, and not as Open Commitments does/ })
})

t.test('an import that ends otherwise says so, with what to do', async t => {
  const of = (state: object): typeof fetch => async () => Response.json({ id: 'i', state: 'running', rowsDone: 5, rowsTotal: 10, failure: null, ...state })
  const interrupted = await cli(['import-ogp', fileOf('x.csv', sheet([{}])), '--key', 'k'], { fetch: of({ state: 'interrupted' }) })
  t.match(interrupted, { code: 1, err: /ended as interrupted after 5 of 10 rows. What was done is kept; run it again for the rest/ })
  t.match(await cli(['import-ogp', fileOf('x.csv', sheet([{}])), '--key', 'k'], { fetch: of({ state: 'failed', failure: 'Because.' }) }), { code: 1, err: /ended as failed after 5 of 10 rows. Because./ })
})

t.test('a service that goes away meanwhile is told with how far the import was', async t => {
  const answers = [Response.json({ id: 'i', state: 'running', rowsDone: 5, rowsTotal: 10 })]
  const gone = await cli(['import-ogp', fileOf('y.csv', sheet([{}])), '--key', 'k'], { fetch: async () => answers.pop() ?? Response.error() })
  t.match(gone, { code: 1, err: /\nThe import i had done 5 of 10 rows, and what was done is kept. Run it again for the rest/ })
})

t.test('wrong usage exits with 2, help with 0', async t => {
  for (const argv of [[], ['nonsense'], ['keys'], ['keys', 'create'], ['keys', 'create', '--role', 'editor'], ['keys', 'revoke'], ['import-ogp'], ['keys', 'list', '--nonsense']]) {
    const { code, out, err } = await cli(argv)
    t.equal(code, 2, argv.join(' '))
    t.ok(err !== '' && out === '')
  }
  for (const argv of [['--help'], ['keys', '--help'], ['keys', 'create', '--help'], ['help', 'import-ogp']]) {
    const { code, out } = await cli(argv)
    t.equal(code, 0, argv.join(' '))
    t.match(out, /Usage: open-commitments/)
  }
})

t.test('a mistake of our own is not hidden', async t => {
  await t.rejects(cli(['keys', 'list', '--key', 'k'], { fetch: async () => Response.json({}) }), TypeError)
})

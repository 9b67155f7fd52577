import fc from 'fast-check'
import t from 'tap'
import { startApp } from '../_support/app.ts'

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

t.test('a body', async (t) => {
  const app = await startApp(t)
  const key = await app.key({ role: 'admin' })
  const send = (payload: string | Buffer, type = 'application/json') =>
    app.request('POST', '/v1/admin/keys', { key, headers: { 'content-type': type }, payload })

  t.test('is refused with the place of what is wrong', async (t) => {
    const cases: [string, string | Buffer, string, RegExp | string][] = [
      ['empty', '', '', /ValueExpected/],
      ['white space', ' \n', '', /ValueExpected/],
      ['cut off', '{"name":', '', /ValueExpected at line 1, column 9/],
      ['two values', '{} {}', '', /EndOfFileExpected/],
      ['a comment', '{} // so', '', /InvalidCommentToken/],
      ['a comment in the middle', '{/* so */"name":"x"}', '', /InvalidCommentToken/],
      ['a trailing comma', '{"name":"x",}', '', /PropertyNameExpected/],
      ['single quotes', "{'name':'x'}", '', /InvalidSymbol/],
      ['a bare word', '{"days":NaN}', '', /InvalidSymbol/],
      ['a leading zero', '{"days":01}', '', /Expected/],
      ['a raw line break in a text', '{"name":"a\nb"}', '', /UnexpectedEndOfString/],
      ['a raw control character', '{"name":"a\u0001b"}', '', /InvalidCharacter/],
      ['an unknown escape', '{"name":"\\x41"}', '', /InvalidEscapeCharacter/],
      ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), '', 'the body is not UTF-8'],
      ['an overlong encoding', Buffer.from([0x22, 0xc0, 0x80, 0x22]), '', 'the body is not UTF-8'],
      ['a member twice', '{"name":"a","plans":[],"name":"b"}', '/name', 'the member is named twice'],
      ['a member twice, once escaped', '{"a":{"b/~":1,"b\\u002f~":2}}', '/a/b~1~0', 'the member is named twice'],
      ['33 levels', nested(33), '', 'deeper than 32 levels'],
      ['a number beyond 2^53', '{"a":[1,9007199254740993]}', '/a/1', 'a number beyond 2^53; send it as text'],
      ['a negative one', '{"a":-9007199254740993}', '/a', 'a number beyond 2^53; send it as text'],
      ['a number that is no finite one', '{"days":1e400}', '/days', 'a number beyond 2^53; send it as text'],
      ['half a surrogate pair', '{"name":"\\ud800"}', '/name', 'half of a surrogate pair'],
      ['half of one in a name', '{"\\udc00":1}', '/\ufffd', 'half of a surrogate pair'],
      ['a NUL', '{"name":"a\\u0000"}', '/name', 'a NUL character'],
      ['a NUL in a name', '{"a\\u0000":1}', '/a\u0000', 'a NUL character']
    ]
    for (const [what, payload, pointer, detail] of cases) {
      const { status, json } = await send(payload)
      t.equal(status, 400, what)
      t.match(json, { type: /invalid-json$/, errors: [{ pointer, detail }] }, what)
    }
  })

  t.test('may be anything that is strict JSON, and is then held against the contract', async (t) => {
    for (const payload of [nested(32), 'null', '""', '9007199254740991', '1e2', '{"__proto__":{"role":"admin"}}', '{"name":"\\ud83d\\ude00"}', '\ufeff{"name":"x"}', '{"a":{"b":1},"c":{"b":2}}']) {
      const { status, json } = await send(payload)
      t.equal(status, 400, payload)
      t.match(json, { type: /invalid-body$/ }, payload)
    }
    t.equal((await send('{"role":"admin","name":"x"}', 'APPLICATION/JSON;charset=UTF-8')).status, 201)
  })

  t.test('is never coerced nor stripped, and every mistake is told at once', async (t) => {
    const { status, json } = await send(JSON.stringify({ role: 'editor', name: 5, days: '30', members: 'mexico', plans: ['A b'], 'x/y~': true, organisation: false }))
    t.equal(status, 400)
    t.same(new Set(json.errors.map(({ pointer }: { pointer: string }) => pointer)), new Set(['/x~1y~0', '/name', '/days', '/members', '/plans/0', '/organisation']))
    for (const [member, value] of [['days', '30'], ['days', 30.5], ['days', true], ['days', null], ['name', 5], ['name', null], ['name', ['x']], ['members', 'mexico'], ['role', ['editor']], ['role', 'Editor'], ['organisation', 0]] as const) {
      t.match((await send(JSON.stringify({ role: 'admin', name: 'x', [member]: value }))).json, { type: /invalid-body$/, errors: [{ pointer: new RegExp(`^/${member}`) }] }, `${member}: ${JSON.stringify(value)}`)
    }
    t.match((await send('{"role":"admin"}')).json, { errors: [{ pointer: '/name', detail: 'is required' }] })
    t.match((await send('{"role":"king","name":"x"}')).json, { errors: [{ pointer: '/role', detail: 'must be one of editor, reviewer, assessor, registrar, moderator, admin' }] })
  })

  t.test('names at most a thousand mistakes, however many and long they are', async (t) => {
    const members = Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`${i}${'x'.repeat(i === 0 ? 2000 : 1)}`, i]))
    const { status, json } = await send(JSON.stringify(members))
    t.equal(status, 400)
    t.equal(json.errors.length, 1000)
    t.ok(json.errors.every(({ pointer }: { pointer: string }) => pointer.length <= 1000))
  })

  t.test('is as long as it says', async (t) => {
    const { status, json } = await app.request('POST', '/v1/admin/keys', { key, headers: { 'content-type': 'application/json', 'content-length': '3' }, payload: '{"name":"x"}' })
    t.equal(status, 400)
    t.match(json, { type: /bad-request$/, detail: 'The body is not as long as Content-Length says.' })
    t.equal((await send(`"${'x'.repeat(1024 * 1024)}"`)).status, 413)
    t.equal((await app.request('POST', '/v1/admin/keys', { key })).status, 400, 'none at all')
  })

  t.test('is refused whenever JSON.parse would refuse it, and never fails', async (t) => {
    const token = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '"name"', '\\', '\\u', '0', '-', '1.', '.5', 'e', 'E+', 'true', 'nul', 'NaN', '//', '/*', '*/', ' ', '\n', '\t', '\u00a0', '\u2028', '\ufeff', "'", 'é', '\u0000', '\u001f')
    await fc.assert(fc.asyncProperty(fc.oneof(fc.array(token, { maxLength: 8 }).map(tokens => tokens.join('')), fc.json({ maxDepth: 2 })), async (payload) => {
      const { status, json } = await send(payload)
      if (status === 201) return
      const type = String(json.type).split('/').at(-1)
      let parses = true
      try { JSON.parse(payload.replace(/^\ufeff/, '')) } catch { parses = false }
      if (status !== 400 || (!parses && type !== 'invalid-json')) throw new Error(`${status} ${type} for ${JSON.stringify(payload)}`)
    }), { numRuns: 150, seed: 2 })
    t.pass('none of them')
  })
})

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
      ['empty', '', '', /no value at line 1, column 1/],
      ['white space', ' \n', '', /no value at line 2, column 1/],
      ['cut off', '{"name":', '', 'no value at line 1, column 9'],
      ['two values', '{} {}', '', 'something after the value at line 1, column 4'],
      ['a comment', '{} // so', '', /something after the value/],
      ['a comment in the middle', '{/* so */"name":"x"}', '', /no name of a member/],
      ['a trailing comma', '{"name":"x",}', '', 'no name of a member in double quotes at line 1, column 13'],
      ['single quotes', "{'name':'x'}", '', /no name of a member/],
      ['a bare word', '{"days":NaN}', '', 'no value at line 1, column 9'],
      ['no colon', '{"days" 1}', '', /no colon after the name/],
      ['no comma', '[1\n2]', '', 'neither a comma nor the end of the list at line 2, column 1'],
      ['the wrong bracket', '{"days":[1}', '', /neither a comma nor the end/],
      ['another line', '{"a":1,\n"b": 01}', '', 'no value at line 2, column 6'],
      ['a text without an end', '{"name":"x', '', 'a text that does not end at line 1, column 11'],
      ['a text that ends with a backslash', '"\\"', '', /a text that does not end/],
      ['a number of a thousand digits', `[0.${'1'.repeat(999)}]`, '', 'a number longer than 1000 characters at line 1, column 2'],
      ['a text that no member takes', `{"name":"${'x'.repeat(100_001)}"}`, '/name', 'a text longer than 100000 characters'],
      ['a name as long', `{"${'x'.repeat(100_001)}":1}`, `/${'x'.repeat(999)}`, 'a text longer than 100000 characters'],
      ['more values than any plan has', `[${'0,'.repeat(150_000)}0]`, '', 'more than 150000 values; send it in parts'],
      ['a leading zero', '{"days":01}', '', /no value/],
      ['a raw line break in a text', '{"name":"a\nb"}', '', /a line break or control character inside a text/],
      ['a raw control character', '{"name":"a\u0001b"}', '', /a line break or control character inside a text/],
      ['an unknown escape', '{"name":"\\x41"}', '', 'a text with an unknown escape at line 1, column 9'],
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
    t.equal(json.detail, '1202 thing(s) in the body do not fit. Only the first 1000 are named here, 202 more are not.')
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

import { type Socket, connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { COMMON } from '../../src/http/headers.ts'
import { startApp } from '../_support/app.ts'

/** Sends bytes to a listening socket and reads all that comes back. */
function exchange (port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('utf8').on('data', chunk => { answer += String(chunk) }).on('close', () => resolve(answer)).on('error', reject)
  })
}

t.test('on a real socket', async (t) => {
  const { app, logs } = await startApp(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const read = async (bytes: string | Buffer) => {
    const answer = await exchange(port, bytes)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    const [line = '', ...lines] = head.split('\r\n')
    const headers = Object.fromEntries(lines.map(text => [text.slice(0, text.indexOf(':')).toLowerCase(), text.slice(text.indexOf(':') + 1).trim()]))
    return { status: Number(line.split(' ')[1]), headers, json: JSON.parse(body) }
  }
  const host = 'Host: localhost\r\nConnection: close\r\n'

  t.test('what is not HTTP gets a problem like any other', async (t) => {
    for (const bytes of ['hello\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', `GET /v1/members HTTP/1.1\r\n${host}no colon\r\n\r\n`, `GET /v1 members HTTP/1.1\r\n${host}\r\n`,
      `FROB /v1/members HTTP/1.1\r\n${host}\r\n`, `POST /v1/members HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `POST /v1/members HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`, `GET /v1/members HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`, `GET /v1/m\u0001 HTTP/1.1\r\n${host}\r\n`,
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01]), Buffer.alloc(100, 0xff), `CONNECT localhost:1 HTTP/1.1\r\n${host}\r\n`]) {
      const { status, headers, json } = await read(bytes)
      t.equal(status, 400, JSON.stringify(String(bytes).slice(0, 60)))
      t.match(headers, {
        ...COMMON,
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'close'
      })
      t.match(json, { type: /\/problems\/bad-request$/, status: 400, instance: 'req-unread' })
    }
  })

  t.test('headers larger than 16 KiB are refused as such', async (t) => {
    const { status, json } = await read(`GET /v1/members HTTP/1.1\r\n${host}X: ${'a'.repeat(20_000)}\r\n\r\n`)
    t.equal(status, 431)
    t.match(json, { type: /headers-too-large$/, status: 431 })
    t.equal((await read(`GET /v1/members?region=${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`)).status, 431)
  })

  t.test('a missing Host is refused with 1.1, and an older client answered', async (t) => {
    t.match(await read('GET /v1/members HTTP/1.1\r\nConnection: close\r\n\r\n'), {
      status: 400, json: { type: /bad-request$/, detail: 'The Host header is missing.' }, headers: COMMON
    })
    t.equal((await read('GET /v1/members HTTP/1.0\r\n\r\n')).status, 200)
  })

  t.test('an expectation that nobody knows changes nothing', async (t) => {
    t.equal((await read(`GET /v1/members HTTP/1.1\r\n${host}Expect: tea\r\n\r\n`)).status, 200)
  })

  t.test('an address with scheme and host leads to the same place, and links lead to us', async (t) => {
    const { status, json } = await read(`GET http://evil.example/v1/code-lists?limit=1 HTTP/1.1\r\n${host}\r\n`)
    t.equal(status, 200)
    t.equal(json.links.self, 'http://127.0.0.1:3000/v1/code-lists?limit=1')
    t.match(json.links.next, /^http:\/\/127\.0\.0\.1:3000\/v1\/code-lists\?limit=1&cursor=/)
  })

  t.test('a request that arrives too slowly is told so, and one that is gone is told nothing', async (t) => {
    const told = (error: Error & { code?: string }, writable: boolean): string => {
      let text = ''
      app.server.emit('clientError', error, { writable, end: (answer: string) => { text = answer } } as unknown as Socket)
      return text
    }
    t.match(told(Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), true), /^HTTP\/1\.1 408 Request Timeout\r\n/)
    t.equal(told(Object.assign(new Error('gone'), { code: 'ECONNRESET' }), false), '')
  })

  t.notMatch(JSON.stringify(logs.filter(({ msg }) => !/^Server listening/.test(String(msg)))), /127\.0\.0\.1|evil|hello/)
})

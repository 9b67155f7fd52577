import { once } from 'node:events'
import { type AddressInfo, type Socket, createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { receive } from '../../_support/receiver.ts'
import { post } from '../../../src/resources/webhook/webhook.send.ts'

const DEVELOPMENT = { WEBHOOKS_ALLOW_PRIVATE: 'on' }

t.test('sending', async (t) => {
  const app = await startApp(t, { env: DEVELOPMENT })
  const never = new AbortController().signal
  const send = (url: string, { deps = app.deps, longest = 5000 } = {}) => post(deps, url, { 'content-type': 'application/json' }, '{}', never, longest)
  const strict = { ...app.deps, config: { ...app.deps.config, webhooksAllowPrivate: false } }

  t.test('goes to the address that was checked, under the name that was given', async (t) => {
    const { received, url } = await receive(t)
    const named = url.replace('127.0.0.1', 'receiver.example')
    let asked = 0
    const deps = { ...app.deps, resolve: async () => { asked++; return ['127.0.0.1'] } }
    t.match(await send(named, { deps }), { status: 204 })
    t.equal(asked, 1, 'the name is looked up once')
    t.match(received[0]?.headers.host, /^receiver\.example:\d+$/)
    t.match(await send(url.replace('127.0.0.1', 'localhost'), { deps: { ...app.deps, resolve: async host => (await app.deps.resolve(host)).filter(address => address === '127.0.0.1') } }), { status: 204 })
  })

  t.test('connects to nothing that is not public, whatever the name says by then', async (t) => {
    const { received } = await receive(t)
    for (const addresses of [['127.0.0.1'], ['1.1.1.1', '169.254.169.254'], ['::1'], ['::ffff:10.0.0.1'], ['not an address'], []]) {
      t.same(await send('https://example.org/', { deps: { ...strict, resolve: async () => addresses } }), { error: 'address_refused' }, addresses.join(' '))
    }
    t.same(await send('http://example.org/', { deps: strict }), { error: 'address_refused' })
    t.same(await send('https://example.org/', { deps: { ...strict, resolve: async () => { throw new Error('ENOTFOUND') } } }), { error: 'unresolved' })
    t.same(received, [])
  })

  t.test('gives up in time', async (t) => {
    const { url } = await receive(t, () => {})
    t.same(await send(url, { longest: 100 }), { error: 'timeout' })
    t.same(await send('https://example.org/', { longest: 100, deps: { ...strict, resolve: () => new Promise(() => {}) } }), { error: 'timeout' })
    t.same(await post({ ...strict, resolve: () => new Promise(() => {}) }, 'https://example.org/', {}, '{}', AbortSignal.abort()), { error: 'timeout' }, 'at once where it is stopped already')
  })

  t.test('takes what is no answer for a failure, and waits for none that does not end', async (t) => {
    const sockets = new Set<Socket>()
    const says = async (words: string, again = ''): Promise<string> => {
      const server = createServer((socket) => {
        sockets.add(socket.on('error', () => {}).on('close', () => { clearInterval(repeating); sockets.delete(socket) }))
        const repeating = setInterval(() => { if (again !== '') socket.write(again) }, 5)
        socket.once('data', () => { socket.write(words) })
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      t.teardown(() => { server.close() })
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    }
    t.same(await send(await says('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'), { longest: 60_000 }), { error: 'connection' }, 'protocols are not switched')
    for (const status of [600, 999, '099']) t.same(await send(await says(`HTTP/1.1 ${status} Odd\r\nContent-Length: 0\r\n\r\n`)), { error: 'connection' }, `${status} is no status`)
    t.match(await send(await says('HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n', 'more'), { longest: 60_000 }), { status: 200 }, 'a body is not waited for')
    for (const [words, again] of [['', 'HTTP/1.1 103 Early Hints\r\n\r\n'], ['HTTP/1.1 100 Continue\r\n\r\n', ''], ['HTTP/1.1 200 OK\r\n', 'A: b\r\n'], ['H', '']] as const) {
      t.same(await send(await says(words, again), { longest: 200 }), { error: 'timeout' }, `${words}${again}`)
    }
    while (sockets.size > 0) await setTimeout(5)
    t.equal(sockets.size, 0, 'no connection is left open')
  })

  t.test('speaks TLS where the address asks for it', async (t) => {
    const greetings: Buffer[] = []
    const server = createServer(socket => socket.on('error', () => {}).once('data', (data) => { greetings.push(data); socket.destroy() })).listen(0, '::1')
    await new Promise(resolve => server.once('listening', resolve))
    t.teardown(() => { server.close() })
    const { port } = server.address() as AddressInfo
    t.same(await send(`https://receiver.example:${port}/`, { deps: { ...app.deps, resolve: async () => ['::1'] } }), { error: 'connection' })
    t.equal(greetings[0]?.[0], 0x16, 'a handshake')
    t.match(greetings[0]?.toString('latin1'), /receiver\.example/, 'for the name, though the address was given')
  })
})

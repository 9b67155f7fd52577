import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

export interface Received { headers: IncomingHttpHeaders, body: string, path: string, json: any }

/** A receiver on the loopback; `answer` says how each message is answered. */
export async function receive (t: Test, answer: (response: ServerResponse, received: Received) => void = response => { response.writeHead(204).end() }) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => { body += chunk }).on('end', () => {
      const one = { headers: request.headers, body, path: String(request.url), json: JSON.parse(body) as unknown }
      received.push(one)
      answer(response, one)
    })
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  t.teardown(() => { server.closeAllConnections(); server.close() })
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

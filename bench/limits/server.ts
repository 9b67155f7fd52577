import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { STATEMENTS } from './statements.ts'

/**
 * The limits as a server of node:http: buffers in memory, and one prepared statement for each answer of the database.
 */

/** Answers kept in memory by path, and the database. */
export interface Setting {
  database: string | null,
  buffers: Record<string, {
    body: string,
    type: string,
    etag: string
  }>
}

const buffers = new Map<string, { body: Buffer, headers: Record<string, string | number>, etag: string }>()
let pool: pg.Pool | undefined

function answerBuffer (request: IncomingMessage, response: ServerResponse): boolean {
  const found = buffers.get(request.url as string)
  if (found === undefined) return false
  if (request.headers['if-none-match'] === found.etag) response.writeHead(304, { etag: found.etag }).end()
  else response.writeHead(200, found.headers).end(found.body)
  return true
}

async function answerStatement (request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url as string, 'http://localhost')
  const name = url.pathname.slice(1)
  const values = [...url.searchParams.values()]
  if (request.method === 'POST') {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const { narrative, evidence } = JSON.parse(Buffer.concat(pieces).toString()) as {
      narrative: object,
      evidence: object
    }
    values.push(JSON.stringify(narrative), JSON.stringify(evidence))
  }
  const { rows } = await (pool as pg.Pool).query<{ body: string }>({ name, text: STATEMENTS[name] as string, values })
  const body = Buffer.from(rows[0]?.body as string)
  response.writeHead(request.method === 'POST' ? 201 : 200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length
  }).end(body)
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  if (answerBuffer(request, response)) return
  answerStatement(request, response).catch((error: unknown) => {
    const body = String(error)
    response.writeHead(500, { 'content-length': Buffer.byteLength(body) }).end(body)
  })
}).listen(0, '127.0.0.1')

process.on('message', ({ database, buffers: given }: Setting) => {
  if (database !== null) pool ??= new pg.Pool({ connectionString: database, max: 10 })
  for (const [path, { body, type, etag }] of Object.entries(given)) {
    const bytes = Buffer.from(body)
    buffers.set(path, { body: bytes, etag, headers: { 'content-type': type, 'content-length': bytes.length, etag } })
  }
  const listening = server.listening ? Promise.resolve() : once(server, 'listening')
  listening.then(() => { process.send?.((server.address() as AddressInfo).port) }, (error: unknown) => { throw error })
})
process.on('disconnect', () => { process.exit() })

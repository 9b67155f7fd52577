import { connect, type Socket } from 'node:net'

/**
 * The process that asks. One request at a time on each of some connections, as fast as answers come; a small client of
 * its own, since node:http costs more than the fastest servers that are measured here.
 */

export interface Request { path: string, method?: string, headers?: Record<string, string>, body?: string }
/** A list of requests under a name, and what every answer must have as its status. */
export interface Plan { name: string, port: number, status: number, requests: Request[] }
export interface Run {
  name: string
  seconds: number
  connections: number
  /** Minimum number of answers. The run takes up to three times as long to reach it: a cold server gives few. */
  atLeast?: number
}
export interface Result {
  /** Answers with the status that was expected, failures of any kind, and bytes of bodies. */
  answers: number
  failures: number
  bytes: number
  seconds: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** One of the failures, for people. */
  failure: string | null
}

/** How long an answer may take, in milliseconds, before it counts as a failure. */
const PATIENCE = 20_000

interface Prepared { port: number, status: number, requests: Buffer[], next: number }
const plans = new Map<string, Prepared>()

function bytesOf ({ path, method = 'GET', headers = {}, body }: Request): Buffer {
  const all = {
    host: '127.0.0.1',
    ...headers,
    ...body === undefined
      ? {}
      : { 'content-length': String(Buffer.byteLength(body)) }
  }
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body ?? ''}`)
}

interface Answer { status: number, bytes: number }

/** Reads answers of one connection; only one is on its way at any time. */
function answersOf (socket: Socket): (request: Buffer) => Promise<Answer> {
  let settle: ((answer: Answer | Error) => void) | undefined
  let [missing, status, bytes] = [-1, 0, 0]
  let head: Buffer | undefined
  const over = (error: Error): void => { settle?.(error) }
  socket.on('error', over).on('close', () => { over(new Error('the connection was closed')) })
  socket.on('data', (piece: Buffer) => {
    let body = piece
    if (missing < 0) {
      const all = head === undefined ? piece : Buffer.concat([head, piece])
      const end = all.indexOf('\r\n\r\n')
      if (end < 0) {
        head = all
        return
      }
      const lines = all.toString('latin1', 0, end)
      const length = /\r\ncontent-length: *(\d+)/i.exec(lines)
      status = Number(lines.slice(9, 12))
      head = undefined
      if (length === null && status !== 304 &&
        status !== 204) return over(new Error(`${status} without a content-length`))
      bytes = missing = status === 304 ? 0 : Number(length?.[1] ?? 0)
      body = all.subarray(end + 4)
    }
    missing -= body.length
    if (missing > 0) return
    missing = -1
    settle?.({ status, bytes })
  })
  return async request => await new Promise((resolve, reject) => {
    const timer = setTimeout(over, PATIENCE, new Error('no answer in time'))
    settle = (answer) => {
      clearTimeout(timer)
      settle = undefined
      if (answer instanceof Error) reject(answer)
      else resolve(answer)
    }
    socket.write(request)
  })
}

async function drive ({ name, seconds, connections, atLeast = 0 }: Run): Promise<Result> {
  const plan = plans.get(name) as Prepared
  const result: Result = { answers: 0, failures: 0, bytes: 0, seconds: 0, p50: 0, p99: 0, failure: null }
  const taken: number[] = []
  const started = performance.now()
  const goesOn = (): boolean => {
    const elapsed = performance.now() - started
    return elapsed < seconds * 1000 || (result.answers < atLeast && elapsed < seconds * 3000)
  }
  const failed = (why: string): void => {
    result.failures++
    result.failure ??= why
  }
  const ask = async (): Promise<void> => {
    while (goesOn()) {
      const socket = connect({ port: plan.port, host: '127.0.0.1', noDelay: true })
      const answer = answersOf(socket)
      try {
        while (goesOn()) {
          const request = plan.requests[plan.next++ % plan.requests.length] as Buffer
          const began = performance.now()
          const { status, bytes } = await answer(request)
          if (status === plan.status) {
            taken.push(performance.now() - began)
            result.answers++
            result.bytes += bytes
          } else {
            failed(`${status} to ${request.toString('latin1', 0, request.indexOf('\r'))}`)
          }
        }
      } catch (error) {
        failed((error as Error).message)
      } finally {
        socket.destroy()
      }
    }
  }
  await Promise.all(Array.from({ length: connections }, ask))
  const sorted = Float64Array.from(taken).sort()
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0
  return { ...result, seconds: (performance.now() - started) / 1000, p50: at(0.5), p99: at(0.99) }
}

process.on('message', (message: Plan | Run) => {
  if ('requests' in message) {
    plans.set(message.name, {
      port: message.port,
      status: message.status,
      requests: message.requests.map(bytesOf),
      next: 0
    })
    process.send?.(null)
    return
  }
  drive(message).then(result => { process.send?.(result) }, (error: unknown) => { throw error })
})
process.on('disconnect', () => { process.exit() })

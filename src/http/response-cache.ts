import { setTimeout } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { LRUCache } from 'lru-cache'
import type { Config } from '../config.ts'
import { watchSnapshot } from '../db/postgres.ts'
import { versionOf } from '../db/version.ts'
import { type Deps, today } from '../deps.ts'
import { matches } from './conditional.ts'
import { Freshness, LEASE, type Reading, type SnapshotWatch } from './freshness.ts'
import { COMMON } from './headers.ts'
import type { App } from './type-provider.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer depends on more than the database, so it is never kept. */
    live?: true
    /** Answers of this route may be kept. It is set for every read that has an ETag. */
    kept?: true
  }
  interface FastifyRequest {
    /** The read that this request does for all equal ones; nothing if its answer is not kept, or for a preflight. */
    flight: Flight | null | undefined
  }
}

/** An answer as it is given again. */
interface Kept {
  body: Buffer
  etag: string
  type: string
  headers: Record<string, string>
  reading: Reading
  ended: number
}

/** A read that equal requests wait for, which get undefined if its answer cannot be shared. */
interface Flight {
  key: string
  reading: Reading
  ifNoneMatch: string | undefined
  answer: Promise<Kept | undefined>
  settle: (answer: Kept | undefined) => void
}

/** Larger answers are not kept (bytes). */
const MAX_BODY = 1024 * 1024
/** Bytes of an entry beside its body and key. */
const OVERHEAD = 1_000

/** Milliseconds after a commit in which another instance may still give what was read before. */
const GRACE = LEASE + 50

/** Waits until no instance can give data from before a commit. One process on an embedded database need not wait. */
export async function untilAllForget ({ databaseUrl }: Pick<Config, 'databaseUrl'>): Promise<void> {
  if (databaseUrl !== undefined) await setTimeout(GRACE)
}

/** Others write only to a database on a server. Nothing is connected until the first look. */
const watchOf = ({ databaseUrl }: Config): SnapshotWatch | undefined =>
  databaseUrl === undefined ? undefined : watchSnapshot(databaseUrl)

/**
 * Keeps answers to anonymous reads of the present and gives them again as long as the database would answer the same
 * (`Freshness`); equal requests that come while one is read share its answer. Call it after all hooks that refuse a
 * request, and before the routes.
 */
export function keepResponses (app: App, deps: Deps, watch = watchOf(deps.config)): void {
  const version = versionOf(deps.db)
  const { responseCacheMb } = deps.config
  if (responseCacheMb === 0 || version === undefined) return

  const kept = new LRUCache<string, Kept>({
    maxSize: responseCacheMb * 1024 * 1024,
    sizeCalculation: ({ body }, key) => body.length + 2 * key.length + OVERHEAD
  })
  const flights = new Map<string, Flight>()
  const freshness = new Freshness(version, () => { kept.clear() }, watch)

  app.decorateRequest('flight', null)
  app.addHook('onRoute', markRoute)
  app.addHook('onClose', async () => { await freshness.close() })

  app.addHook('onRequest', (request, reply, done) => {
    const key = keyOf(deps, request)
    if (key === undefined) return done()
    freshness.ask()
    const answer = kept.get(key)
    if (answer !== undefined && freshness.isCurrent(answer.reading, answer.ended)) return give(request, reply, answer)
    const flight = flights.get(key)
    if (flight !== undefined && freshness.isShared(flight.reading)) {
      flight.answer.then((answer) => { if (answer === undefined) done(); else give(request, reply, answer) }, done)
      return
    }
    const reading = freshness.begin()
    if (reading !== undefined && request.method === 'GET') request.flight = takeOff(key, reading, request)
    done()
  })

  /** Begins a read for all requests with this key. */
  function takeOff (key: string, reading: Reading, request: FastifyRequest): Flight {
    let settle!: Flight['settle']
    const answer = new Promise<Kept | undefined>((resolve) => { settle = resolve })
    const flight = { key, reading, ifNoneMatch: request.headers['if-none-match'], answer, settle }
    flights.set(key, flight)
    // Others need the whole answer; this request gets its 304 when the answer is sent.
    request.headers['if-none-match'] = undefined
    return flight
  }

  function land ({ flight }: FastifyRequest, answer: Kept | undefined): void {
    if (flight == null) return
    if (flights.get(flight.key) === flight) flights.delete(flight.key)
    flight.settle(answer)
  }

  app.addHook('onSend', (request, reply, payload, done) => {
    const { flight } = request
    if (flight == null) return done(null, payload)
    const answer = answerOf(reply, payload, flight.reading, freshness.time())
    const shared = answer?.headers['cache-control']?.startsWith('public') === true ? answer : undefined
    if (shared !== undefined && shared.body.length <= MAX_BODY && freshness.isWhole(shared.reading)) {
      kept.set(flight.key, shared)
    }
    land(request, shared)
    if (answer === undefined || !isKnown(flight.ifNoneMatch, answer.etag)) return done(null, payload)
    reply.code(304).removeHeader('content-type')
    done(null, null)
  })
  // A connection that was lost may leave an answer unsent.
  app.addHook('onResponse', (request, _reply, done) => { land(request, undefined); done() })
}

/** Marks a route whose answers may be kept. */
function markRoute (route: RouteOptions): void {
  const { response } = (route.schema ?? {}) as { response?: object }
  if (response !== undefined && '304' in response && route.config?.live !== true) {
    route.config = { ...route.config, kept: true } as NonNullable<typeof route.config>
  }
}

/**
 * Returns all that an answer depends on beside the data: the address, the headers that `Vary` may name, and the day.
 * Undefined if the answer is not kept: for a key, and of the past.
 */
function keyOf (deps: Deps, { method, headers, url, query, routeOptions }: FastifyRequest): string | undefined {
  if ((method !== 'GET' && method !== 'HEAD') || routeOptions.config.kept !== true) return undefined
  if (headers.authorization !== undefined || headers.cookie !== undefined || 'knownAt' in (query as object)) {
    return undefined
  }
  const { accept = '', 'accept-language': language = '', prefer = '' } = headers
  return `${today(deps)}\n${accept}\n${language}\n${String(prefer)}\n${url}`
}

/** Returns an answer as it would be given again. Undefined if it is a refusal or a stream, or has no ETag. */
function answerOf (reply: FastifyReply, payload: unknown, reading: Reading, ended: number): Kept | undefined {
  const { etag, 'content-type': type, ratelimit, 'ratelimit-policy': policy, ...others } = reply.getHeaders()
  const isText = typeof payload === 'string' || Buffer.isBuffer(payload)
  if (reply.statusCode !== 200 || typeof etag !== 'string' || !isText) return undefined
  const own = Object.entries(others).filter(([name, value]) => (COMMON as Record<string, unknown>)[name] !== value)
  const headers = Object.fromEntries([...own, ['etag', etag]]) as Record<string, string>
  return { body: Buffer.from(payload), etag, type: String(type), headers, reading, ended }
}

const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined && matches(ifNoneMatch, etag)

function give (request: FastifyRequest, reply: FastifyReply, { body, etag, type, headers }: Kept): void {
  const send: (payload?: Buffer) => void = payload => reply.headers(headers).send(payload)
  if (isKnown(request.headers['if-none-match'], etag)) {
    reply.code(304)
    send()
  } else {
    reply.header('content-type', type)
    send(body)
  }
}

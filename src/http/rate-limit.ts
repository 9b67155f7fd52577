import { createHmac, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../errors.ts'
import type { App } from './type-provider.ts'

const WINDOW = 60
/** What a read of the past counts for: it is worked out anew from the record. */
const PAST = 10

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A supervisor asks often and must always hear the truth. */
    unlimited?: true
  }
}

/**
 * A quota a minute for each key, or for each address without one, in memory only: an address is never written anywhere, and
 * even here it stands only as a hash under a secret of this process. A 304 gives one back: of the present it costs nothing.
 */
export function limitRate (app: App, deps: Deps): void {
  const quota = deps.config.rateLimit
  const policy = `"default";q=${quota};w=${WINDOW}`
  const limiter = new RateLimiterMemory({ points: quota, duration: WINDOW })
  const secret = randomBytes(32)
  const hashOf = (address: string): string => createHmac('sha256', secret).update(address).digest('base64url')
  // Without a proxy all requests of a connection have one address; nothing of it is kept but the hash.
  const hashes = new WeakMap<object, string>()
  const addressOf = ({ ip, raw: { socket } }: FastifyRequest): string => {
    if (deps.config.trustProxy > 0) return hashOf(ip)
    const hash = hashes.get(socket) ?? hashOf(ip)
    hashes.set(socket, hash)
    return hash
  }
  const asker = (request: FastifyRequest): string => request.principal?.key ?? addressOf(request)

  const costOf = ({ query }: FastifyRequest): number => 'knownAt' in (query as object) ? Math.min(PAST, quota) : 1

  const tell = (reply: FastifyReply, { msBeforeNext, remainingPoints }: RateLimiterRes): number => {
    const seconds = Math.ceil(msBeforeNext / 1000)
    reply.header('ratelimit', `"default";r=${remainingPoints};t=${seconds}`).header('ratelimit-policy', policy)
    return seconds
  }

  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.unlimited === true) return done()
    limiter.consume(asker(request), costOf(request)).then((state) => {
      tell(reply, state)
      done()
    }, (state: RateLimiterRes) => {
      const headers = { 'retry-after': String(tell(reply, state)) }
      done(new ProblemError('rate-limited', `More than ${quota} requests in a minute.`, { headers }))
    })
  })
  app.addHook('onResponse', (request, reply, done) =>
    reply.statusCode === 304 ? limiter.reward(asker(request)) : done())
}

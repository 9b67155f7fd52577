import { createHmac, randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
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
  const limiter = new RateLimiterMemory({ points: quota, duration: WINDOW })
  const secret = randomBytes(32)
  const asker = (request: FastifyRequest): string => request.principal?.key ?? createHmac('sha256', secret).update(request.ip).digest('base64url')

  const costOf = ({ query }: FastifyRequest): number => 'knownAt' in (query as object) ? Math.min(PAST, quota) : 1

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.unlimited === true) return
    const { state, refused } = await limiter.consume(asker(request), costOf(request)).then(
      state => ({ state, refused: false }),
      (state: RateLimiterRes) => ({ state, refused: true }))
    const seconds = Math.ceil(state.msBeforeNext / 1000)
    reply.headers({ ratelimit: `"default";r=${state.remainingPoints};t=${seconds}`, 'ratelimit-policy': `"default";q=${quota};w=${WINDOW}` })
    if (refused) {
      throw new ProblemError('rate-limited', `More than ${quota} requests in a minute.`, { headers: { 'retry-after': String(seconds) } })
    }
  })
  app.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode === 304) await limiter.reward(asker(request))
  })
}

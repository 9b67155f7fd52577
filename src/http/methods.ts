import type { RouteOptions } from 'fastify'
import { ProblemError } from '../errors.ts'
import type { App } from './type-provider.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'] as const

/**
 * 405 with Allow for every known address: Fastify would answer 404. Call the returned function after the last route.
 */
export function refuseOtherMethods (app: App): () => void {
  const known = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const methods = known.get(url) ?? new Set()
    for (const one of [method].flat()) methods.add(one)
    known.set(url, methods)
  })
  return () => {
    for (const [url, methods] of [...known]) {
      const missing = METHODS.filter(method => !methods.has(method))
      if (url.includes('*') || missing.length === 0) continue
      const allow = [...methods, 'OPTIONS'].join(', ')
      app.route({
        method: [...missing],
        url,
        schema: { hide: true },
        config: { otherMethod: true },
        onRequest: async (request) => {
          throw new ProblemError('method-not-allowed', `${request.method} is not possible here; ${allow} are.`, { headers: { allow } })
        },
        handler: async () => undefined
      })
    }
  }
}

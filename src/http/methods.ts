import type { FastifyRequest, RouteOptions, onRequestHookHandler } from 'fastify'
import { ProblemError } from '../errors.ts'
import type { App } from './type-provider.ts'

/** The address as asked for, less the scheme and host that a request may name as well (RFC 9112, section 3.2.2). */
export const targetOf = (request: FastifyRequest): string =>
  request.url.startsWith('/') ? request.url : request.url.replace(/^https?:\/\/[^/]*/i, '')

export const pathOf = (request: FastifyRequest): string => targetOf(request).split('?', 1)[0] as string

/** Node would quietly put U+FFFD where a query is not UTF-8, and so search for something else. */
function isDecodable (url: string): boolean {
  if (!url.includes('%')) return true
  try {
    decodeURIComponent(url)
    return true
  } catch {
    return false
  }
}

/** No route, or one that would take nothing (an empty segment, as of a trailing slash, or what stands before an extension) for a parameter. */
export function isUnknown (request: FastifyRequest): boolean {
  if (request.is404) return true
  const params = request.params as Record<string, string>
  for (const name in params) if (name !== '*' && params[name] === '') return true
  return /\/(\/|$)/.test(pathOf(request)) && !String(request.routeOptions.url).endsWith('/')
}

/**
 * Refuses what leads nowhere, before a body is read: 405 with Allow where the address takes other methods, 404 elsewhere,
 * 400 for an address or a request that HTTP does not allow. Fastify would answer 404 for all of them. Call it before the routes;
 * the function it returns is the hook.
 */
export function refuseUnknown (app: App): onRequestHookHandler {
  const known = new Map<string, { pattern: RegExp, methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const address = known.get(url) ?? { pattern: new RegExp(`^${url.replaceAll('.', '\\.').replaceAll('*', '.+').replace(/:\w+/g, '[^/]+')}$`), methods: new Set() }
    for (const one of [method].flat()) address.methods.add(one)
    known.set(url, address)
  })
  const refuse = (request: FastifyRequest): void => {
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') throw new ProblemError('bad-request', 'The Host header is missing.')
    if (request.url.includes('%00')) throw new ProblemError('bad-request', 'A NUL character in the address.')
    if (!isDecodable(request.url)) throw new ProblemError('bad-request', 'The address is not valid percent-encoded UTF-8.')
    if (!isUnknown(request)) return
    const path = pathOf(request)
    const address = [...known.values()].find(({ pattern }) => pattern.test(path))
    if (address === undefined) throw new ProblemError('not-found', 'There is nothing at this address.')
    const allow = [...address.methods, 'OPTIONS'].join(', ')
    throw new ProblemError('method-not-allowed', `${request.method} is not possible here; ${allow} are.`, { headers: { allow } })
  }
  return (request, _reply, done) => { refuse(request); done() }
}

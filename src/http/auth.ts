import type {
  FastifyRequest, onRequestAsyncHookHandler, onRequestHookHandler, preValidationAsyncHookHandler
} from 'fastify'
import { ProblemError } from '../errors.ts'
import { isUnknown } from './methods.ts'
import { type Action, type Principal, type Target, decide } from './decide.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null is anybody. What proves it (a key, later a token) stays in the resource that checks it. */
    principal: Principal | null
  }
}

export type Authenticate = (credential: string) => Promise<Principal | null>

/**
 * Returns a hook that finds out whose bearer credential a request carries. A wrong one is refused later, once the request
 * is counted. Logs only errors of reviewers' requests, at the level `quiet`: a timestamped line would reveal when a
 * reviewer works. Wrap it in `withCredential`.
 */
export function identification (authenticate: Authenticate, quiet: string): onRequestAsyncHookHandler {
  return async (request) => {
    const credential = /^Bearer +(\S+) *$/i.exec(String(request.headers.authorization))?.[1]
    if (credential !== undefined && !isUnknown(request)) request.principal = await authenticate(credential)
    if (request.principal?.role === 'reviewer') request.log = request.log.child({}, { level: quiet })
  }
}

/** Returns a hook that runs for requests with a credential only: most have none and need not wait for a promise. */
export function withCredential (hook: onRequestAsyncHookHandler): onRequestHookHandler {
  return function (request, reply, done) {
    return request.headers.authorization === undefined ? done() : hook.call(this, request, reply)
  }
}

/** A wrong credential never passes for anonymous. */
export const refuseWrongKey: onRequestAsyncHookHandler = async (request) => {
  if (request.headers.authorization !== undefined && request.principal === null) {
    throw unauthenticated('The key is unknown, expired, revoked or not a Bearer credential.')
  }
}

function unauthenticated (detail: string): ProblemError {
  return new ProblemError('unauthenticated', detail, { headers: { 'www-authenticate': 'Bearer realm="open-commitments"' } })
}

/** 401 before the body is read. */
export const requireKey: onRequestAsyncHookHandler = async (request) => { principalOf(request) }

/** Who asks, where only a key will do. */
export function principalOf (request: FastifyRequest): Principal {
  if (request.principal === null) throw unauthenticated('This operation needs a key.')
  return request.principal
}

/** 403 before the body is checked. `target` finds what the request is about. */
export function requirePermission (action: Action, target: (request: FastifyRequest) => Promise<Target>): preValidationAsyncHookHandler {
  return async (request) => {
    permit(request.principal, action, await target(request))
  }
}

/** @throws ProblemError forbidden unless the principal may do it */
export function permit (principal: Principal | null, action: Action, target: Target): void {
  const verdict = decide(principal, action, target)
  if (verdict !== 'allowed') throw new ProblemError('forbidden', verdict)
}

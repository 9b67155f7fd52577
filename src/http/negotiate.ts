import type { FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { ProblemError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Media types the route can answer with, preferred first; JSON when absent. */
    produces?: string[]
  }
}

/** An operation of the contract, unlike the pages of its documentation. */
export const isDocumented = (request: FastifyRequest): boolean => (request.routeOptions.schema as { hide?: boolean } | undefined)?.hide !== true

/**
 * Every parser is there for every route; this holds each to the media types that it documents.
 * @throws ProblemError unsupported-media-type
 */
export function requireMediaType (request: FastifyRequest): void {
  const { body, consumes = ['application/json'] } = request.routeOptions.schema as { body?: unknown, consumes?: string[] }
  const type = request.headers['content-type']?.replace(/;.*/, '').trim().toLowerCase()
  if (body === undefined || type === undefined || consumes.includes(type)) return
  throw new ProblemError('unsupported-media-type', `This operation takes ${consumes.join(' or ')}.`)
}

/**
 * The media type to answer with.
 * @throws ProblemError not-acceptable that lists what there is
 */
export function negotiate (request: FastifyRequest): string {
  const produces = request.routeOptions.config.produces ?? ['application/json']
  if (!request.headers.accept || request.headers.accept === '*/*') return produces[0] as string
  // Everything here is UTF-8, whether a client asks for it or not; an empty header accepts anything.
  const accept = request.headers.accept?.replace(/;\s*charset=[^;,]*/gi, '').trim()
  const chosen = new Negotiator({ headers: accept ? { accept } : {} }).mediaType(produces)
  if (chosen === undefined) {
    throw new ProblemError('not-acceptable', `This address answers with ${produces.join(' or ')}.`)
  }
  return chosen
}

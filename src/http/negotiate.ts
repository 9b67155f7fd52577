import type { FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { ProblemError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Media types the route can answer with, preferred first; JSON when absent. */
    produces?: string[]
  }
}

/**
 * The media type to answer with.
 * @throws ProblemError not-acceptable that lists what there is
 */
export function negotiate (request: FastifyRequest): string {
  const produces = request.routeOptions.config.produces ?? ['application/json']
  const chosen = new Negotiator(request).mediaType(produces)
  if (chosen === undefined) {
    throw new ProblemError('not-acceptable', `This address answers with ${produces.join(' or ')}.`)
  }
  return chosen
}

import type { FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import type { Deps } from '../deps.ts'
import { PUBLIC_CACHE, sendRepresentation } from '../http/conditional.ts'
import { ALWAYS } from '../http/headers.ts'
import { negotiate } from '../http/negotiate.ts'
import { operation } from '../http/operation.ts'
import type { App } from '../http/type-provider.ts'
import { LANGUAGES, type Language } from './site/language.ts'

const LINKS = {
  commitments: '/v1/commitments',
  actionPlans: '/v1/action-plans',
  members: '/v1/members',
  codeLists: '/v1/code-lists',
  documentation: '/docs',
  contract: '/v1/openapi.json',
  safety: '/safety',
  problems: '/problems'
} as const

/** The first address somebody tries: a program gets the addresses to start from, a browser the pages in its language. */
export function homeRoutes (app: App, deps: Deps): void {
  const json = Object.fromEntries(Object.entries(LINKS).map(([name, path]) => [name, `${deps.config.publicUrl}${path}`]))

  app.get('/', {
    config: { produces: ['application/json', 'text/html'] },
    schema: operation({
      id: 'getHome',
      tag: 'Service',
      summary: 'Where to look',
      description: 'The addresses to start from as JSON; a browser is sent to the pages in the language that it prefers.',
      answer: { 'text/html': { schema: { type: 'string', maxLength: 100000 } }, 'application/json': { schema: { $ref: 'Home#' } } },
      also: { 302: 'A browser is sent to the pages' },
      headers: { Location: 'Of the pages, where a browser is sent to' },
      conditional: true
    })
  }, async (request, reply) => {
    if (negotiate(request) !== 'text/html') return sendRepresentation(request, reply, json)
    return reply.header('vary', `${ALWAYS.vary}, Accept-Language`).header('cache-control', PUBLIC_CACHE).redirect(`/${languageOf(request)}`, 302)
  })
}

/** The language of the pages that a browser prefers. */
export function languageOf ({ headers }: FastifyRequest): Language {
  const { 'accept-language': accepted } = headers
  return new Negotiator({ headers: accepted === undefined ? {} : { 'accept-language': accepted } }).language([...LANGUAGES]) as Language | undefined ?? LANGUAGES[0]
}

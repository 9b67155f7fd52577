import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { CATALOGUE, type ErrorCode } from '../errors.ts'
import { sendRepresentation } from '../http/conditional.ts'
import { found } from '../http/found.ts'
import { negotiate } from '../http/negotiate.ts'
import { operation } from '../http/operation.ts'
import type { App } from '../http/type-provider.ts'
import { slugParams } from '../schema/params.ts'
import { escapeHtml, htmlPage } from './html.ts'

/** The pages that every refusal points to with its `type`: HTML for people, JSON for programs. */
export function problemRoutes (app: App, deps: Deps): void {
  const entry = (code: ErrorCode) => ({ code, type: `${deps.config.publicUrl}/problems/${code}`, ...CATALOGUE[code] })
  const items = (Object.keys(CATALOGUE) as ErrorCode[]).sort().map(entry)
  const config = { produces: ['text/html', 'application/json'] }
  const html = { 'text/html': { schema: { type: 'string', maxLength: 100000 } } }

  const send = (request: FastifyRequest, reply: FastifyReply, json: object, title: string, body: string): FastifyReply =>
    negotiate(request) === 'text/html'
      ? sendRepresentation(request, reply, htmlPage(title, body), undefined, 'text/html; charset=utf-8')
      : sendRepresentation(request, reply, json)

  app.get('/problems', {
    config,
    schema: operation({
      id: 'listProblems',
      tag: 'Service',
      summary: 'Every refusal of this API',
      description: 'The codes that problem details carry in `type`, with what to do about each.',
      answer: { 'application/json': { schema: { $ref: 'ProblemPages#' } }, ...html },
      conditional: true
    })
  }, async (request, reply) => send(request, reply, { items }, 'What this API refuses', `<dl>${items.map(({ code, status, title }) =>
    `<dt><a href="/problems/${code}">${code}</a> (${status})</dt><dd>${escapeHtml(title)}</dd>`).join('\n')}</dl>`))

  app.get('/problems/:code', {
    config,
    schema: operation({
      id: 'getProblem',
      tag: 'Service',
      summary: 'One refusal',
      description: 'What a refusal means and what to do about it.',
      params: slugParams('code'),
      answer: { 'application/json': { schema: { $ref: 'ProblemPage#' } }, ...html },
      conditional: true
    })
  }, async (request, reply) => {
    const item = found(items.find(({ code }) => code === request.params.code), `There is no problem ${request.params.code}.`)
    return send(request, reply, item, item.title, `<p><code>${item.code}</code>, HTTP status ${item.status}</p><p>${escapeHtml(item.help)}</p><p><a href="/problems">All refusals</a>, <a href="/docs">the documentation</a></p>`)
  })
}

import type { Deps } from '../deps.ts'
import { sendRepresentation } from '../http/conditional.ts'
import { negotiate } from '../http/negotiate.ts'
import { operation } from '../http/operation.ts'
import type { App } from '../http/type-provider.ts'
import { htmlPage } from './html.ts'

const LINKS = {
  commitments: ['/v1/commitments', 'Commitments with what every voice says of them'],
  actionPlans: ['/v1/action-plans', 'Action plans'],
  members: ['/v1/members', 'Members of the Open Government Partnership'],
  codeLists: ['/v1/code-lists', 'Code lists: every enumeration with labels and sources'],
  documentation: ['/docs', 'Interactive documentation'],
  contract: ['/v1/openapi.json', 'The OpenAPI document'],
  safety: ['/safety', 'Reviewing safely: what is protected, and what is not'],
  problems: ['/problems', 'What this API refuses, and what to do about it']
} as const

/** Where to look: the first address somebody tries. */
export function homeRoutes (app: App, deps: Deps): void {
  const json = Object.fromEntries(Object.entries(LINKS).map(([name, [path]]) => [name, `${deps.config.publicUrl}${path}`]))
  const html = htmlPage('Open Commitments', `<p>What governments promised in the Open Government Partnership, and what three voices say of it.</p>
<ul>${Object.values(LINKS).map(([path, text]) => `<li><a href="${path}">${text}</a></li>`).join('\n')}</ul>`)

  app.get('/', {
    config: { produces: ['text/html', 'application/json'] },
    schema: operation({
      id: 'getHome',
      tag: 'Service',
      summary: 'Where to look',
      description: 'The addresses to start from, as a page or as JSON.',
      answer: { 'text/html': { schema: { type: 'string', maxLength: 100000 } }, 'application/json': { schema: { $ref: 'Home#' } } },
      conditional: true
    })
  }, async (request, reply) => negotiate(request) === 'text/html'
    ? sendRepresentation(request, reply, html, undefined, 'text/html; charset=utf-8')
    : sendRepresentation(request, reply, json))
}

import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { API_VERSION } from '../../http/openapi.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { Health } from './service.schemas.ts'
import { askDatabase } from './service.store.ts'

export function serviceRoutes (app: App, deps: Deps): void {
  const health = { status: 'ok', apiVersion: API_VERSION, engine: deps.config.databaseUrl === undefined ? 'embedded' : 'postgres' }

  app.get('/health/live', {
    config: { unlimited: true },
    schema: operation({ id: 'getLive', tag: 'Service', summary: 'The process answers', description: 'For a supervisor: asks nothing of the database.', answer: Health })
  }, async (_request, reply) => reply.header('cache-control', 'no-store').send(health))

  app.get('/health/ready', {
    config: { unlimited: true },
    schema: operation({ id: 'getReady', tag: 'Service', summary: 'The service can answer', description: 'For a load balancer: asks the database.', answer: Health, problems: ['not-ready'] })
  }, async (request, reply) => {
    await askDatabase(deps.db).catch((error: unknown) => {
      request.log.error({ err: error }, 'the database does not answer')
      throw new ProblemError('not-ready', 'The database does not answer.', { headers: { 'retry-after': '5' } })
    })
    return reply.header('cache-control', 'no-store').send(health)
  })

  app.get('/v1/openapi.json', {
    schema: operation({
      id: 'getOpenApi',
      tag: 'Service',
      summary: 'This contract',
      description: 'The OpenAPI 3.1 document of this API.',
      answer: { 'application/json': { schema: { type: 'object', description: 'An OpenAPI 3.1 document', additionalProperties: true } } },
      conditional: true
    })
  }, async (request, reply) => sendRepresentation(request, reply, app.swagger()))
}

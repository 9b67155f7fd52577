import multipart from '@fastify/multipart'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify from 'fastify'
import type { DestinationStream } from 'pino'
import type { Deps } from './deps.ts'
import { identification, refuseWrongKey, withCredential } from './http/auth.ts'
import { answerPreflights } from './http/cors.ts'
import { clientErrorHandler, errorHandler } from './http/error-handler.ts'
import { parseJsonBody } from './http/json-body.ts'
import { COMMON, DOCS_POLICY } from './http/headers.ts'
import { refuseUnknown } from './http/methods.ts'
import { isDocumented, negotiate, requireMediaType } from './http/negotiate.ts'
import { openapiOptions } from './http/openapi.ts'
import { failuresOnly, serverOptions } from './http/server-options.ts'
import { limitRate } from './http/rate-limit.ts'
import { keepResponses } from './http/response-cache.ts'
import type { App, TypeBoxProvider } from './http/type-provider.ts'
import { createValidatorCompiler } from './http/validation.ts'
import { homeRoutes } from './pages/home.ts'
import { MARK } from './pages/mark.ts'
import { problemRoutes } from './pages/problems.ts'
import { safetyRoutes } from './pages/safety.ts'
import { pageErrorHandler } from './pages/site/nothing-here.ts'
import { siteRoutes } from './pages/site/site.routes.ts'
import { actionPlanRoutes } from './resources/action-plan/action-plan.routes.ts'
import { assessmentRoutes } from './resources/assessment/assessment.routes.ts'
import { badgeRoutes } from './resources/badge/badge.routes.ts'
import { changeRoutes } from './resources/change/change.routes.ts'
import { codeListRoutes } from './resources/code-list/code-list.routes.ts'
import { commitmentRoutes } from './resources/commitment/commitment.routes.ts'
import { diffRoutes } from './resources/diff/diff.routes.ts'
import { catalogueRoutes } from './resources/export/catalogue.routes.ts'
import { dumpRoutes } from './resources/export/dump.routes.ts'
import { exportRoutes } from './resources/export/export.routes.ts'
import { feedRoutes } from './resources/feed/feed.routes.ts'
import { importRoutes } from './resources/import/import.routes.ts'
import { institutionRoutes } from './resources/institution/institution.routes.ts'
import { keyRoutes } from './resources/key/key.routes.ts'
import { authenticate } from './resources/key/key.service.ts'
import { logKeyRoutes } from './resources/log/log-key.routes.ts'
import { logRoutes } from './resources/log/log.routes.ts'
import { memberRoutes } from './resources/member/member.routes.ts'
import { milestoneRoutes } from './resources/milestone/milestone.routes.ts'
import { itemRoutes } from './resources/plan-document/item.routes.ts'
import { planDocumentRoutes } from './resources/plan-document/plan-document.routes.ts'
import { policyAreaRoutes } from './resources/policy-area/policy-area.routes.ts'
import { processAssessmentRoutes } from './resources/process-assessment/process-assessment.routes.ts'
import { progressUpdateRoutes } from './resources/progress-update/progress-update.routes.ts'
import { receiptRoutes } from './resources/receipt/receipt.routes.ts'
import { redactionRoutes } from './resources/redaction/redaction.routes.ts'
import { replyRoutes } from './resources/reply/reply.routes.ts'
import { reportChangeRoutes } from './resources/report-change/report-change.routes.ts'
import { reportClustersRoutes } from './resources/report-clusters/report-clusters.routes.ts'
import { reportRoutes } from './resources/report/report.routes.ts'
import { reportingPeriodRoutes } from './resources/reporting-period/reporting-period.routes.ts'
import { reviewRoutes } from './resources/review/review.routes.ts'
import { revisionRoutes } from './resources/revision/revision.routes.ts'
import { searchRoutes } from './resources/search/search.routes.ts'
import { serviceRoutes } from './resources/service/service.routes.ts'
import { chartRoutes } from './resources/stats/chart.routes.ts'
import { statsRoutes } from './resources/stats/stats.routes.ts'
import { voicesRoutes } from './resources/voices/voices.routes.ts'
import { oversightRoutes } from './resources/webhook/oversight.routes.ts'
import { webhookRoutes } from './resources/webhook/webhook.routes.ts'
import { SHARED_SCHEMAS } from './schemas.ts'
import { XLSX } from './sheet/sheet.ts'

/** The service as tests and `main` build it alike: options, hooks, then one line for each resource. */
export async function buildApp (deps: Deps, logStream?: DestinationStream): Promise<App> {
  const base = deps.config.publicUrl
  const app: App = fastify({ ...serverOptions(deps.config, logStream), frameworkErrors: errorHandler(base), clientErrorHandler: clientErrorHandler(base) })
    .withTypeProvider<TypeBoxProvider>()

  for (const schema of SHARED_SCHEMAS) app.addSchema(schema)
  app.setValidatorCompiler(createValidatorCompiler(SHARED_SCHEMAS))
  app.setSerializerCompiler(() => data => JSON.stringify(data))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(['application/json', 'application/merge-patch+json'], { parseAs: 'buffer' },
    async (_request: unknown, body: string | Buffer) => parseJsonBody(body as Buffer))
  app.addContentTypeParser(['text/csv', XLSX], { parseAs: 'buffer' }, async (_request: unknown, body: string | Buffer) => body)
  await app.register(multipart)
  app.decorateRequest('principal', null)
  // Node would answer these two by itself, with an empty 417 and with silence.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.server.on('connect', (_request, socket) => clientErrorHandler(base)(new Error('CONNECT'), socket))
  app.setErrorHandler(pageErrorHandler(deps.config))

  // Hooks that need not wait call back: a promise for each of them costs more than their work.
  app.addHook('onRequest', (_request, reply, done) => { reply.headers(COMMON); done() })
  await answerPreflights(app)
  app.addHook('onRequest', withCredential(
    identification(credential => authenticate(deps, credential), failuresOnly(deps.config).logLevel)
  ))
  limitRate(app, deps)
  app.addHook('onRequest', refuseUnknown(app))
  app.addHook('onRequest', withCredential(refuseWrongKey))
  keepResponses(app, deps)
  app.addHook('preParsing', (request, _reply, _payload, done) => { requireMediaType(request); done() })
  app.addHook('preValidation', (request, _reply, done) => { if (isDocumented(request)) negotiate(request); done() })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, log, routeOptions: { url } } = request
    log.info({ method, route: url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
    done()
  })

  await app.register(swagger, openapiOptions())

  memberRoutes(app, deps)
  institutionRoutes(app, deps)
  policyAreaRoutes(app, deps)
  codeListRoutes(app, deps)
  actionPlanRoutes(app, deps)
  planDocumentRoutes(app, deps)
  itemRoutes(app, deps)
  commitmentRoutes(app, deps)
  milestoneRoutes(app, deps)
  progressUpdateRoutes(app, deps)
  reportingPeriodRoutes(app, deps)
  reviewRoutes(app, deps)
  replyRoutes(app, deps)
  reportRoutes(app, deps)
  reportChangeRoutes(app, deps)
  assessmentRoutes(app, deps)
  processAssessmentRoutes(app, deps)
  reportClustersRoutes(app, deps)
  voicesRoutes(app, deps)
  statsRoutes(app, deps)
  chartRoutes(app, deps)
  badgeRoutes(app, deps)
  redactionRoutes(app, deps)
  revisionRoutes(app, deps)
  searchRoutes(app, deps)
  diffRoutes(app, deps)
  changeRoutes(app, deps)
  exportRoutes(app, deps)
  dumpRoutes(app, deps)
  catalogueRoutes(app, deps)
  feedRoutes(app, deps)
  logRoutes(app, deps)
  logKeyRoutes(app, deps)
  receiptRoutes(app, deps)
  importRoutes(app, deps)
  keyRoutes(app, deps)
  webhookRoutes(app, deps)
  oversightRoutes(app, deps)
  homeRoutes(app, deps)
  problemRoutes(app, deps)
  safetyRoutes(app, deps)
  siteRoutes(app, deps)
  serviceRoutes(app, deps)

  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: DOCS_POLICY, uiConfig: { validatorUrl: null }, logo: { type: 'image/svg+xml', content: Buffer.from(MARK), href: '/' } })
  return app
}

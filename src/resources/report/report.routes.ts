import type { Deps } from '../../deps.ts'
import { permit, requireKey } from '../../http/auth.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { findKnown } from '../../http/known.ts'
import { CREATED, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { created, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { idParams } from '../../schema/params.ts'
import { NewReport, Report, ReportQuery } from './report.schemas.ts'
import { createReport } from './report.service.ts'
import { reportListing, findReport } from './report.store.ts'

export const ReportPage = pageOf(Report)

export function reportRoutes (app: App, deps: Deps): void {
  app.get('/v1/reports', {
    schema: operation({
      id: 'listReports',
      tag: 'Voices',
      summary: 'Reports',
      description: 'Reports about action plans, newest first unless sorted otherwise.',
      query: ReportQuery,
      answer: ReportPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, reportListing(request.query)))

  app.get('/v1/reports/:report', {
    schema: operation({
      id: 'getReport',
      tag: 'Voices',
      summary: 'One report',
      description: 'A report about an action plan.',
      params: idParams('report'),
      query: KnownQuery,
      answer: Report,
      conditional: true
    })
  }, async (request, reply) => {
    const report = await findKnown(deps, request.query, db => findReport(db, request.params.report), `There is no report ${request.params.report}.`)
    return sendRepresentation(request, reply, report, report.revision)
  })

  app.post('/v1/reports', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { plan } = (request.body ?? {}) as { plan?: unknown }
      permit(request.principal, 'assessment:write', typeof plan === 'string' ? { plan } : {})
    },
    schema: operation({
      id: 'createReport',
      tag: 'Voices',
      summary: 'Add a report',
      description: 'A report about an action plan, by an assessor of that plan.',
      body: NewReport,
      answer: Report,
      status: 201,
      headers: CREATED,
      secured: true,
      problems: ['date-precision', 'idempotency-key-reused']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => created('/v1/reports', await createReport(tx, writeContext(deps, request), deps.newId(), request.body))))
}

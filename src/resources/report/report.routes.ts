import type { Deps } from '../../deps.ts'
import { permit, requireKey } from '../../http/auth.ts'
import { asSeenBy, requireIfMatch, sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { findKnown } from '../../http/known.ts'
import { CREATED, MERGE_PATCH, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { changed, created, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { idParams, isId } from '../../schema/params.ts'
import { NewReport, Report, ReportPatch, ReportQuery } from './report.schemas.ts'
import { createReport, updateReport } from './report.service.ts'
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

  app.patch('/v1/reports/:report', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { report: id } = request.params
      const { plan } = found(isId(id) ? await findReport(deps.db, id) : undefined, `There is no report ${id}.`)
      permit(request.principal, 'assessment:write', { plan })
      requireIfMatch(request)
    },
    schema: operation({
      id: 'updateReport',
      tag: 'Voices',
      summary: 'Change a report',
      description: 'JSON Merge Patch with If-Match. What was said before stays in its revisions.',
      params: idParams('report'),
      body: ReportPatch,
      ...MERGE_PATCH,
      answer: Report,
      problems: ['revision-required', 'stale-revision', 'date-precision']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await updateReport(tx, writeContext(deps, request), request.params.report, request.body, asSeenBy(request)))))
}

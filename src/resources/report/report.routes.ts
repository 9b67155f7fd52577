import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { idParams } from '../../schema/params.ts'
import { Report, ReportQuery } from './report.schemas.ts'
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
      answer: Report,
      conditional: true
    })
  }, async (request, reply) => {
    const report = found(await findReport(deps.db, request.params.report), `There is no report ${request.params.report}.`)
    return sendRepresentation(request, reply, report, report.revision)
  })
}

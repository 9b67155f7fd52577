import type { Deps } from '../../deps.ts'
import { permit, requireKey } from '../../http/auth.ts'
import { asSeenBy, requireIfMatch } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { MERGE_PATCH, operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { changed, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { idParams, isId } from '../../schema/params.ts'
import { Report, ReportPatch } from '../report/report.schemas.ts'
import { findReport } from '../report/report.store.ts'
import { updateReport } from './report-change.service.ts'

/** The change of a report: it looks at all that rests on the report, so it stands above it. */
export function reportChangeRoutes (app: App, deps: Deps): void {
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
      description: 'JSON Merge Patch with If-Match. What was said before stays in its revisions. Type, author and date may change as long as the report could still carry the assessments, clusters and process assessment that it has.',
      params: idParams('report'),
      body: ReportPatch,
      ...MERGE_PATCH,
      answer: Report,
      problems: ['revision-required', 'stale-revision', 'report-carries-ratings', 'date-precision']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await updateReport(tx, writeContext(deps, request), request.params.report, request.body, asSeenBy(request)))))
}

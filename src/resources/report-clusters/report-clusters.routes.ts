import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { permit, requireKey } from '../../http/auth.ts'
import { expectationOf, requireSeen, sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { findKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { idParams, isId } from '../../schema/params.ts'
import { record } from '../../schema/scalars.ts'
import { findOccasion } from '../report/report.store.ts'
import { ReportClusters, ReportClustersDocument, ReportClustersQuery } from './report-clusters.schemas.ts'
import { putReportClusters } from './report-clusters.service.ts'
import { findClustersOf, findReportClusters, reportClustersListing } from './report-clusters.store.ts'

export const ReportClustersPage = pageOf(ReportClusters)

const expectation = (request: FastifyRequest) =>
  expectationOf(request, 'Send the ETag of your last GET in If-Match; where there are none yet, send If-None-Match: *.')

export function reportClustersRoutes (app: App, deps: Deps): void {
  app.get('/v1/report-clusters', {
    schema: operation({
      id: 'listReportClusters',
      tag: 'Voices',
      summary: 'Clusters of commitments, by report',
      description: 'Which commitments reports see as one, newest report first unless sorted otherwise.',
      query: ReportClustersQuery,
      answer: ReportClustersPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, reportClustersListing(request.query)))

  app.get('/v1/report-clusters/:reportClusters', {
    schema: operation({
      id: 'getReportClusters',
      tag: 'Voices',
      summary: 'The clusters of one report, by their own id',
      description: 'Which commitments a report sees as one, by the id under which their revisions stand.',
      params: idParams('reportClusters'),
      query: KnownQuery,
      answer: ReportClusters,
      conditional: true
    })
  }, async (request, reply) => {
    const { reportClusters: id } = request.params
    const clusters = await findKnown(deps, request.query, db => findReportClusters(db, id), `There are no clusters ${id}.`)
    return sendRepresentation(request, reply, clusters, clusters.revision)
  })

  app.get('/v1/reports/:report/clusters', {
    schema: operation({
      id: 'getClustersOfReport',
      tag: 'Voices',
      summary: 'The clusters of a report',
      description: 'Which commitments this report sees as one, and which of these clusters it marks as promising.',
      params: idParams('report'),
      query: KnownQuery,
      answer: ReportClusters,
      conditional: true
    })
  }, async (request, reply) => {
    const { report } = request.params
    const clusters = await findKnown(deps, request.query, db => findClustersOf(db, report), `There are no clusters of a report ${report}.`)
    return sendRepresentation(request, reply, clusters, clusters.revision)
  })

  app.put('/v1/reports/:report/clusters', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { report: id } = request.params
      const { plan } = found(isId(id) ? await findOccasion(deps.db, id) : undefined, `There is no report ${id}.`)
      permit(request.principal, 'assessment:write', { plan })
      expectation(request)
    },
    schema: operation({
      id: 'putClustersOfReport',
      tag: 'Voices',
      summary: 'Write the clusters of a report',
      description: 'All of them, by an assessor of the plan: with If-None-Match: * to create them, with their ETag in If-Match to change them. The same again changes nothing and writes no revision. Reports that rate mark clusters as promising from the year that the code list marks names.',
      params: idParams('report'),
      query: record({}),
      body: ReportClustersDocument,
      answer: ReportClusters,
      also: { 201: 'They were created' },
      headers: { ETag: 'Their validator' },
      secured: true,
      problems: ['revision-required', 'stale-revision', 'indicator-not-in-era', 'unknown-reference', 'commitment-in-two-clusters']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async (tx) => {
    const { created, part } = await putReportClusters(tx, writeContext(deps, request), deps.newId, request.params.report, request.body,
      revision => requireSeen(expectation(request), revision))
    return { status: created ? 201 : 200, body: part, revision: part.revision }
  }))
}

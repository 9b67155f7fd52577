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
import { ProcessAssessment, ProcessAssessmentDocument, ProcessAssessmentQuery } from './process-assessment.schemas.ts'
import { putProcessAssessment } from './process-assessment.service.ts'
import { findProcessAssessment, findProcessAssessmentOf, processAssessmentListing } from './process-assessment.store.ts'

export const ProcessAssessmentPage = pageOf(ProcessAssessment)

const expectation = (request: FastifyRequest) =>
  expectationOf(request, 'Send the ETag of your last GET in If-Match; where there is none yet, send If-None-Match: *.')

export function processAssessmentRoutes (app: App, deps: Deps): void {
  app.get('/v1/process-assessments', {
    schema: operation({
      id: 'listProcessAssessments',
      tag: 'Voices',
      summary: 'Process assessments',
      description: 'How members kept to the process with their plans, newest report first unless sorted otherwise.',
      query: ProcessAssessmentQuery,
      answer: ProcessAssessmentPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, processAssessmentListing(request.query)))

  app.get('/v1/process-assessments/:processAssessment', {
    schema: operation({
      id: 'getProcessAssessment',
      tag: 'Voices',
      summary: 'One process assessment',
      description: 'How a member kept to the process with a plan, by the id of the process assessment.',
      params: idParams('processAssessment'),
      query: KnownQuery,
      answer: ProcessAssessment,
      conditional: true
    })
  }, async (request, reply) => {
    const { processAssessment: id } = request.params
    const assessment = await findKnown(deps, request.query, db => findProcessAssessment(db, id), `There is no process assessment ${id}.`)
    return sendRepresentation(request, reply, assessment, assessment.revision)
  })

  app.get('/v1/reports/:report/process-assessment', {
    schema: operation({
      id: 'getReportProcessAssessment',
      tag: 'Voices',
      summary: 'The process assessment of a report',
      description: 'How the member kept to the process with the plan, as this report sees it: levels of participation, minimum requirements, and whether it acted contrary to process.',
      params: idParams('report'),
      query: KnownQuery,
      answer: ProcessAssessment,
      conditional: true
    })
  }, async (request, reply) => {
    const { report } = request.params
    const assessment = await findKnown(deps, request.query, db => findProcessAssessmentOf(db, report), `There is no process assessment of a report ${report}.`)
    return sendRepresentation(request, reply, assessment, assessment.revision)
  })

  app.put('/v1/reports/:report/process-assessment', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { report: id } = request.params
      const { plan } = found(isId(id) ? await findOccasion(deps.db, id) : undefined, `There is no report ${id}.`)
      permit(request.principal, 'assessment:write', { plan })
      expectation(request)
    },
    schema: operation({
      id: 'putReportProcessAssessment',
      tag: 'Voices',
      summary: 'Write the process assessment of a report',
      description: 'The whole of it, by an assessor of the plan: with If-None-Match: * to create it, with its ETag in If-Match to change it. The same again changes nothing and writes no revision. Any report but the government\'s own may carry one.',
      params: idParams('report'),
      query: record({}),
      body: ProcessAssessmentDocument,
      answer: ProcessAssessment,
      also: { 201: 'It was created' },
      headers: { ETag: 'Its validator' },
      secured: true,
      problems: ['revision-required', 'stale-revision', 'process-not-assessed', 'indicator-not-in-era', 'trigger-without-finding']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async (tx) => {
    const { created, part } = await putProcessAssessment(tx, writeContext(deps, request), deps.newId, request.params.report, request.body,
      revision => requireSeen(expectation(request), revision))
    return { status: created ? 201 : 200, body: part, revision: part.revision }
  }))
}

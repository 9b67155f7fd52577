import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { commitmentParams, idParams } from '../../schema/params.ts'
import { resolveCommitment } from '../commitment/commitment.store.ts'
import { Assessment, AssessmentQuery, CommitmentAssessmentQuery } from './assessment.schemas.ts'
import { assessmentListing, findAssessment } from './assessment.store.ts'

export const AssessmentPage = pageOf(Assessment)

export function assessmentRoutes (app: App, deps: Deps): void {
  app.get('/v1/assessments', {
    schema: operation({
      id: 'listAssessments',
      tag: 'Voices',
      summary: 'Assessments',
      description: 'What IRM reports say of commitments, newest report first unless sorted otherwise.',
      query: AssessmentQuery,
      answer: AssessmentPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, assessmentListing(request.query)))

  app.get('/v1/commitments/:commitment/assessments', {
    schema: operation({
      id: 'listCommitmentAssessments',
      tag: 'Voices',
      summary: 'Assessments of a commitment',
      description: 'What each IRM report says of one commitment, newest first.',
      params: commitmentParams,
      query: CommitmentAssessmentQuery,
      answer: AssessmentPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => {
    const commitment = found(await resolveCommitment(deps.db, request.params.commitment), `There is no commitment ${request.params.commitment}.`)
    return sendList(deps, request, reply, assessmentListing(request.query, commitment))
  })

  app.get('/v1/assessments/:assessment', {
    schema: operation({
      id: 'getAssessment',
      tag: 'Voices',
      summary: 'One assessment',
      description: 'The ratings one report gives one commitment, the published star beside the computed one.',
      params: idParams('assessment'),
      answer: Assessment,
      conditional: true
    })
  }, async (request, reply) => {
    const assessment = found(await findAssessment(deps.db, request.params.assessment), `There is no assessment ${request.params.assessment}.`)
    return sendRepresentation(request, reply, assessment, assessment.revision)
  })
}

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
import { commitmentParams, idParams, isCommitmentReference, isId } from '../../schema/params.ts'
import { findCommitmentPlace, resolveCommitment } from '../commitment/commitment.store.ts'
import { Assessment, AssessmentPatch, AssessmentQuery, CommitmentAssessmentQuery, NewAssessment } from './assessment.schemas.ts'
import { createAssessment, updateAssessment } from './assessment.service.ts'
import { assessmentListing, findAssessment, findAssessmentPlan } from './assessment.store.ts'

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
    const commitment = await findKnown(deps, request.query, db => resolveCommitment(db, request.params.commitment), `There is no commitment ${request.params.commitment}.`)
    return sendList(deps, request, reply, assessmentListing(request.query, commitment))
  })

  app.get('/v1/assessments/:assessment', {
    schema: operation({
      id: 'getAssessment',
      tag: 'Voices',
      summary: 'One assessment',
      description: 'The ratings one report gives one commitment, the published star beside the computed one.',
      params: idParams('assessment'),
      query: KnownQuery,
      answer: Assessment,
      conditional: true
    })
  }, async (request, reply) => {
    const assessment = await findKnown(deps, request.query, db => findAssessment(db, request.params.assessment), `There is no assessment ${request.params.assessment}.`)
    return sendRepresentation(request, reply, assessment, assessment.revision)
  })

  app.post('/v1/commitments/:commitment/assessments', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { commitment } = request.params
      const { plan } = found(isCommitmentReference(commitment) ? await findCommitmentPlace(deps.db, commitment) : undefined, `There is no commitment ${commitment}.`)
      permit(request.principal, 'assessment:write', { plan })
    },
    schema: operation({
      id: 'createAssessment',
      tag: 'Voices',
      summary: 'Assess a commitment',
      description: 'What a report says of a commitment, once for each report, by an assessor of the plan. An indicator that the report cannot carry is refused with the reason.',
      params: commitmentParams,
      body: NewAssessment,
      answer: Assessment,
      status: 201,
      headers: CREATED,
      secured: true,
      problems: ['indicator-not-in-era', 'not-verifiable', 'unknown-reference', 'already-exists', 'idempotency-key-reused']
    })
  }, async (request, reply) => {
    const commitment = await resolveCommitment(deps.db, request.params.commitment) as string
    return sendWritten(deps, request, reply, async tx => created('/v1/assessments', await createAssessment(tx, writeContext(deps, request), deps.newId(), commitment, request.body)))
  })

  app.patch('/v1/assessments/:assessment', {
    onRequest: requireKey,
    preValidation: async (request) => {
      const { assessment: id } = request.params
      const plan = found(isId(id) ? await findAssessmentPlan(deps.db, id) : undefined, `There is no assessment ${id}.`)
      permit(request.principal, 'assessment:write', { plan })
      requireIfMatch(request)
    },
    schema: operation({
      id: 'updateAssessment',
      tag: 'Voices',
      summary: 'Change an assessment',
      description: 'JSON Merge Patch with If-Match. What was said before stays in its revisions.',
      params: idParams('assessment'),
      body: AssessmentPatch,
      ...MERGE_PATCH,
      answer: Assessment,
      problems: ['revision-required', 'stale-revision', 'indicator-not-in-era', 'not-verifiable']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await updateAssessment(tx, writeContext(deps, request), request.params.assessment, request.body, asSeenBy(request)))))
}

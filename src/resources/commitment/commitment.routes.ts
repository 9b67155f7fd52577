import { type Deps, today } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { pickFields } from '../../http/fields.ts'
import { dayKnown, findKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { commitmentParams } from '../../schema/params.ts'
import { findDocument } from './commitment.document.ts'
import { CommitmentQuery, OneCommitmentQuery } from './commitment.query.ts'
import { Commitment } from './commitment.schemas.ts'
import { commitmentListing, findCommitment } from './commitment.store.ts'

export const CommitmentPage = pageOf(Commitment)

export function commitmentRoutes (app: App, deps: Deps): void {
  app.get('/v1/commitments', {
    schema: operation({
      id: 'listCommitments',
      tag: 'Commitments',
      summary: 'Commitments',
      description: 'Commitments of all plans with their status block. Filters combine with AND, a repeated filter with OR.',
      query: CommitmentQuery,
      answer: CommitmentPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, commitmentListing(request.query, dayKnown(deps, request.query))))

  app.get('/v1/commitments/:commitment', {
    schema: operation({
      id: 'getCommitment',
      tag: 'Commitments',
      summary: 'One commitment',
      description: 'A commitment by id or by OGP code, in any case, with what every voice says of it.',
      params: commitmentParams,
      query: OneCommitmentQuery,
      answer: { 'application/json': { schema: { anyOf: [{ $ref: 'Commitment#' }, { $ref: 'CommitmentFields#' }] } } },
      conditional: true
    })
  }, async (request, reply) => {
    const { fields, include, knownAt } = request.query
    if (fields === undefined && knownAt === undefined) {
      const document = await findDocument(deps.db, request.params.commitment, today(deps), include)
      if (document !== undefined) return sendRepresentation(request, reply, document.text, document.revision)
    }
    const commitment = await findKnown(deps, request.query, (db, day) => findCommitment(db, request.params.commitment, day, include), `There is no commitment ${request.params.commitment}.`)
    return sendRepresentation(request, reply, pickFields(commitment, fields), commitment.revision)
  })
}

import Type, { type Static } from 'typebox'
import { fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { codes, set } from '../../schema/scalars.ts'
import { COMMITMENT_INCLUDES, Commitment } from './commitment.schemas.ts'
import { commitmentFilters } from './filters.schemas.ts'

/** What `GET /v1/commitments` filters and sorts by; every member has its index. */

const include = Type.Optional(set(codes(COMMITMENT_INCLUDES), COMMITMENT_INCLUDES.length, {
  description: 'Children to nest, separated by commas', style: 'form', explode: false
}))

export type OneCommitmentQuery = Static<typeof OneCommitmentQuery>
export const OneCommitmentQuery = Type.Object({ ...knownQuery, fields: fieldsQuery(Commitment), include }, { additionalProperties: false })

export type CommitmentQuery = Static<typeof CommitmentQuery>
export const CommitmentQuery = Type.Object({
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(Commitment),
  include,
  sort: Type.Optional(codes(['code', '-code', 'title', '-title', 'updatedAt', '-updatedAt', 'nextDueOn', '-nextDueOn',
    'lastReportedOn', '-lastReportedOn', 'divergence', '-divergence', 'cycleYear', '-cycleYear'],
  { default: 'code', description: 'Absent values come last' })),
  ...commitmentFilters
}, { additionalProperties: false })

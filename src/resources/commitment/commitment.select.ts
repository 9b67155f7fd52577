import { type RawBuilder, sql } from 'kysely'
import { datedPairs, instant, overdueOn, redactionsOf, refsOf } from '../../db/json.ts'
import { assessmentsOf } from '../assessment/assessment.select.ts'
import { milestonesOf } from '../milestone/milestone.select.ts'
import { progressUpdatesOf } from '../progress-update/progress-update.select.ts'
import { reviewsOf } from '../review/review.select.ts'
import type { Commitment, CommitmentFacts, CommitmentInclude } from './commitment.schemas.ts'

const facts = sql`'id', c.id, 'plan', c.plan, 'code', c.code, 'number', c.number, 'title', c.title, 'shortTitle', c.short_title,
  'description', c.description, 'problem', c.problem, 'causes', c.causes, 'statusQuo', c.status_quo,
  'proposedSolution', c.proposed_solution, 'expectedResults', c.expected_results, 'language', c.language,
  'translations', c.translations, 'values', c.ogp_values,
  'policyAreas', (select coalesce(json_agg(policy_area order by policy_area), '[]') from commitment_policy_area where commitment = c.id),
  'grandChallenges', c.grand_challenges, 'sdgs', c.sdgs, 'budget', c.budget, 'cluster', c.cluster,
  ${datedPairs('c', 'starts', 'starts')}, ${datedPairs('c', 'ends', 'ends')},
  'lifecycle', c.lifecycle, 'lifecycleReason', c.lifecycle_reason,
  'stakeholders', (select coalesce(json_agg(json_build_object('institution', institution, 'role', role) order by position), '[]')
    from commitment_stakeholder where commitment = c.id),
  'externalRefs', ${refsOf('commitment', sql`c.id`)}`

export const commitmentFacts = (id: RawBuilder<unknown>) =>
  sql<CommitmentFacts | null>`(select json_build_object(${facts}) from commitment c where c.id = ${id})`

const status = (day: string | undefined) => sql`json_build_object(
  'government', s.government, 'civilSociety', s.civil_society, 'irm', s.irm,
  'divergence', s.divergence, 'overdue', ${overdueOn(sql`s.next_due_on`, day)},
  'nextDueOn', s.next_due_on, 'lastReportedOn', s.last_reported_on)`

/** The lists that `include=` nests, each built in the same statement. */
const nested: Record<CommitmentInclude, (id: RawBuilder<unknown>, day: string | undefined) => RawBuilder<unknown>> = {
  milestones: milestonesOf,
  progressUpdates: progressUpdatesOf,
  reviews: reviewsOf,
  assessments: assessmentsOf
}

/** Without a day the document is to be kept: `overdue` is then the date that decides it. */
export function commitmentJson (
  id: RawBuilder<unknown>, day: string | undefined, include: readonly CommitmentInclude[] = []
) {
  const children = include.map(name => sql`, ${sql.lit(name)}, ${nested[name](sql`c.id`, day)}`)
  return sql<Commitment>`(
    select json_build_object(${facts}, 'redactions', ${redactionsOf('commitment', sql`c.id`)}, 'revision', c.revision, 'updatedAt', ${instant(sql`c.updated_at`)},
      'status', ${status(day)}${sql.join(children, sql``)})
    from commitment c join commitment_status s on s.commitment = c.id where c.id = ${id})`
}

const isCode = (reference: string): boolean => !reference.includes('-')

/** The id of a commitment that is named by id or by OGP code, in any case; null where there is none of that code. */
export const commitmentIdOf = (reference: string): RawBuilder<unknown> => isCode(reference)
  ? sql`(select id from commitment where code = ${reference.toUpperCase()})`
  : sql`${reference}::uuid`

import { type RawBuilder, sql } from 'kysely'
import { actionPlanFacts } from '../action-plan/action-plan.select.ts'
import { commitmentFacts } from '../commitment/commitment.select.ts'
import { milestoneFacts } from '../milestone/milestone.select.ts'
import { progressUpdateFacts } from '../progress-update/progress-update.select.ts'
import { replyFacts } from '../reply/reply.select.ts'
import { reviewFacts } from '../review/review.select.ts'
import type { TypeWithFields } from './redaction.rules.ts'
import type { Redaction } from './redaction.schemas.ts'

const facts = sql`'id', d.id, 'target', json_build_object('type', d.target_type, 'id', d.target_id, 'atRevision', d.target_revision, 'fields', d.target_fields),
  'ground', d.ground, 'statement', d.statement, 'on', d.on_date, 'erased', d.erased`

/** Reasons are for moderators and not recorded, so that no appeal says again what was taken away. */
const appeal = (reasons: RawBuilder<unknown>) => sql`'appeal', case when d.appeal_state is not null then json_build_object('state', d.appeal_state,
  'filedOn', d.appealed_on, 'decidedOn', d.appeal_decided_on, 'statement', d.appeal_statement, 'reasons', ${reasons}) end`

/** What anybody may read; moderators also what waits for a second one of them. */
export const visible = (toModerator: boolean) => toModerator ? sql<boolean>`true` : sql<boolean>`d.state = 'in_effect'`

export const redactionFacts = (id: RawBuilder<unknown>) =>
  sql`(select json_build_object(${facts}, ${appeal(sql`null`)}) from redaction d where d.id = ${id})`

export const redactionJson = (id: RawBuilder<unknown>, toModerator: boolean) => sql<Redaction>`(
  select json_build_object(${facts}, 'state', d.state, ${appeal(toModerator ? sql`d.appeal_reasons` : sql`null`)}, 'revision', d.revision)
  from redaction d where d.id = ${id} and ${visible(toModerator)})`

/** What is recorded of an entity once fields of it are blank. */
export const TARGET_FACTS: Record<TypeWithFields, (id: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  'action-plan': actionPlanFacts,
  commitment: commitmentFacts,
  milestone: milestoneFacts,
  'progress-update': progressUpdateFacts,
  review: reviewFacts,
  reply: replyFacts
}

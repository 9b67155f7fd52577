import { type RawBuilder, sql } from 'kysely'
import { redactionsOf } from '../../db/json.ts'
import type { GovernmentReply, ReplyFacts } from './reply.schemas.ts'

const facts = sql`'id', y.id, 'review', y.review, 'institution', y.institution, 'repliedOn', y.replied_on, 'text', y.text`

export const replyFacts = (id: RawBuilder<unknown>) =>
  sql<ReplyFacts | null>`(select json_build_object(${facts}) from review_reply y where y.id = ${id})`

export const replyJson = (id: RawBuilder<unknown>) =>
  sql<GovernmentReply>`(select json_build_object(${facts}, 'redactions', ${redactionsOf('reply', sql`y.id`)}, 'revision', y.revision) from review_reply y where y.id = ${id})`

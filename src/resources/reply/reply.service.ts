import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { lockName } from '../../db/transaction.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { futureFaults } from '../../schema/dates.ts'
import { speakerFault } from '../institution/institution.rules.ts'
import { findSpeaker } from '../institution/institution.store.ts'
import { findReviewPlace } from '../review/review.store.ts'
import type { GovernmentReply, NewReply } from './reply.schemas.ts'
import { replyFacts } from './reply.select.ts'
import { countReplies, findReply } from './reply.store.ts'

/** As many as a review shows. */
const MOST = 100

/**
 * Adds a government's answer to a public review. The review's row is neither written nor locked: no reply moves its revision,
 * its status or its author's ETag, or makes its author wait.
 */
export async function createReply (tx: Tx, context: WriteContext, id: string, review: string, said: NewReply): Promise<GovernmentReply> {
  const { member } = await findReviewPlace(tx, review) as { member: string }
  const fault = speakerFault(said.institution, await findSpeaker(tx, said.institution), member)
  if (fault !== undefined) throw new ProblemError(fault.code, fault.detail, { errors: [{ pointer: '/institution', detail: fault.detail }] })
  const errors = futureFaults(context.on, { repliedOn: said.repliedOn })
  if (errors.length > 0) throw new ProblemError('date-in-future', 'The reply cannot stand as it is.', { errors })
  await lockName(tx, `replies:${review}`)
  if (await countReplies(tx, review) >= MOST) throw new ProblemError('too-many-replies', `The review has ${MOST} replies.`)
  await saveRows(tx, 'review_reply', [{ id, review, institution: said.institution, replied_on: said.repliedOn, text: said.text, updated_at: context.at }])
  await record(tx, context, 'reply', 'review_reply', replyFacts, [id])
  return await findReply(tx, id) as GovernmentReply
}

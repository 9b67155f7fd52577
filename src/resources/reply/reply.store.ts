import { sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { replyJson } from './reply.select.ts'

export const findReply = (db: Db, id: string) => readShape(db, replyJson(sql`${id}::uuid`))

/** How many replies a review has. */
export async function countReplies (tx: Tx, review: string): Promise<number> {
  const { count } = await tx.selectFrom('review_reply').select(eb => eb.fn.countAll<number>().as('count')).where('review', '=', review).executeTakeFirstOrThrow()
  return Number(count)
}

import { createHash } from 'node:crypto'
import { PostgresQueryCompiler, type RawBuilder, type RawNode, type SqlBool, createQueryId, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { inTransaction, lockName } from '../../db/transaction.ts'
import { repeat } from '../../log/repeat.ts'
import { COMMITMENT_INCLUDES, type Commitment, type CommitmentInclude } from './commitment.schemas.ts'
import { commitmentIdOf, commitmentJson } from './commitment.select.ts'

/**
 * Assembled documents: the JSON of each commitment as the API sends it, made once from the facts and then read as text.
 * A document is read only while no fact of it has changed (the marks of migration 0026); otherwise it is built from the
 * facts. So the facts decide every answer, and an assembled document only saves building the same text again.
 */

/** Commitments whose documents are made at once: the embedded engine serves nobody else meanwhile. */
const BATCH = 32
/** Marks that are looked at for a batch. A change of many facts of a commitment sets many. */
const MAX_MARKS = 1000
/** Removed marks after which their table is vacuumed: the embedded engine does not vacuum by itself. */
const MAX_DEAD_MARKS = 1000
/** Milliseconds between two looks for marks. */
const EVERY = 250
/** Milliseconds until the next attempt after a failure. */
const AFTER_FAILURE = 5000

const assembled = (id: RawBuilder<unknown>): RawBuilder<Commitment> =>
  commitmentJson(id, undefined, COMMITMENT_INCLUDES)

/** Hash of the statement that builds documents: a version of the service reads only documents of its own form. */
const SHAPE = createHash('sha256').update(statementText()).digest('base64url').slice(0, 12)

function statementText (): string {
  const node = assembled(sql`id`).toOperationNode() as RawNode
  return new PostgresQueryCompiler().compileQuery(node, createQueryId()).sql
}

const COLUMNS: Record<CommitmentInclude, string> = {
  milestones: 'milestones', progressUpdates: 'progress_updates', reviews: 'reviews', assessments: 'assessments'
}

const isCurrent = sql<SqlBool>`d.shape = ${SHAPE}
  and not exists (select from stale_document s where s.commitment = d.commitment)`

function textOf (include: readonly CommitmentInclude[] = []): RawBuilder<string> {
  const lists = include.map(name => sql`|| ${sql.lit(`,"${name}":`)} || ${sql.ref(`d.${COLUMNS[name]}`)}`)
  return sql<string>`d.body ${sql.join(lists, sql` `)} || '}'`
}

/** SQL for the assembled text of a commitment; null unless it is current. `settleOverdue` makes its wire form. */
export const documentText = (id: RawBuilder<unknown>, include?: readonly CommitmentInclude[]) =>
  sql<string | null>`(select ${textOf(include)} from commitment_document d where d.commitment = ${id} and ${isCurrent})`

/** A member with the due date as its value. Nothing inside a text can match: JSON escapes its quotation marks. */
const OVERDUE = /"overdue":(?:null|"(\d{4}-\d\d-\d\d)")/g

/** Replaces the due dates that stand for `overdue`; `today` is a UTC day. */
export const settleOverdue = (text: string, today: string): string =>
  text.replace(OVERDUE, (_, due?: string) => `"overdue":${due !== undefined && due < today}`)

export interface CommitmentDocument { text: string, revision: number }

/** Returns the current document of a commitment that is named by id or OGP code; undefined if there is none. */
export async function findDocument (
  db: Db, reference: string, today: string, include?: readonly CommitmentInclude[]
): Promise<CommitmentDocument | undefined> {
  const { rows: [found] } = await sql<CommitmentDocument>`select ${textOf(include)} as text, d.revision
    from commitment_document d where d.commitment = ${commitmentIdOf(reference)} and ${isCurrent}`.execute(db)
  return found === undefined ? undefined : { text: settleOverdue(found.text, today), revision: found.revision }
}

/**
 * Makes documents of commitments whose facts have changed, the longest waiting first.
 * @returns the number of marks that it removed; 0 means that all documents are current
 */
export async function assembleBatch (db: Db): Promise<number> {
  // Most looks find nothing, and then need no transaction.
  if (await db.selectFrom('stale_document').select('id').limit(1).executeTakeFirst() === undefined) return 0
  return await inTransaction(db, async (tx) => {
    // One at a time, so that no older document replaces a newer one.
    await lockName(tx, 'commitment-documents')
    const marks = await tx.selectFrom('stale_document').selectAll().orderBy('id').limit(MAX_MARKS).execute()
    const ids = [...new Set(marks.map(({ commitment }) => commitment))].slice(0, BATCH)
    // A later statement than the one that found the marks sees at least the facts they are about. Other marks stay.
    const { rows } = await sql<{ commitment: Commitment | null }>`
      select ${assembled(sql`stale.id`)} as commitment from unnest(${ids}::uuid[]) as stale (id)`.execute(tx)
    await saveDocuments(tx, rows.flatMap(({ commitment }) => commitment ?? []))
    const done = marks.filter(({ commitment }) => ids.includes(commitment)).map(({ id }) => id)
    await sql`delete from stale_document where id = any (${done}::bigint[])`.execute(tx)
    return done.length
  })
}

async function saveDocuments (db: Db, commitments: Commitment[]): Promise<void> {
  const rows = commitments.map(({ milestones, progressUpdates, reviews, assessments, ...body }) => ({
    commitment: body.id,
    shape: SHAPE,
    revision: body.revision,
    body: JSON.stringify(body).slice(0, -1),
    milestones: JSON.stringify(milestones),
    progress_updates: JSON.stringify(progressUpdates),
    reviews: JSON.stringify(reviews),
    assessments: JSON.stringify(assessments)
  }))
  await sql`insert into commitment_document
    select d.* from jsonb_populate_recordset(null::commitment_document, ${JSON.stringify(rows)}::jsonb) d
    on conflict (commitment) do update set shape = excluded.shape, revision = excluded.revision, body = excluded.body,
      milestones = excluded.milestones, progress_updates = excluded.progress_updates, reviews = excluded.reviews,
      assessments = excluded.assessments`.execute(db)
}

/** Marks the documents that another version of the service made in another form. Both comparisons use the index. */
export async function markOtherShapes (db: Db): Promise<void> {
  await sql`insert into stale_document (commitment)
    select commitment from commitment_document where shape < ${SHAPE} or shape > ${SHAPE}`.execute(db)
}

/**
 * Keeps the documents current until it is stopped, a batch at a time with a turn for others between.
 * `failed` is called with each error; the attempt is repeated.
 * @returns a function that stops it once the batch at hand is done
 */
export function startAssembling (db: Db, failed: (error: unknown) => void): () => Promise<void> {
  const marked = markOtherShapes(db).catch(failed)
  let dead = 0
  const assemble = async (): Promise<number> => {
    const removed = await assembleBatch(db)
    dead += removed
    if (removed > 0) return 0
    if (dead >= MAX_DEAD_MARKS) {
      await sql`vacuum stale_document`.execute(db)
      dead = 0
    }
    return EVERY
  }
  return repeat(async () => {
    await marked
    return await assemble().catch((error: unknown) => {
      failed(error)
      return AFTER_FAILURE
    })
  })
}

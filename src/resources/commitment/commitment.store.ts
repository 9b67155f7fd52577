import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import type { Listing, SortKey } from '../../db/keyset.ts'
import { documentText, findDocument, settleOverdue } from './commitment.document.ts'
import type { CommitmentQuery } from './commitment.query.ts'
import type { Commitment, CommitmentInclude } from './commitment.schemas.ts'
import { commitmentIdOf, commitmentJson } from './commitment.select.ts'
import { chosenCommitments } from './filters.select.ts'

/** Each on an index of the projection; an absent value comes last in either direction. */
const SORTS: Record<string, SortKey> = {
  code: { expression: sql`coalesce(code, '~') collate "C"`, cast: 'text' },
  '-code': { expression: sql`coalesce(code, '') collate "C"`, cast: 'text', descending: true },
  title: { expression: sql`title`, cast: 'text' },
  '-title': { expression: sql`title`, cast: 'text', descending: true },
  updatedAt: { expression: sql`updated_at`, cast: 'timestamptz' },
  '-updatedAt': { expression: sql`updated_at`, cast: 'timestamptz', descending: true },
  nextDueOn: { expression: sql`coalesce(next_due_on, 'infinity')`, cast: 'date' },
  '-nextDueOn': { expression: sql`coalesce(next_due_on, '-infinity')`, cast: 'date', descending: true },
  lastReportedOn: { expression: sql`coalesce(last_reported_on, 'infinity')`, cast: 'date' },
  '-lastReportedOn': { expression: sql`coalesce(last_reported_on, '-infinity')`, cast: 'date', descending: true },
  divergence: { expression: sql`divergence_steps`, cast: 'integer' },
  '-divergence': { expression: sql`divergence_steps`, cast: 'integer', descending: true },
  cycleYear: { expression: sql`cycle_year`, cast: 'integer' },
  '-cycleYear': { expression: sql`cycle_year`, cast: 'integer', descending: true }
}

export function commitmentListing (query: CommitmentQuery, today: string): Listing<Commitment> {
  return {
    from: sql`commitment_status`,
    id: sql`commitment`,
    idType: 'uuid',
    sorts: SORTS,
    filters: chosenCommitments(query, today),
    body: id => commitmentJson(id, today, query.include),
    // The past is built from its facts: documents are of the present.
    ...(query.knownAt === undefined
      ? { assembled: { text: id => documentText(id, query.include), complete: text => settleOverdue(text, today) } }
      : {})
  }
}

const isCode = (reference: string): boolean => !reference.includes('-')

/** The id of a commitment that is named by id or by OGP code, in any case. */
export async function resolveCommitment (db: Db, reference: string): Promise<string | undefined> {
  const column = isCode(reference) ? 'code' : 'id'
  const value = isCode(reference) ? reference.toUpperCase() : reference.toLowerCase()
  const row = await db.selectFrom('commitment').select('id').where(column, '=', value).executeTakeFirst()
  return row?.id
}

export function findCommitment (db: Db, reference: string, today: string, include?: readonly CommitmentInclude[]): Promise<Commitment | undefined> {
  return readShape(db, commitmentJson(commitmentIdOf(reference), today, include))
}

/** Returns the same of the present, from its assembled document where that is current. `db` must not read the past. */
export async function findPresentCommitment (
  db: Db, reference: string, today: string, include?: readonly CommitmentInclude[]
): Promise<Commitment | undefined> {
  const document = await findDocument(db, reference, today, include)
  if (document !== undefined) return JSON.parse(document.text) as Commitment
  return await findCommitment(db, reference, today, include)
}

/** Where a commitment, named by id or code, belongs. */
export async function findCommitmentPlace (db: Db, reference: string): Promise<{ id: string, plan: string, member: string } | undefined> {
  return await db.selectFrom('commitment as c').innerJoin('action_plan as p', 'p.id', 'c.plan').select(['c.id', 'c.plan', 'p.member'])
    .where(isCode(reference) ? 'c.code' : 'c.id', '=', isCode(reference) ? reference.toUpperCase() : reference.toLowerCase()).executeTakeFirst()
}

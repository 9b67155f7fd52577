import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, type SortKey, anyOf, byExternalRef, overlaps } from '../../db/keyset.ts'
import type { CommitmentFilterQuery, CommitmentQuery } from './commitment.query.ts'
import type { Commitment, CommitmentInclude } from './commitment.schemas.ts'
import { commitmentIdOf, commitmentJson } from './commitment.select.ts'

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

/** `when` where the flag is true, its opposite (absent counts as not) where it is false, nothing where it is not given. */
function flag (given: boolean | undefined, when: RawBuilder<SqlBool>): RawBuilder<SqlBool>[] {
  return given === undefined ? [] : [given ? when : sql<SqlBool>`coalesce(not (${when}), true)`]
}

const given = (value: unknown, filter: RawBuilder<SqlBool>): RawBuilder<SqlBool>[] => value === undefined ? [] : [filter]

/** Over the columns of the projection. */
export function commitmentFilters (query: CommitmentFilterQuery, today: string): RawBuilder<SqlBool>[] {
  return [
    ...anyOf(sql`member`, query.member),
    ...anyOf(sql`region`, query.region),
    ...anyOf(sql`plan`, query.plan),
    ...anyOf(sql`cycle_year`, query.cycleYear, 'integer'),
    ...overlaps(sql`policy_areas`, query.policyArea),
    ...given(query.policyAreaAll, sql`policy_areas @> ${query.policyAreaAll}::text[]`),
    ...overlaps(sql`ogp_values`, query.value),
    ...overlaps(sql`institutions`, query.institution),
    ...(query.lifecycle === undefined ? [sql<SqlBool>`lifecycle <> 'entered_in_error'`] : anyOf(sql`lifecycle`, query.lifecycle)),
    ...anyOf(sql`government_completion`, query.governmentCompletion),
    ...overlaps(sql`civil_society_completions`, query.civilSocietyCompletion),
    ...anyOf(sql`irm_completion`, query.irmCompletion),
    ...flag(query.starred, sql`starred`),
    ...flag(query.diverges, sql`diverges`),
    ...flag(query.overdue, sql`next_due_on < ${today}::date`),
    ...flag(query.stale, sql`lifecycle = 'active' and coalesce(last_reported_on < ${today}::date - interval '6 months', true)`),
    ...given(query.dueBefore, sql`next_due_on < ${query.dueBefore}::date`),
    ...given(query.dueAfter, sql`next_due_on > ${query.dueAfter}::date`),
    ...given(query.updatedSince, sql`updated_at >= ${query.updatedSince === undefined ? null : new Date(query.updatedSince).toISOString()}::timestamptz`),
    ...anyOf(sql`code`, query.code?.map(code => code.toUpperCase())),
    ...byExternalRef('commitment', sql`commitment`, query.externalRef)
  ]
}

export function commitmentListing (query: CommitmentQuery, today: string): Listing<Commitment> {
  return {
    from: sql`commitment_status`,
    id: sql`commitment`,
    idType: 'uuid',
    sorts: SORTS,
    filters: [
      ...commitmentFilters(query, today),
      ...given(query.q, sql`search @@ websearch_to_tsquery('simple', unaccent(${query.q}))`)
    ],
    body: id => commitmentJson(id, today, query.include)
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

/** Where a commitment, named by id or code, belongs. */
export async function findCommitmentPlace (db: Db, reference: string): Promise<{ id: string, plan: string, member: string } | undefined> {
  return await db.selectFrom('commitment as c').innerJoin('action_plan as p', 'p.id', 'c.plan').select(['c.id', 'c.plan', 'p.member'])
    .where(isCode(reference) ? 'c.code' : 'c.id', '=', isCode(reference) ? reference.toUpperCase() : reference.toLowerCase()).executeTakeFirst()
}

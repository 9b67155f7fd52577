import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { anyOf, byExternalRef, overlaps } from '../../db/keyset.ts'
import type { CommitmentFilters } from './filters.schemas.ts'

/** `when` where the flag is true, its opposite (absent counts as not) where it is false, nothing where it is not given. */
function flag (given: boolean | undefined, when: RawBuilder<SqlBool>): RawBuilder<SqlBool>[] {
  return given === undefined ? [] : [given ? when : sql<SqlBool>`coalesce(not (${when}), true)`]
}

const given = (value: unknown, filter: RawBuilder<SqlBool>): RawBuilder<SqlBool>[] => value === undefined ? [] : [filter]

/** Conditions on `commitment_status`; `today` is the day that deadlines are held against. */
export const chosenCommitments = (query: CommitmentFilters, today: string): RawBuilder<SqlBool>[] => [
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
  ...byExternalRef('commitment', sql`commitment`, query.externalRef),
  ...given(query.q, sql`search @@ websearch_to_tsquery('simple', unaccent(${query.q}))`)
]

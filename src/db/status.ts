import { type RawBuilder, sql } from 'kysely'
import type { Tx } from './database.ts'

/** Refreshes the projections of what a transaction touched. Every service that changes a fact below calls one of these. */

export async function refreshStatus (tx: Tx, commitments: readonly string[]): Promise<void> {
  if (commitments.length === 0) return
  await sql`select refresh_commitment_status(${commitments}::uuid[])`.execute(tx)
}

/** Refreshes the part of the status that reviews decide, after a write of reviews and of nothing else. */
export async function refreshReviewStatus (tx: Tx, commitments: readonly string[]): Promise<void> {
  await sql`select refresh_review_status(${commitments}::uuid[])`.execute(tx)
}

export async function refreshStatusOfPlans (tx: Tx, plans: readonly string[]): Promise<void> {
  await sql`select refresh_commitment_status(array(select id from commitment where plan = any (${plans}::text[])))`.execute(tx)
}

export async function refreshStatusOfMembers (tx: Tx, members: readonly string[]): Promise<void> {
  await sql`select refresh_commitment_status(array(select c.id from commitment c
    join action_plan p on p.id = c.plan where p.member = any (${members}::text[])))`.execute(tx)
}

/** The search looks through texts and names alone: whoever writes those calls one of these too. */
async function refreshSearchOf (tx: Tx, commitments: RawBuilder<unknown>): Promise<void> {
  await sql`select refresh_commitment_search(${commitments})`.execute(tx)
}

export async function refreshSearch (tx: Tx, commitments: readonly string[]): Promise<void> {
  await refreshSearchOf(tx, sql`${commitments}::uuid[]`)
}

export async function refreshSearchOfMembers (tx: Tx, members: readonly string[]): Promise<void> {
  await refreshSearchOf(tx, sql`array(select c.id from commitment c join action_plan p on p.id = c.plan where p.member = any (${members}::text[]))`)
}

export async function refreshSearchOfInstitutions (tx: Tx, institutions: readonly string[]): Promise<void> {
  await refreshSearchOf(tx, sql`array(select commitment from commitment_stakeholder where institution = any (${institutions}::text[])
    union select m.commitment from milestone_stakeholder s join milestone m on m.id = s.milestone where s.institution = any (${institutions}::text[]))`)
}

export async function refreshSearchOfPolicyAreas (tx: Tx, policyAreas: readonly string[]): Promise<void> {
  await refreshSearchOf(tx, sql`array(select commitment from commitment_policy_area where policy_area = any (${policyAreas}::text[]))`)
}

import { sql } from 'kysely'
import type { Tx } from './database.ts'

/** Refreshes the projection of what a transaction touched. Every service that changes a fact below calls one of these. */

export async function refreshStatus (tx: Tx, commitments: readonly string[]): Promise<void> {
  if (commitments.length === 0) return
  await sql`select refresh_commitment_status(${commitments}::uuid[])`.execute(tx)
}

export async function refreshStatusOfPlans (tx: Tx, plans: readonly string[]): Promise<void> {
  await sql`select refresh_commitment_status(array(select id from commitment where plan = any (${plans}::text[])))`.execute(tx)
}

export async function refreshStatusOfMembers (tx: Tx, members: readonly string[]): Promise<void> {
  await sql`select refresh_commitment_status(array(select c.id from commitment c
    join action_plan p on p.id = c.plan where p.member = any (${members}::text[])))`.execute(tx)
}

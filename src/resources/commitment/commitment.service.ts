import { sql } from 'kysely'
import { saveRows } from '../../db/bulk.ts'
import { lastPositions, replaceStakeholders } from '../../db/children.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { CommitmentFacts } from './commitment.schemas.ts'
import { commitmentFacts } from './commitment.select.ts'

/**
 * Writes commitments of one plan as they shall stand, new or changed, each with its revision. The caller refreshes their
 * status once it has written what hangs below them.
 */
export async function saveCommitments (tx: Tx, context: WriteContext, plan: string, commitments: CommitmentFacts[]): Promise<void> {
  if (commitments.length === 0) return
  const ids = commitments.map(({ id }) => id)
  const last = (await lastPositions(tx, 'commitment', 'plan', [plan])).get(plan) ?? 0
  await saveRows(tx, 'commitment', commitments.map((commitment, index) => ({
    id: commitment.id,
    plan,
    position: last + index + 1,
    code: commitment.code,
    number: commitment.number,
    title: commitment.title,
    short_title: commitment.shortTitle,
    description: commitment.description,
    problem: commitment.problem,
    causes: commitment.causes,
    status_quo: commitment.statusQuo,
    proposed_solution: commitment.proposedSolution,
    expected_results: commitment.expectedResults,
    language: commitment.language,
    translations: commitment.translations,
    ogp_values: commitment.values,
    grand_challenges: commitment.grandChallenges,
    sdgs: commitment.sdgs,
    budget: commitment.budget,
    cluster: commitment.cluster,
    starts_on: commitment.startsOn,
    starts_precision: commitment.startsPrecision,
    starts_text: commitment.startsText,
    ends_on: commitment.endsOn,
    ends_precision: commitment.endsPrecision,
    ends_text: commitment.endsText,
    lifecycle: commitment.lifecycle,
    lifecycle_reason: commitment.lifecycleReason,
    updated_at: context.at
  })), ['position'])
  await replacePolicyAreas(tx, commitments)
  await replaceStakeholders(tx, 'commitment', commitments)
  await replaceRefs(tx, 'commitment', commitments)
  await record(tx, context, 'commitment', 'commitment', commitmentFacts, ids)
}

async function replacePolicyAreas (tx: Tx, commitments: CommitmentFacts[]): Promise<void> {
  const rows = commitments.flatMap(({ id, policyAreas }) => policyAreas.map(area => ({ id, area })))
  await sql`delete from commitment_policy_area where commitment = any (${commitments.map(({ id }) => id)}::uuid[])`.execute(tx)
  await sql`insert into commitment_policy_area (commitment, policy_area)
    select id, area from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, area text)`.execute(tx)
}

import { sql } from 'kysely'
import { saveRows } from '../../db/bulk.ts'
import { lastPositions, replaceStakeholders } from '../../db/children.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { MilestoneFacts } from './milestone.schemas.ts'
import { milestoneFacts } from './milestone.select.ts'

/**
 * Writes milestones as they shall stand, new or changed, with their indicators, each with its revision. The caller refreshes
 * the status of their commitments.
 */
export async function saveMilestones (tx: Tx, context: WriteContext, milestones: MilestoneFacts[]): Promise<void> {
  if (milestones.length === 0) return
  const last = await lastPositions(tx, 'milestone', 'commitment', milestones.map(({ commitment }) => commitment))
  await saveRows(tx, 'milestone', milestones.map((milestone, index) => ({
    id: milestone.id,
    commitment: milestone.commitment,
    position: (last.get(milestone.commitment) ?? 0) + index + 1,
    number: milestone.number,
    title: milestone.title,
    expected_output: milestone.expectedOutput,
    starts_on: milestone.startsOn,
    starts_precision: milestone.startsPrecision,
    starts_text: milestone.startsText,
    due_on: milestone.dueOn,
    due_precision: milestone.duePrecision,
    due_text: milestone.dueText,
    weight: milestone.weight,
    lifecycle: milestone.lifecycle,
    updated_at: context.at
  })), ['position'])
  await saveIndicators(tx, milestones)
  await replaceStakeholders(tx, 'milestone', milestones)
  await replaceRefs(tx, 'milestone', milestones)
  await record(tx, context, 'milestone', 'milestone', milestoneFacts, milestones.map(({ id }) => id))
}

/** Indicators are part of their milestone: written with it, and never removed. */
async function saveIndicators (tx: Tx, milestones: MilestoneFacts[]): Promise<void> {
  const rows = milestones.flatMap(({ id, indicators }) => indicators.map((indicator, position) => ({
    id: indicator.id,
    milestone: id,
    position,
    number: indicator.number,
    title: indicator.title,
    target: indicator.target,
    due_on: indicator.dueOn,
    due_precision: indicator.duePrecision,
    due_text: indicator.dueText
  })))
  const { rows: written } = await sql`insert into indicator select * from jsonb_populate_recordset(null::indicator, ${JSON.stringify(rows)}::jsonb)
    on conflict (id) do update set position = excluded.position, number = excluded.number, title = excluded.title, target = excluded.target,
      due_on = excluded.due_on, due_precision = excluded.due_precision, due_text = excluded.due_text where indicator.milestone = excluded.milestone returning id`.execute(tx)
  if (written.length < rows.length) throw new ProblemError('already-exists', 'An indicator of this id was created by somebody else just now.')
  await replaceRefs(tx, 'indicator', milestones.flatMap(({ indicators }) => indicators))
}

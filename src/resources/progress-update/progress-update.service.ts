import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { refreshStatus } from '../../db/status.ts'
import { type ErrorCode, type ErrorItem, ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { futureFaults } from '../../schema/dates.ts'
import { evidenceFaults } from '../../schema/evidence.ts'
import { mergePatch } from '../../schema/merge-patch.ts'
import { speakerFault } from '../institution/institution.rules.ts'
import { findSpeaker } from '../institution/institution.store.ts'
import { challengesFaults } from './progress-update.rules.ts'
import type { NewProgressUpdate, ProgressUpdate, ProgressUpdateFacts, ProgressUpdatePatch } from './progress-update.schemas.ts'
import { progressUpdateFacts } from './progress-update.select.ts'
import { findMissingReferences, findProgressUpdate, lockProgressUpdate } from './progress-update.store.ts'

/** What a report says where its author says nothing. */
const SILENT = {
  milestone: null, indicator: null, completion: null, percent: null, schedule: null, narrative: null, challenges: null, rescheduledTo: null, evidence: [], externalRefs: []
}

/** Adds a report of an institution on a commitment of this member, or on a milestone or indicator of it. */
export async function createProgressUpdate (tx: Tx, context: WriteContext, id: string, { commitment, member }: { commitment: string, member: string }, said: NewProgressUpdate): Promise<ProgressUpdate> {
  const fault = speakerFault(said.institution, await findSpeaker(tx, said.institution), member)
  if (fault !== undefined) refuse(fault.code, [{ pointer: '/institution', detail: fault.detail }])
  return write(tx, context, { ...SILENT, ...said, id, commitment })
}

/** Changes a report; `expected` decides whether the version that was read may be changed (412). */
export async function updateProgressUpdate (tx: Tx, context: WriteContext, id: string, patch: ProgressUpdatePatch, expected: (revision: number) => void): Promise<ProgressUpdate> {
  const known = await lockProgressUpdate(tx, id)
  expected(known.revision)
  return write(tx, context, mergePatch(known.facts, patch))
}

async function write (tx: Tx, context: WriteContext, update: ProgressUpdateFacts): Promise<ProgressUpdate> {
  refuse('date-in-future', futureFaults(context.on, { reportedOn: update.reportedOn }))
  refuse('challenges-required', challengesFaults(update))
  refuse('evidence-incomplete', evidenceFaults(update.evidence))
  refuse('unknown-reference', (await findMissingReferences(tx, update)).map(name => ({ pointer: `/${name}`, detail: 'there is no such one here' })))
  await saveProgressUpdates(tx, context, [update])
  return await findProgressUpdate(tx, update.id) as ProgressUpdate
}

function refuse (code: ErrorCode, errors: ErrorItem[]): void {
  if (errors.length > 0) throw new ProblemError(code, 'The progress update cannot stand as it is.', { errors })
}

/** Writes reports as they shall stand, new or changed, each with its revision, and refreshes what is derived from them. */
export async function saveProgressUpdates (tx: Tx, context: WriteContext, updates: ProgressUpdateFacts[]): Promise<void> {
  await saveRows(tx, 'progress_update', updates.map(update => ({
    id: update.id,
    commitment: update.commitment,
    milestone: update.milestone,
    indicator: update.indicator,
    institution: update.institution,
    period: update.period,
    reported_on: update.reportedOn,
    completion: update.completion,
    percent: update.percent,
    schedule: update.schedule,
    narrative: update.narrative,
    challenges: update.challenges,
    rescheduled_to: update.rescheduledTo,
    evidence: update.evidence,
    updated_at: context.at
  })))
  await replaceRefs(tx, 'progress-update', updates)
  await record(tx, context, 'progress-update', 'progress_update', progressUpdateFacts, updates.map(({ id }) => id))
  await refreshStatus(tx, [...new Set(updates.map(({ commitment }) => commitment))])
}

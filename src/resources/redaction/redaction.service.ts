import { saveRows } from '../../db/bulk.ts'
import type { Tables, Tx } from '../../db/database.ts'
import { redactAnswers } from '../../db/idempotency.ts'
import { refreshSearch, refreshStatus } from '../../db/status.ts'
import { lockName } from '../../db/transaction.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { findSuppression } from '../../log/tombstone.store.ts'
import { dropSubmission, lockReleases } from '../review/submission.store.ts'
import { type RedactionTarget, hasFields, needsApproval, targetFaults, wordsOf } from './redaction.rules.ts'
import type { NewAppeal, NewRedaction, Redaction, RedactionPatch } from './redaction.schemas.ts'
import { TARGET_FACTS, redactionFacts } from './redaction.select.ts'
import { type RedactionRow, blankQuotations, blankTarget, eraseRedacted, findErasable, findPlace, findRedaction, lockRedaction, lockTarget, newestRevision, removeProposal } from './redaction.store.ts'

/** What a moderator writes with: the key too, so that the second one is another. */
export interface Moderation extends WriteContext { key: string }

const targetOf = (row: RedactionRow): RedactionTarget =>
  ({ type: row.target_type, id: row.target_id, atRevision: row.target_revision, fields: row.target_fields })

/**
 * Redacts, or proposes to where a second moderator must approve. Nothing of a proposal is public.
 * @throws ProblemError not-redactable, unknown-reference, nothing-to-redact
 */
export async function createRedaction (tx: Tx, by: Moderation, id: string, { target: said, ground, statement }: NewRedaction): Promise<Redaction> {
  const target = { atRevision: null, fields: null, ...said, id: said.id.toLowerCase() }
  const errors = targetFaults(target)
  if (errors.length > 0) throw new ProblemError('not-redactable', 'This cannot be redacted so.', { errors })
  const proposal = {
    id, target_type: target.type, target_id: target.id, target_revision: target.atRevision, target_fields: target.fields, ground, statement, state: 'proposed', on_date: by.on, erased: [], proposed_by: by.key, approved_by: null, appeal_state: null, appealed_on: null, appeal_reasons: null, appeal_decided_on: null, appeal_statement: null, revision: 1
  }
  await requireErasable(tx, target)
  if (needsApproval(target)) await saveRows(tx, 'redaction', [proposal])
  else await takeEffect(tx, by, proposal)
  return await findRedaction(tx, id, true) as Redaction
}

/**
 * Lets a proposal take effect, by another moderator than the one who made it.
 * @throws ProblemError redaction-in-effect, another-moderator-required, nothing-to-redact
 */
export async function approveRedaction (tx: Tx, by: Moderation, id: string): Promise<Redaction> {
  const row = await lock(tx, id)
  if (row.state !== 'proposed') throw new ProblemError('redaction-in-effect', `The redaction is in effect since ${row.on_date}.`)
  if (row.proposed_by === by.key) throw new ProblemError('another-moderator-required', 'This key proposed it.')
  await takeEffect(tx, by, { ...row, approved_by: by.key })
  return await findRedaction(tx, id, true) as Redaction
}

/** Takes a proposal back, whoever made it. What took effect stays for ever (405). */
export async function withdrawProposal (tx: Tx, id: string): Promise<void> {
  const row = await lock(tx, id)
  if (row.state !== 'proposed') throw new ProblemError('method-not-allowed', 'What took effect is part of the public record; its author can appeal.', { headers: { allow: 'GET, HEAD, PATCH, OPTIONS' } })
  await removeProposal(tx, id)
}

/** Files the one appeal that a redaction in effect may have, by whoever may write what it took away. */
export async function fileAppeal (tx: Tx, context: WriteContext, id: string, { reasons }: NewAppeal): Promise<Redaction> {
  const row = await lock(tx, id)
  if (row.appeal_state !== null) throw new ProblemError('appeal-not-possible', 'The redaction was appealed already.')
  await save(tx, context, { ...row, appeal_state: 'open', appealed_on: context.on, appeal_reasons: reasons })
  return await findRedaction(tx, id, false) as Redaction
}

/**
 * Decides an appeal, by a moderator who had no part in the redaction. Nothing that was erased comes back; who wrote it may write
 * anew where it is overturned. `expected` decides whether the revision that was read may be changed (412).
 */
export async function decideAppeal (tx: Tx, by: Moderation, id: string, { appeal }: RedactionPatch, expected: (revision: number) => void): Promise<Redaction> {
  const row = await lock(tx, id)
  expected(row.revision)
  if (row.appeal_state !== 'open') throw new ProblemError('appeal-not-possible', 'The redaction has no open appeal.')
  if ([row.proposed_by, row.approved_by].includes(by.key)) throw new ProblemError('another-moderator-required', 'This key had a part in the redaction.')
  await save(tx, by, { ...row, appeal_state: appeal.state, appeal_reasons: null, appeal_decided_on: by.on, appeal_statement: appeal.statement })
  return await findRedaction(tx, id, true) as Redaction
}

async function lock (tx: Tx, id: string): Promise<RedactionRow> {
  const row = await lockRedaction(tx, id)
  if (row === undefined) throw new ProblemError('not-found', `There is no redaction ${id}.`)
  return row
}

async function save (tx: Tx, context: WriteContext, row: RedactionRow, keep: string[] = []): Promise<void> {
  await saveRows(tx, 'redaction', [row], keep)
  await record(tx, context, 'redaction', 'redaction', redactionFacts, [row.id])
}

/** @returns the revisions that hold what shall go */
async function requireErasable (tx: Tx, target: RedactionTarget): Promise<number[]> {
  const { type, id, atRevision } = target
  const newest = await newestRevision(tx, target)
  if (newest === undefined) throw new ProblemError('unknown-reference', `There is no ${type} ${id}.`, { errors: [{ pointer: '/target/id', detail: 'was never public' }] })
  if (atRevision !== null && atRevision >= newest) throw new ProblemError('not-redactable', 'This cannot be redacted so.', { errors: [{ pointer: '/target/atRevision', detail: `must be lower than ${newest}: the newest says what stands` }] })
  const whole = atRevision === null && target.fields === null
  const erasable = whole && await findSuppression(tx, type, id) !== undefined ? [] : await findErasable(tx, target)
  if (erasable.length === 0) throw new ProblemError('nothing-to-redact', `Of the ${type} ${id} nothing is left of this.`)
  return erasable
}

/**
 * Takes out of the record what the redaction names. What stands gets its next revision, in which it is blank; then the
 * revisions that hold it lose text and salt, and with them answers kept for retries and quotations of imports.
 */
async function takeEffect (tx: Tx, by: WriteContext, row: RedactionRow): Promise<void> {
  const target = targetOf(row)
  const { type, id, atRevision } = target
  const place = await findPlace(tx, target)
  // Writers of a plan hold its member's lock; then the row itself, as every writer does.
  if (hasFields(type) && type !== 'review' && type !== 'reply') await lockName(tx, `member ${place?.member}`)
  const table = (type === 'reply' ? 'review_reply' : type.replaceAll('-', '_')) as keyof Tables
  if (type === 'review') await lockReleases(tx)
  await lockTarget(tx, table, id)
  const erased = await requireErasable(tx, target)
  await blankQuotations(tx, target, erased, wordsOf(type))
  if (atRevision === null && hasFields(type)) {
    await blankTarget(tx, table, target, type === 'review' ? null : by.at)
    await record(tx, by, type, table, TARGET_FACTS[type], [id], { op: 'redact' })
    if (place?.commitment != null) {
      await refreshStatus(tx, [place.commitment])
      await refreshSearch(tx, [place.commitment])
    }
  }
  await save(tx, by, { ...row, state: 'in_effect', on_date: by.on, erased }, ['revision'])
  // A later version that waits would bring back what goes; its author may write anew.
  if (type === 'review') await dropSubmission(tx, id, row.id)
  await eraseRedacted(tx, row.id)
  await redactAnswers(tx, id)
}

import type { Tx } from '../../db/database.ts'
import { ProblemError } from '../../errors.ts'
import type { WriteContext } from '../../log/record.ts'
import type { ActionPlan } from '../action-plan/action-plan.schemas.ts'
import { findActionPlan } from '../action-plan/action-plan.store.ts'
import type { Commitment } from '../commitment/commitment.schemas.ts'
import { findCommitment } from '../commitment/commitment.store.ts'
import type { Milestone } from '../milestone/milestone.schemas.ts'
import { findMilestone } from '../milestone/milestone.store.ts'
import { plainIds, workOut } from './document.rules.ts'
import type { ActionPlanPatch, CommitmentPatch, MilestonePatch, NewActionPlan, NewCommitment, NewMilestone } from './item.schemas.ts'
import type { PlanDocument } from './plan-document.schemas.ts'
import { lockPlan, refusalOf, writeWork } from './plan-document.service.ts'
import { readPlan, readSurroundings } from './plan-document.store.ts'

/** Writes of one entity of a plan: each is a document that names nothing else, so that the same rules hold. */

export interface Item {
  document: PlanDocument
  /** Where the document names the entity: `/plan`, `/commitments/0`, `/commitments/0/milestones/0`. */
  pointer: string
  /** What the writer has seen of an entity that exists; absent where one is added. */
  expected?: { type: string, id: string, check: (revision: number) => void }
}

/** @returns the id of the entity */
async function applyItem (tx: Tx, newId: () => string, context: WriteContext, { document: given, pointer, expected }: Item): Promise<string> {
  const document = plainIds(given)
  await lockPlan(tx, document)
  const stored = await readPlan(tx, document.plan.id)
  if (expected !== undefined) {
    const line = stored.revisions.find(line => line.startsWith(`${expected.type} ${expected.id} `)) as string
    expected.check(Number(line.split(' ')[2]))
  }
  const work = workOut(stored, await readSurroundings(tx, document), document, { newId, absent: 'keep', anyInstitution: false })
  const change = work.changes.find(change => change.pointer === pointer) as { op: string, id: string }
  if (expected === undefined && change.op !== 'create' && change.op !== 'conflict') throw new ProblemError('already-exists', `It is ${change.id}: same code or external reference. Change that one instead.`)
  if (work.findings.length > 0) {
    throw refusalOf(work.findings.map(finding => ({ ...finding, pointer: finding.pointer.replace(pointer, '') })))
  }
  await writeWork(tx, context, document.plan.id, work)
  return change.id
}

type NewId = () => string
type Check = (revision: number) => void

export async function createActionPlan (tx: Tx, newId: NewId, context: WriteContext, said: NewActionPlan): Promise<ActionPlan> {
  const id = await applyItem(tx, newId, context, { document: { plan: { ...said, id: `${said.member}-${said.number}` } }, pointer: '/plan' })
  return await findActionPlan(tx, id) as ActionPlan
}

export async function updateActionPlan (tx: Tx, newId: NewId, context: WriteContext, id: string, patch: ActionPlanPatch, check: Check): Promise<ActionPlan> {
  await applyItem(tx, newId, context, { document: { plan: { ...patch, id } }, pointer: '/plan', expected: { type: 'action-plan', id, check } })
  return await findActionPlan(tx, id) as ActionPlan
}

export async function createCommitment (tx: Tx, newId: NewId, context: WriteContext, today: string, { plan, ...said }: NewCommitment): Promise<Commitment> {
  const id = await applyItem(tx, newId, context, { document: { plan: { id: plan }, commitments: [{ ...said, id: newId() }] }, pointer: '/commitments/0' })
  return await findCommitment(tx, id, today) as Commitment
}

export async function updateCommitment (tx: Tx, newId: NewId, context: WriteContext, today: string, { plan, id }: { plan: string, id: string }, patch: CommitmentPatch, check: Check): Promise<Commitment> {
  await applyItem(tx, newId, context, { document: { plan: { id: plan }, commitments: [{ ...patch, id }] }, pointer: '/commitments/0', expected: { type: 'commitment', id, check } })
  return await findCommitment(tx, id, today) as Commitment
}

export async function createMilestone (tx: Tx, newId: NewId, context: WriteContext, today: string, { plan, id: commitment }: { plan: string, id: string }, said: NewMilestone): Promise<Milestone> {
  const id = await applyItem(tx, newId, context, {
    document: { plan: { id: plan }, commitments: [{ id: commitment, milestones: [{ ...said, id: newId() }] }] }, pointer: '/commitments/0/milestones/0'
  })
  return await findMilestone(tx, id, today) as Milestone
}

export async function updateMilestone (tx: Tx, newId: NewId, context: WriteContext, today: string, { plan, commitment, id }: { plan: string, commitment: string, id: string }, patch: MilestonePatch, check: Check): Promise<Milestone> {
  await applyItem(tx, newId, context, {
    document: { plan: { id: plan }, commitments: [{ id: commitment, milestones: [{ ...patch, id }] }] }, pointer: '/commitments/0/milestones/0', expected: { type: 'milestone', id, check }
  })
  return await findMilestone(tx, id, today) as Milestone
}

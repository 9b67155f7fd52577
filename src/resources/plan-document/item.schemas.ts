import Type, { type TSchema } from 'typebox'
import { Slug, partialRecord } from '../../schema/scalars.ts'
import { ActionPlanDocument } from '../action-plan/action-plan.schemas.ts'
import { commitmentDocumentMembers } from '../commitment/commitment.schemas.ts'
import { MilestoneDocument } from '../milestone/milestone.schemas.ts'
import type { CommitmentDocument } from './plan-document.schemas.ts'

/** One entity of a plan at a time, by the same rules as a whole document. */

const membersOf = (schema: TSchema): Record<string, TSchema> => (schema as unknown as { properties: Record<string, TSchema> }).properties

const without = (members: Record<string, TSchema>, ...names: string[]): Record<string, TSchema> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)))

const plan = membersOf(ActionPlanDocument)
const milestone = membersOf(MilestoneDocument)

export type NewActionPlan = Omit<ActionPlanDocument, 'id'> & { member: string, number: number }
export const NewActionPlan = Type.Unsafe<NewActionPlan>({
  ...partialRecord(without(plan, 'id')),
  $id: 'NewActionPlan',
  required: ['member', 'number', 'title', 'cycleYear'],
  description: 'An action plan to add; its id is member and number',
  examples: [{ member: 'mexico', number: 5, title: { en: 'Fifth action plan' }, cycleYear: 2026 }]
})

export type ActionPlanPatch = Omit<ActionPlanDocument, 'id' | 'member' | 'number'>
export const ActionPlanPatch = Type.Unsafe<ActionPlanPatch>({
  ...partialRecord(without(plan, 'id', 'member', 'number')),
  $id: 'ActionPlanPatch',
  minProperties: 1,
  description: 'JSON Merge Patch of an action plan; external references merge by their source',
  examples: [{ endsOn: '2022-08-31' }]
})

export type NewCommitment = Omit<CommitmentDocument, 'id' | 'milestones'> & { plan: string }
export const NewCommitment = Type.Unsafe<NewCommitment>({
  ...partialRecord({ plan: Slug, ...commitmentDocumentMembers }),
  $id: 'NewCommitment',
  required: ['plan', 'title'],
  description: 'A commitment to add to a plan',
  examples: [{ plan: 'mexico-4', number: '14', title: { en: 'An example' } }]
})

export type CommitmentPatch = Omit<CommitmentDocument, 'id' | 'milestones'>
export const CommitmentPatch = Type.Unsafe<CommitmentPatch>({
  ...partialRecord(commitmentDocumentMembers),
  $id: 'CommitmentPatch',
  minProperties: 1,
  description: 'JSON Merge Patch of a commitment; external references merge by their source. lifecycle entered_in_error hides a duplicate without deleting it',
  examples: [{ lifecycle: 'paused' }]
})

export type NewMilestone = Omit<MilestoneDocument, 'id'>
export const NewMilestone = Type.Unsafe<NewMilestone>({
  ...partialRecord(without(milestone, 'id')),
  $id: 'NewMilestone',
  required: ['title'],
  description: 'A milestone to add to a commitment',
  examples: [{ number: '1', title: { en: 'A working group is set up' }, dueOn: '2020-06-30' }]
})

export type MilestonePatch = NewMilestone
export const MilestonePatch = Type.Unsafe<MilestonePatch>({
  ...partialRecord(without(milestone, 'id')),
  $id: 'MilestonePatch',
  minProperties: 1,
  description: 'JSON Merge Patch of a milestone; indicators that are not named stay, external references merge by their source',
  examples: [{ duePrecision: 'ongoing', dueText: 'Ongoing' }]
})

export const ITEM_SCHEMAS = [NewActionPlan, ActionPlanPatch, NewCommitment, CommitmentPatch, NewMilestone, MilestonePatch]

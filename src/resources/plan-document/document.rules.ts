import type { ActionPlanFacts } from '../action-plan/action-plan.schemas.ts'
import type { CommitmentFacts } from '../commitment/commitment.schemas.ts'
import type { InstitutionFacts } from '../institution/institution.schemas.ts'
import type { MilestoneFacts } from '../milestone/milestone.schemas.ts'
import { commitmentFindings, institutionFindings, milestoneFindings, planFindings } from './finding.rules.ts'
import { commitmentRules, indicatorRules, institutionRules, milestoneRules, newCommitment, newIndicator, newInstitution, newMilestone, newPlan, planRules } from './entity.rules.ts'
import { type Item, type Known, matchItems } from './match.rules.ts'
import { type FactRules, type Facts, type Finding, differences, mergeFacts } from './merge.rules.ts'
import type { Change, PlanDocument } from './plan-document.schemas.ts'

/** What a plan document changes, worked out before anything is written. Pure: the same inputs give the same plan of work. */

export interface KnownCommitment extends CommitmentFacts { milestones: MilestoneFacts[] }

/** The plan as it stands. */
export interface KnownPlan {
  plan: ActionPlanFacts | null
  commitments: KnownCommitment[]
}

/** What exists of what the document names, anywhere in the tracker. */
export interface Surroundings {
  member: string | null
  institutions: InstitutionFacts[]
  policyAreas: string[]
  /** What the document names and somebody holds already, by `code X`, `id X` or `<type> <source>:<id>`: the holder's id. */
  held: Record<string, string>
}

/** Everything outside the entity that its findings look at. `claims` grows with the document, so that it cannot give a thing twice. */
export interface Context {
  member: string | null
  policyAreas: Set<string>
  institutions: Set<string>
  claims: Map<string, string>
}

export interface Settings {
  newId: () => string
  absent: 'keep' | 'withdraw'
  /** Whether institutions of nobody and of other members may be created (the registrar's imports). */
  anyInstitution: boolean
}

export interface Work {
  changes: Change[]
  findings: Finding[]
  plan: ActionPlanFacts | null
  institutions: InstitutionFacts[]
  commitments: CommitmentFacts[]
  milestones: MilestoneFacts[]
}

export function workOut (known: KnownPlan, around: Surroundings, document: PlanDocument, settings: Settings): Work {
  const work: Work = { changes: [], findings: [], plan: null, institutions: [], commitments: [], milestones: [] }
  const plan = consider(work, 'action-plan', planRules, known.plan, newPlan(), document.plan, '/plan')
  const planId = document.plan.id
  const institutionsHere = new Map(around.institutions.map(institution => [institution.id, institution]))
  const context: Context = {
    member: around.member,
    policyAreas: new Set(around.policyAreas),
    institutions: new Set(institutionsHere.keys()),
    claims: new Map(Object.entries(around.held))
  }
  work.findings.push(...planFindings(plan.facts, known.plan, context))
  if (plan.changed) work.plan = plan.facts as unknown as ActionPlanFacts

  const member = String(plan.facts.member)
  for (const [index, said] of (document.institutions ?? []).entries()) {
    const pointer = `/institutions/${index}`
    const before = institutionsHere.get(said.id) ?? null
    const { facts, changed } = consider(work, 'institution', institutionRules, before, newInstitution(said.id, member), said, pointer)
    work.findings.push(...institutionFindings(facts, before, changed, member, settings.anyInstitution, pointer))
    if (changed) work.institutions.push(facts as unknown as InstitutionFacts)
    context.institutions.add(said.id)
  }

  const items = document.commitments ?? []
  const matches = matchItems(known.commitments as Known[], items as Item[], '/commitments')
  for (const [index, said] of items.entries()) {
    const pointer = `/commitments/${index}`
    const match = matches[index] as { known: KnownCommitment | undefined, finding?: Finding }
    if (match.finding !== undefined) { refuse(work, 'commitment', match.finding, pointer); continue }
    const { milestones: saidMilestones, ...own } = said
    const { milestones: knownMilestones = [], ...before } = match.known ?? {} as Partial<KnownCommitment>
    const id = match.known?.id ?? said.id ?? settings.newId()
    const { facts, changed } = consider(work, 'commitment', commitmentRules, match.known === undefined ? null : before, newCommitment(id, planId), own, pointer)
    work.findings.push(...commitmentFindings(facts, match.known ?? null, context, pointer))
    if (changed) work.commitments.push(facts as unknown as CommitmentFacts)
    milestonesOf(work, facts, knownMilestones, saidMilestones, context, settings, pointer)
  }
  if (document.commitments !== undefined) {
    const kept = new Set(matches.map(match => match.known?.id))
    for (const absent of known.commitments.filter(commitment => !kept.has(commitment.id))) {
      const { milestones: _, ...facts } = absent
      leaveOut(work, 'commitment', facts, settings, { lifecycle: 'withdrawn', lifecycleReason: 'absent_from_document' }, commitmentRules,
        gone => work.commitments.push(gone as unknown as CommitmentFacts))
    }
  }
  markConflicts(work)
  return work
}

function milestonesOf (work: Work, commitment: Facts, known: MilestoneFacts[], items: PlanMilestones, context: Context, settings: Settings, base: string): void {
  if (items === undefined) return
  const matches = matchItems(known as Known[], items as Item[], `${base}/milestones`)
  for (const [index, said] of items.entries()) {
    const pointer = `${base}/milestones/${index}`
    const match = matches[index] as { known: MilestoneFacts | undefined, finding?: Finding }
    if (match.finding !== undefined) { refuse(work, 'milestone', match.finding, pointer); continue }
    const id = match.known?.id ?? said.id ?? settings.newId()
    const before = match.known ?? null
    const indicators = mergeIndicators(work, before?.indicators ?? [], said.indicators, settings, pointer)
    const { facts, changed } = consider(work, 'milestone', milestoneRules, before as Facts | null, newMilestone(id, String(commitment.id)), { ...said, indicators }, pointer)
    work.findings.push(...milestoneFindings(facts, commitment, before, context, pointer))
    if (changed) work.milestones.push(facts as unknown as MilestoneFacts)
  }
  const kept = new Set(matches.map(match => match.known?.id))
  for (const absent of known.filter(milestone => !kept.has(milestone.id))) {
    leaveOut(work, 'milestone', absent, settings, { lifecycle: 'withdrawn' }, milestoneRules,
      gone => work.milestones.push(gone as unknown as MilestoneFacts))
  }
}

type PlanMilestones = NonNullable<PlanDocument['commitments']>[number]['milestones']
type PlanIndicators = NonNullable<PlanMilestones>[number]['indicators']

/** Indicators are part of their milestone; those that the document leaves out stay. */
function mergeIndicators (work: Work, known: MilestoneFacts['indicators'], items: PlanIndicators, settings: Settings, base: string): Facts[] {
  if (items === undefined) return known
  const matches = matchItems(known as Known[], items as Item[], `${base}/indicators`)
  const said = items.map((item, index) => {
    const { known: before, finding } = matches[index] as { known: Known | undefined, finding?: Finding }
    if (finding !== undefined) work.findings.push(finding)
    return mergeFacts(indicatorRules, before as Facts | undefined ?? newIndicator(item.id ?? settings.newId()), { ...item, id: before?.id })
  })
  const kept = new Set(matches.map(match => match.known?.id))
  return [...said, ...known.filter(indicator => !kept.has(indicator.id))]
}

/** Merges what the document says into what is known, and notes what becomes of it. */
function consider (work: Work, type: Change['type'], rules: FactRules, before: Facts | null, fresh: Facts, said: Facts, pointer: string): { facts: Facts, changed: boolean } {
  const { id: _, ...members } = said
  const base = before ?? { ...fresh, id: fresh.id ?? said.id }
  const facts = mergeFacts(rules, base, members)
  if (before !== null && facts.lifecycle !== before.lifecycle && members.lifecycleReason === undefined && 'lifecycleReason' in facts) facts.lifecycleReason = null
  const fields = differences(rules, before ?? {}, facts).filter(({ field, from, to }) => field !== '/id' && field !== '/plan' && field !== '/commitment' && (before !== null || from !== to))
  const op = before === null ? 'create' : fields.length > 0 ? 'update' : 'unchanged'
  work.changes.push({ op, type, id: String(facts.id), code: (facts.code ?? null) as string | null, pointer, fields })
  return { facts, changed: op !== 'unchanged' }
}

/** Something known that the document does not name: it stays, and is withdrawn only where that was asked for. */
function leaveOut (work: Work, type: Change['type'], known: Facts, settings: Settings, tombstone: Facts, rules: FactRules, write: (facts: Facts) => void): void {
  const gone = known.lifecycle === 'withdrawn' || known.lifecycle === 'entered_in_error'
  const change = { type, id: String(known.id), code: (known.code ?? null) as string | null, pointer: null }
  if (settings.absent === 'withdraw' && !gone) {
    const facts = { ...known, ...tombstone }
    work.changes.push({ op: 'update', ...change, fields: differences(rules, known, facts) })
    write(facts)
  } else {
    work.changes.push({ op: 'missing', ...change, fields: [] })
  }
}

function refuse (work: Work, type: Change['type'], finding: Finding, pointer: string): void {
  work.findings.push(finding)
  work.changes.push({ op: 'conflict', type, id: null, code: null, pointer, fields: [] })
}

/** An entity with a finding is a conflict, whatever it would have been. */
function markConflicts (work: Work): void {
  for (const change of work.changes) {
    if (change.pointer === null) continue
    const own = work.findings.some(({ pointer }) => pointer === change.pointer || (pointer.startsWith(`${change.pointer}/`) && !/^\/milestones\/\d+/.test(pointer.slice(change.pointer?.length))))
    if (own) change.op = 'conflict'
  }
}

import type { ActionPlanFacts } from '../action-plan/action-plan.schemas.ts'
import type { CommitmentFacts } from '../commitment/commitment.schemas.ts'
import type { InstitutionFacts } from '../institution/institution.schemas.ts'
import type { MilestoneFacts } from '../milestone/milestone.schemas.ts'
import { MOST_COMMITMENTS, MOST_MILESTONES, commitmentFindings, indicatorFindings, institutionFindings, milestoneFindings, planFindings, unnamedMilestoneFindings } from './finding.rules.ts'
import { commitmentRules, indicatorRules, institutionRules, milestoneRules, newCommitment, newIndicator, newInstitution, newMilestone, newPlan, planRules } from './entity.rules.ts'
import { type Item, type Known, matchItems } from './match.rules.ts'
import { type FactRules, type Facts, type Finding, differences, mergeFacts, tooMany } from './merge.rules.ts'
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
  eras: string[]
  /** What the document names and somebody holds already, by `code X`, `id X` or `<type> <source>:<id>`: the holder's id. */
  held: Record<string, string>
}

/** Everything outside the entity that its findings look at. `claims` grows with the document, so that it cannot give a thing twice. */
export interface Context {
  member: string | null
  policyAreas: Set<string>
  eras: Set<string>
  institutions: Set<string>
  claims: Map<string, string>
}

export interface Settings {
  newId: () => string
  absent: 'keep' | 'withdraw'
  /** Whether institutions of nobody and of other members may be created (the registrar's imports). */
  anyInstitution: boolean
  /** Whether institutions may only be named, not written (an editor of the plan alone). */
  keepInstitutions?: boolean
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
  const context: Context = {
    member: around.member,
    policyAreas: new Set(around.policyAreas),
    eras: new Set(around.eras),
    institutions: new Set(around.institutions.map(({ id }) => id)),
    claims: new Map(Object.entries(around.held))
  }
  work.findings.push(...planFindings(plan.facts, known.plan, context, { said: document.plan, pointer: '/plan' }))
  if (plan.changed) work.plan = plan.facts as unknown as ActionPlanFacts
  institutionsOf(work, around, document.institutions ?? [], String(known.plan?.member ?? plan.facts.member), context, settings)

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
    work.findings.push(...commitmentFindings(facts, match.known ?? null, context, { said: own, pointer }))
    if (changed) work.commitments.push(facts as unknown as CommitmentFacts)
    const unnamed = saidMilestones === undefined ? knownMilestones : milestonesOf(work, facts, knownMilestones, saidMilestones, context, settings, pointer)
    if (unnamed.length + (saidMilestones ?? []).length > MOST_MILESTONES) work.findings.push(tooMany(`${pointer}/milestones`, `more than ${MOST_MILESTONES} milestones`))
    if (match.known !== undefined) work.findings.push(...unnamedMilestoneFindings(facts, before, unnamed, pointer))
  }
  if (document.commitments !== undefined) {
    const kept = new Set(matches.map(match => match.known?.id))
    const left = known.commitments.filter(commitment => !kept.has(commitment.id))
    if (left.length + items.length > MOST_COMMITMENTS) work.findings.push(tooMany('/commitments', `more than ${MOST_COMMITMENTS} commitments`))
    for (const { milestones, ...facts } of left) {
      leaveOut(work, 'commitment', facts, settings, { lifecycle: 'withdrawn', lifecycleReason: 'absent_from_document' }, commitmentRules,
        gone => work.commitments.push(gone as unknown as CommitmentFacts))
      leaveOutMilestones(work, milestones, settings)
    }
  }
  markConflicts(work)
  return work
}

function institutionsOf (work: Work, around: Surroundings, items: NonNullable<PlanDocument['institutions']>, member: string, context: Context, settings: Settings): void {
  const here = new Map(around.institutions.map(institution => [institution.id, institution]))
  const places = new Map<string, string>()
  for (const [index, said] of items.entries()) {
    const pointer = `/institutions/${index}`
    const earlier = places.get(said.id)
    if (earlier !== undefined) {
      refuse(work, 'institution', { pointer, code: 'ambiguous-identity', detail: `it is the same as ${earlier}` }, pointer)
      continue
    }
    places.set(said.id, pointer)
    const before = here.get(said.id) ?? null
    const { facts, changed } = consider(work, 'institution', institutionRules, before, newInstitution(said.id, member), said, pointer)
    work.findings.push(...institutionFindings(facts, before, changed, member, settings.anyInstitution, context, { said, pointer }))
    if (changed && settings.keepInstitutions === true) work.findings.push({ pointer, code: 'foreign-institution', detail: `This key is for the plan alone; an editor of ${member} writes its institutions. Leave ${said.id} out, or send it as it is.` })
    if (changed) work.institutions.push(facts as unknown as InstitutionFacts)
    context.institutions.add(said.id)
  }
}

/** @returns the known milestones that the document leaves out */
function milestonesOf (work: Work, commitment: Facts, known: MilestoneFacts[], items: PlanMilestones, context: Context, settings: Settings, base: string): MilestoneFacts[] {
  const matches = matchItems(known as Known[], items as Item[], `${base}/milestones`)
  for (const [index, said] of items.entries()) {
    const pointer = `${base}/milestones/${index}`
    const match = matches[index] as { known: MilestoneFacts | undefined, finding?: Finding }
    if (match.finding !== undefined) { refuse(work, 'milestone', match.finding, pointer); continue }
    const id = match.known?.id ?? said.id ?? settings.newId()
    const before = match.known ?? null
    const indicators = mergeIndicators(work, before?.indicators ?? [], said.indicators, context, settings, pointer)
    const { facts, changed } = consider(work, 'milestone', milestoneRules, before as Facts | null, newMilestone(id, String(commitment.id)), { ...said, indicators }, pointer)
    work.findings.push(...milestoneFindings(facts, commitment, before, context, { said, pointer }))
    if (changed) work.milestones.push(facts as unknown as MilestoneFacts)
  }
  const kept = new Set(matches.map(match => match.known?.id))
  const unnamed = known.filter(milestone => !kept.has(milestone.id))
  leaveOutMilestones(work, unnamed, settings)
  return settings.absent === 'withdraw' ? [] : unnamed
}

type PlanMilestones = NonNullable<NonNullable<PlanDocument['commitments']>[number]['milestones']>
type PlanIndicators = NonNullable<PlanMilestones[number]['indicators']>

/** Indicators are part of their milestone; those that the document leaves out stay, and all keep their order. */
function mergeIndicators (work: Work, known: MilestoneFacts['indicators'], items: PlanIndicators | undefined, context: Context, settings: Settings, base: string): Facts[] {
  if (items === undefined) return known
  const matches = matchItems(known as Known[], items as Item[], `${base}/indicators`)
  const merged = new Map<string, Facts>(known.map(indicator => [indicator.id, indicator]))
  for (const [index, item] of items.entries()) {
    const pointer = `${base}/indicators/${index}`
    const { known: before, finding } = matches[index] as { known: Known | undefined, finding?: Finding }
    if (finding !== undefined) { work.findings.push(finding); continue }
    const { id: _, ...said } = item
    const facts = mergeFacts(indicatorRules, before as Facts | undefined ?? newIndicator(item.id ?? settings.newId()), said)
    work.findings.push(...indicatorFindings(facts, before as Facts | undefined ?? null, context, { said: item, pointer }))
    merged.set(String(facts.id), facts)
  }
  return [...merged.values()]
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

function leaveOutMilestones (work: Work, milestones: MilestoneFacts[], settings: Settings): void {
  for (const absent of milestones) {
    leaveOut(work, 'milestone', absent, settings, { lifecycle: 'withdrawn' }, milestoneRules,
      gone => work.milestones.push(gone as unknown as MilestoneFacts))
  }
}

function refuse (work: Work, type: Change['type'], finding: Finding, pointer: string): void {
  work.findings.push(finding)
  work.changes.push({ op: 'conflict', type, id: null, code: null, pointer, fields: [] })
}

/** The entity that a pointer leads into. */
const ENTITY = /^(\/plan|\/institutions\/\d+|\/commitments\/\d+(\/milestones\/\d+)?)/

/** An entity with a finding is a conflict, whatever it would have been. */
function markConflicts (work: Work): void {
  const places = new Set(work.findings.map(({ pointer }) => ENTITY.exec(pointer)?.[0]))
  for (const change of work.changes) {
    if (change.pointer !== null && places.has(change.pointer)) change.op = 'conflict'
  }
}

/** The same document with every uuid in lower case, as the database writes it. */
export function plainIds (document: PlanDocument): PlanDocument {
  const plain = <T extends { id?: string }>(item: T): T => item.id === undefined ? item : { ...item, id: item.id.toLowerCase() }
  return {
    ...document,
    ...(document.commitments === undefined
      ? {}
      : {
          commitments: document.commitments.map(({ milestones, ...commitment }) => ({
            ...plain(commitment),
            ...(milestones === undefined
              ? {}
              : {
                  milestones: milestones.map(({ indicators, ...milestone }) => ({
                    ...plain(milestone), ...(indicators === undefined ? {} : { indicators: indicators.map(plain) })
                  }))
                })
          }))
        })
  }
}

import type { CommitmentFacts } from '../commitment/commitment.schemas.ts'
import type { Indicator, MilestoneFacts } from '../milestone/milestone.schemas.ts'
import type { ScopeChange } from './diff.schemas.ts'
import { numbersLowered } from './number.rules.ts'

/** What changed in scope from one revision to the next: facts that both texts show, and no judgement. */

export type Recorded = { id: string, revision: number, on: string } & (
  { type: 'commitment', facts: CommitmentFacts } | { type: 'milestone', facts: MilestoneFacts })

type Fact = Pick<ScopeChange, 'fact' | 'subject' | 'field' | 'from' | 'to' | 'detail'>
type Texts = Record<string, string> | null
type Dated = Record<string, unknown>

/** Texts that say what is promised. What was wrong before is told in others, where a lower number is no smaller promise. */
const PROMISES = { commitment: ['title', 'shortTitle', 'description', 'proposedSolution', 'expectedResults'], milestone: ['title', 'expectedOutput'], indicator: ['title', 'target'] } as const

export function scopeChanges (before: Recorded, after: Recorded): ScopeChange[] {
  const { type, id, revision, on } = after
  const facts = type === 'commitment'
    ? ofCommitment(before.facts as CommitmentFacts, after.facts, on)
    : ofMilestone(before.facts as MilestoneFacts, after.facts, on)
  return facts.map(({ fact, ...rest }) => ({ fact, type, id, revision, on, ...rest }))
}

function ofCommitment (before: CommitmentFacts, after: CommitmentFacts, on: string): Fact[] {
  const dropped = before.values.filter(value => !after.values.includes(value))
  return [
    ...deadline(before, after, 'ends', after.id, on),
    ...bodies(before, after),
    ...dropped.map(value => ({ fact: 'value_dropped' as const, subject: value, field: 'values', from: value, to: null, detail: `${value} is no longer among the OGP values` })),
    ...numbers(before, after, PROMISES.commitment, after.id),
    ...budget(before, after)
  ]
}

function ofMilestone (before: MilestoneFacts, after: MilestoneFacts, on: string): Fact[] {
  const known = new Map(before.indicators.map(indicator => [indicator.id, indicator]))
  const pairs = after.indicators.flatMap((indicator): [Indicator, Indicator][] => {
    const old = known.get(indicator.id)
    return old === undefined ? [] : [[old, indicator]]
  })
  const removed = before.lifecycle === 'active' && after.lifecycle !== 'active'
  return [
    ...removed ? [{ fact: 'milestone_removed' as const, subject: after.id, field: 'lifecycle', from: before.lifecycle, to: after.lifecycle, detail: `The milestone was active and is ${after.lifecycle}` }] : [],
    ...deadline(before, after, 'due', after.id, on),
    ...bodies(before, after),
    ...numbers(before, after, PROMISES.milestone, after.id),
    ...pairs.flatMap(([old, now]) => [...deadline(old, now, 'due', now.id, on), ...numbers(old, now, PROMISES.indicator, now.id)])
  ]
}

/** A period counts by its last day, which is the day that is kept; on the day itself a deadline has not passed. */
function deadline (before: Dated, after: Dated, name: 'ends' | 'due', subject: string, on: string): Fact[] {
  const field = `${name}On`
  const [from, to] = [before[field], after[field]] as [string | null, string | null]
  if (from === null || from === to) return []
  const precision = (facts: Dated) => String(facts[`${name}Precision`])
  const change = `${field} changed from ${from} (${precision(before)}) to ${to === null ? precision(after) : `${to} (${precision(after)})`}`
  const stated = { subject, field, from, to }
  const days = (Date.parse(on) - Date.parse(from)) / 86_400_000
  return [
    ...to === null ? [{ fact: 'deadline_removed' as const, ...stated, detail: change }] : [],
    ...to !== null && to > from ? [{ fact: 'deadline_later' as const, ...stated, detail: change }] : [],
    ...days > 0 ? [{ fact: 'deadline_moved_after_it_passed' as const, ...stated, detail: `${change} ${days} ${days === 1 ? 'day' : 'days'} after it had passed` }] : []
  ]
}

type Bodies = Pick<CommitmentFacts, 'stakeholders'>

/** Who leads or supports is responsible; who monitors is not. */
function bodies (before: Bodies, after: Bodies): Fact[] {
  const responsible = ({ stakeholders }: Bodies) => new Map(stakeholders.filter(({ role }) => role !== 'monitoring').map(({ institution, role }) => [institution, role]))
  const now = responsible(after)
  return [...responsible(before)].filter(([institution]) => !now.has(institution)).map(([institution, role]) => {
    const to = after.stakeholders.find(other => other.institution === institution)?.role ?? null
    return { fact: 'responsible_body_removed', subject: institution, field: 'stakeholders', from: role, to, detail: `${institution} was ${role} and ${to === null ? 'is no longer named' : `is ${to}`}` }
  })
}

function numbers (before: Dated, after: Dated, fields: readonly string[], subject: string): Fact[] {
  return fields.flatMap((field) => {
    const now = new Map(Object.entries((after[field] as Texts) ?? {}))
    return Object.entries((before[field] as Texts) ?? {}).flatMap(([language, text]) => {
      const other = now.get(language)
      if (other === undefined || other === text) return []
      return numbersLowered(text, other, language).map(({ from, to, around }): Fact => ({
        fact: 'number_lowered', subject, field, from, to, detail: `${from} became ${to} in ${field} (${language}), where it read: ${around}`
      }))
    })
  })
}

function budget ({ budget: before }: CommitmentFacts, { id, budget: after }: CommitmentFacts): Fact[] {
  const [from, to] = [before?.amount ?? null, after?.amount ?? null]
  if (from === null || to === null || to >= from || before?.currency !== after?.currency) return []
  return [{ fact: 'number_lowered', subject: id, field: 'budget', from: String(from), to: String(to), detail: `The budget was ${from} and is ${to} ${after?.currency ?? ''}`.trim() }]
}

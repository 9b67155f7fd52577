import { futureFaults } from '../../schema/dates.ts'
import { evidenceFaults } from '../../schema/evidence.ts'
import { type Speaker, speakerFault } from '../institution/institution.rules.ts'
import { type FactRules, type Facts, type Finding, boundFindings, differences, mergeFacts } from '../plan-document/merge.rules.ts'
import type { Change } from '../plan-document/plan-document.schemas.ts'
import { challengesFaults } from '../progress-update/progress-update.rules.ts'
import type { ProgressUpdateFacts } from '../progress-update/progress-update.schemas.ts'
import type { PeriodUpdate } from './reporting-period.schemas.ts'

/** What a list of progress updates changes, worked out before anything is written. Pure. */

/** What of the plan and around it may be named. */
export interface PlanParts {
  commitments: { id: string, code: string | null, milestones: { id: string, indicators: string[] }[] }[]
  institutions: Speaker[]
  /** `source:id` that some progress update holds already: the holder's id. */
  held: Record<string, string>
}

export interface Work { changes: Change[], findings: Finding[], updates: ProgressUpdateFacts[] }

/** Whose plan it is, and the day on which it is reported. */
export interface Settings { newId: () => string, member: string, on: string }

const RULES: FactRules = { texts: ['narrative', 'challenges'], sets: [], dates: [] }

/** What is reported on and by whom: with another value it is another progress update. */
type Place = Pick<ProgressUpdateFacts, 'commitment' | 'milestone' | 'indicator' | 'institution'>

const keyOf = ({ commitment, milestone, indicator, institution }: Place): string => [commitment, milestone, indicator, institution].join(' ')

const newUpdate = (id: string, place: Place, period: string): Facts => ({
  id, ...place, period, reportedOn: null, completion: null, percent: null, schedule: null, narrative: null, challenges: null, rescheduledTo: null, evidence: [], externalRefs: []
})

/** What a change may name: the rest tells the progress update apart. */
const SAID = Object.keys(newUpdate('', { commitment: '', milestone: null, indicator: null, institution: '' }, '')).slice(6)

export function workOut (known: ProgressUpdateFacts[], parts: PlanParts, period: string, items: PeriodUpdate[], { newId, member, on }: Settings): Work {
  const work: Work = { changes: [], findings: [], updates: [] }
  const codes = new Map(parts.commitments.map(({ id, code }) => [id, code]))
  const named = byName(parts)
  const speakers = new Map(parts.institutions.map(one => [one.id, one]))
  const standing = new Map(known.map(update => [keyOf(update), update]))
  const claims = new Map(Object.entries(parts.held))
  const taken = new Map<string, string>()
  for (const [index, item] of items.entries()) {
    const pointer = `/progressUpdates/${index}`
    const { place, finding: lost } = placeOf(item, named)
    const findings = lost === undefined ? [] : [lost]
    const before = standing.get(keyOf(place))
    // Who has reported keeps the word that it gave, whatever it is taken for later.
    const fault = before !== undefined ? undefined : speakerFault(item.institution, speakers.get(item.institution), member)
    if (fault !== undefined) findings.push(found('/institution', fault.code, fault.detail))
    const earlier = lost === undefined ? taken.get(keyOf(place)) : undefined
    if (earlier !== undefined) findings.push(found('', 'ambiguous-identity', `It is the same as ${earlier}.`))
    else taken.set(keyOf(place), pointer)
    const said = Object.fromEntries(Object.entries(item).filter(([name]) => SAID.includes(name)))
    const facts = mergeFacts(RULES, before as Facts | undefined ?? newUpdate(newId(), place, period), said)
    findings.push(...faultsOf(facts as unknown as ProgressUpdateFacts, on), ...boundFindings(RULES, facts, ''), ...refFaults(facts.id as string, item.externalRefs ?? [], claims))
    const fields = differences(RULES, before ?? {}, facts).filter(({ field, from, to }) => SAID.includes(field.split('/')[1] as string) && (before !== undefined || from !== to))
    const op = findings.length > 0 ? 'conflict' : before === undefined ? 'create' : fields.length > 0 ? 'update' : 'unchanged'
    work.findings.push(...findings.map(finding => ({ ...finding, pointer: `${pointer}${finding.pointer}` })))
    work.changes.push({ op, type: 'progress-update', id: op === 'conflict' && before === undefined ? null : facts.id as string, code: codes.get(place.commitment) ?? null, pointer, fields })
    if (op === 'create' || op === 'update') work.updates.push(facts as unknown as ProgressUpdateFacts)
  }
  for (const { id, commitment } of known.filter(update => !taken.has(keyOf(update)))) {
    work.changes.push({ op: 'missing', type: 'progress-update', id, code: codes.get(commitment) as string | null, pointer: null, fields: [] })
  }
  return work
}

const found = (pointer: string, code: Finding['code'], detail: string): Finding => ({ pointer, code, detail })

interface Named { commitments: Map<string, PlanParts['commitments'][number]>, ofMilestone: Map<string, PlanParts['commitments'][number]> }

/** Commitments by id and by code in lower case, and by their milestones: a list may name each ten thousand times. */
const byName = ({ commitments }: PlanParts): Named => ({
  commitments: new Map(commitments.flatMap(one => [one.id, one.code?.toLowerCase() ?? one.id].map(name => [name, one] as const))),
  ofMilestone: new Map(commitments.flatMap(one => one.milestones.map(({ id }) => [id, one] as const)))
})

/** What an item reports on, in the plan's own ids; where that cannot be told, why. */
function placeOf (item: PeriodUpdate, { commitments, ofMilestone }: Named): { place: Place, finding?: Finding } {
  const [reference, milestone, indicator] = [item.commitment, item.milestone, item.indicator].map(name => name?.toLowerCase() ?? null) as [string | null, string | null, string | null]
  const place = { commitment: reference ?? '', milestone, indicator, institution: item.institution }
  const lost = (pointer: string, code: Finding['code'], detail: string) => ({ place, finding: found(pointer, code, detail) })
  if (reference === null && milestone === null) return lost('/commitment', 'invalid-body', 'Name a commitment or a milestone.')
  const commitment = reference === null ? ofMilestone.get(milestone as string) : commitments.get(reference)
  if (commitment === undefined) return lost(reference === null ? '/milestone' : '/commitment', 'unknown-reference', 'The plan has none such.')
  place.commitment = commitment.id
  const step = commitment.milestones.find(({ id }) => id === milestone)
  if (milestone !== null && step === undefined) return lost('/milestone', 'unknown-reference', 'The commitment has no such milestone.')
  if (indicator !== null && step?.indicators.includes(indicator) !== true) return lost('/indicator', 'unknown-reference', 'The milestone has no such indicator.')
  return { place }
}

/** The rules of a single progress update. */
function faultsOf (update: ProgressUpdateFacts, on: string): Finding[] {
  return [
    ...futureFaults(on, { reportedOn: update.reportedOn }).map(({ pointer, detail }) => found(pointer as string, 'date-in-future', detail)),
    ...(update.reportedOn === null ? [found('/reportedOn', 'invalid-body', 'reportedOn is required of a new one')] : []),
    ...challengesFaults(update).map(({ pointer, detail }) => found(pointer as string, 'challenges-required', detail)),
    ...evidenceFaults(update.evidence).map(({ pointer, detail }) => found(pointer as string, 'evidence-incomplete', detail))
  ]
}

/** One reference of each source, and none that another progress update holds. `claims` grows with the list. */
function refFaults (id: string, refs: { source: string, id: string }[], claims: Map<string, string>): Finding[] {
  const sources = new Set<string>()
  return refs.flatMap((ref, index) => {
    const pointer = `/externalRefs/${index}`
    if (sources.has(ref.source)) return [found(pointer, 'ambiguous-identity', `${ref.source} gives it another reference already.`)]
    sources.add(ref.source)
    const holder = claims.get(`${ref.source}:${ref.id}`) ?? id
    claims.set(`${ref.source}:${ref.id}`, holder)
    return holder === id ? [] : [found(pointer, 'ambiguous-identity', `${ref.source}:${ref.id} is the reference of another progress update.`)]
  })
}

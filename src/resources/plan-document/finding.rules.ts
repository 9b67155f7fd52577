import type { ErrorCode } from '../../errors.ts'
import type { ActionPlanFacts } from '../action-plan/action-plan.schemas.ts'
import type { CommitmentFacts } from '../commitment/commitment.schemas.ts'
import type { InstitutionFacts } from '../institution/institution.schemas.ts'
import type { MilestoneFacts } from '../milestone/milestone.schemas.ts'
import type { Context } from './document.rules.ts'
import { commitmentRules, indicatorRules, institutionRules, milestoneRules, planRules } from './entity.rules.ts'
import { type Facts, type Finding, boundFindings, dateFindings, tooMany } from './merge.rules.ts'

/** As many as the contract allows (milestone.schemas.ts, plan-document.schemas.ts). */
const MOST_INDICATORS = 200
export const MOST_MILESTONES = 500
export const MOST_COMMITMENTS = 2000

/** What makes a document impossible to apply, each with the place and the rule. All of them are reported at once. */

const finding = (pointer: string, code: ErrorCode, detail: string): Finding => ({ pointer, code, detail })

function required (facts: Facts, names: string[], pointer: string): Finding[] {
  return names.filter(name => facts[name] === null).map(name => finding(`${pointer}/${name}`, 'invalid-body', `${name} is required and may not be emptied`))
}

/** Facts that rest on what the document says: where it is said, and which part of the document says it. */
interface Place { said: Facts, pointer: string }

export function planFindings (plan: Facts, known: ActionPlanFacts | null, context: Context, place: Place): Finding[] {
  const findings = [
    ...required(plan, ['member', 'number', 'title', 'cycleYear'], '/plan'),
    ...boundFindings(planRules, plan, '/plan'),
    ...dateFindings(planRules, plan, '/plan', 'starts', 'ends'),
    ...heldRefs('action-plan', plan, context, place)
  ]
  if (plan.member !== null && context.member === null) findings.push(finding('/plan/member', 'unknown-reference', `There is no member ${plan.member}.`))
  if (known === null && plan.member !== null && plan.number !== null && plan.id !== `${plan.member}-${plan.number}`) {
    findings.push(finding('/plan/id', 'invalid-body', `The id of a plan is its member and number: ${plan.member}-${plan.number}.`))
  }
  for (const name of ['member', 'number'] as const) {
    if (known !== null && plan[name] !== null && plan[name] !== known[name]) findings.push(finding(`/plan/${name}`, 'invalid-body', `A plan keeps its ${name}: ${known[name]}.`))
  }
  if (plan.eraOverride !== null && !context.eras.has(plan.eraOverride as string)) {
    findings.push(finding('/plan/eraOverride', 'unknown-reference', `There is no era ${plan.eraOverride}; they are ${[...context.eras].join(', ')}.`))
  }
  return findings
}

export function institutionFindings (facts: Facts, known: InstitutionFacts | null, changed: boolean, member: string, anyInstitution: boolean, context: Context, place: Place): Finding[] {
  const { pointer } = place
  const findings = [...required(facts, ['name'], pointer), ...boundFindings(institutionRules, facts, pointer), ...heldRefs('institution', facts, context, place)]
  if (anyInstitution) return findings
  if (known === null && facts.member !== member) {
    findings.push(finding(`${pointer}/member`, 'unknown-reference', `There is no institution ${facts.id}; a plan document creates institutions of its own member (${member}) only.`))
  }
  if (known !== null && changed && (known.member !== member || facts.member !== member)) {
    findings.push(finding(pointer, 'foreign-institution', `${facts.id} does not belong to ${member}; leave it out of institutions, or send it as it is.`))
  }
  return findings
}

export function commitmentFindings (facts: Facts, known: CommitmentFacts | null, context: Context, place: Place): Finding[] {
  const { said, pointer } = place
  const findings = [
    ...required(facts, ['title'], pointer),
    ...boundFindings(commitmentRules, facts, pointer),
    ...dateFindings(commitmentRules, facts, pointer, 'starts', 'ends'),
    ...stakeholderFindings(context, place),
    ...heldRefs('commitment', facts, context, place),
    ...heldId(facts, known, context, place)
  ]
  for (const [index, area] of (said.policyAreas as string[] | undefined ?? []).entries()) {
    if (!context.policyAreas.has(area)) findings.push(finding(`${pointer}/policyAreas/${index}`, 'unknown-reference', `There is no policy area ${area}.`))
  }
  if (known?.code != null && facts.code !== known.code) findings.push(finding(`${pointer}/code`, 'code-immutable', `The code is ${known.code} and stays.`))
  else if (facts.code !== null && !claim(context, `code ${facts.code}`, facts)) findings.push(finding(`${pointer}/code`, 'code-immutable', `${facts.code} is the code of another commitment.`))
  if (facts.lifecycle === 'inactive' && facts.lifecycleReason === null) findings.push(finding(`${pointer}/lifecycleReason`, 'lifecycle-reason-required', 'An inactive commitment says why: plan_ended or dropped.'))
  return findings
}

export function milestoneFindings (facts: Facts, commitment: Facts, known: MilestoneFacts | null, context: Context, place: Place): Finding[] {
  const { pointer } = place
  const findings = [
    ...required(facts, ['title'], pointer),
    ...boundFindings(milestoneRules, facts, pointer),
    ...dateFindings(milestoneRules, facts, pointer, 'starts', 'due'),
    ...stakeholderFindings(context, place),
    ...heldRefs('milestone', facts, context, place),
    ...heldId(facts, known, context, place)
  ]
  if ((facts.indicators as unknown[]).length > MOST_INDICATORS) findings.push(tooMany(`${pointer}/indicators`, `more than ${MOST_INDICATORS} indicators`))
  if (facts.lifecycle === 'active' && endsBefore(commitment, facts)) findings.push(finding(`${pointer}/dueOn`, 'dates-out-of-order', `dueOn ${facts.dueOn} lies after the commitment's endsOn ${commitment.endsOn}`))
  return findings
}

export function indicatorFindings (facts: Facts, known: Facts | null, context: Context, place: Place): Finding[] {
  return [
    ...required(facts, ['title'], place.pointer),
    ...boundFindings(indicatorRules, facts, place.pointer),
    ...dateFindings(indicatorRules, facts, place.pointer, 'due', 'due'),
    ...heldRefs('indicator', facts, context, place),
    ...heldId(facts, known, context, place)
  ]
}

/** A commitment that shall end earlier must not leave behind the milestones that the document does not name. */
export function unnamedMilestoneFindings (facts: Facts, known: Facts, unnamed: MilestoneFacts[], pointer: string): Finding[] {
  if (facts.endsOn === known.endsOn && facts.endsPrecision === known.endsPrecision) return []
  return unnamed.filter(milestone => milestone.lifecycle === 'active' && endsBefore(facts, milestone))
    .map(({ id, dueOn }) => finding(`${pointer}/endsOn`, 'dates-out-of-order', `endsOn ${facts.endsOn} lies before the dueOn ${dueOn} of the milestone ${id}, which the document does not change`))
}

/** A deadline given to the day lies within its commitment; a vaguer one may reach beyond (domain.md, milestones). */
function endsBefore (commitment: Facts, milestone: Facts): boolean {
  return milestone.duePrecision === 'day' && commitment.endsPrecision === 'day' && (milestone.dueOn as string) > (commitment.endsOn as string)
}

function stakeholderFindings (context: Context, { said, pointer }: Place): Finding[] {
  const named = new Set<string>()
  return (said.stakeholders as { institution: string, role: string }[] | undefined ?? []).flatMap(({ institution, role }, index) => {
    const at = `${pointer}/stakeholders/${index}`
    if (!context.institutions.has(institution)) return [finding(`${at}/institution`, 'unknown-reference', `There is no institution ${institution}; list a new one in institutions.`)]
    const twice = named.has(`${role} ${institution}`)
    named.add(`${role} ${institution}`)
    return twice ? [finding(at, 'invalid-body', `${institution} is ${role} already.`)] : []
  })
}

/** Whether the entity may hold it: nobody else does, here or earlier in the document. */
function claim (context: Context, key: string, facts: Facts): boolean {
  const holder = context.claims.get(key)
  if (holder === undefined) context.claims.set(key, facts.id as string)
  return holder === undefined || holder === facts.id
}

/** One reference of each source, and none that another entity holds. */
function heldRefs (type: string, facts: Facts, context: Context, { said, pointer }: Place): Finding[] {
  const sources = new Set<string>()
  return (said.externalRefs as { source: string, id: string }[] | undefined ?? []).flatMap((ref, index) => {
    const at = `${pointer}/externalRefs/${index}`
    if (sources.has(ref.source)) return [finding(at, 'ambiguous-identity', `${ref.source} gives it another reference already.`)]
    sources.add(ref.source)
    return claim(context, `${type} ${ref.source}:${ref.id}`, facts) ? [] : [finding(at, 'ambiguous-identity', `${ref.source}:${ref.id} is the reference of another entity.`)]
  })
}

/** An id that the document gives must be that of the entity it was found to be, or free. */
function heldId (facts: Facts, known: object | null, context: Context, { said, pointer }: Place): Finding[] {
  const key = `id ${said.id ?? facts.id}`
  if ((known !== null && (said.id ?? facts.id) === facts.id) || !context.claims.has(key)) {
    context.claims.set(key, 'here')
    return []
  }
  return [finding(`${pointer}/id`, 'ambiguous-identity', `${said.id} is the id of something else.`)]
}

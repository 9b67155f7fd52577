import type { ErrorCode } from '../../errors.ts'
import type { ActionPlanFacts } from '../action-plan/action-plan.schemas.ts'
import type { CommitmentFacts } from '../commitment/commitment.schemas.ts'
import type { InstitutionFacts } from '../institution/institution.schemas.ts'
import type { MilestoneFacts } from '../milestone/milestone.schemas.ts'
import type { Context } from './document.rules.ts'
import { commitmentRules, indicatorRules, milestoneRules, planRules } from './entity.rules.ts'
import { type Facts, type Finding, dateFindings } from './merge.rules.ts'

/** What makes a document impossible to apply, each with the place and the rule. All of them are reported at once. */

const finding = (pointer: string, code: ErrorCode, detail: string): Finding => ({ pointer, code, detail })

function required (facts: Facts, names: string[], pointer: string): Finding[] {
  return names.filter(name => facts[name] === null).map(name => finding(`${pointer}/${name}`, 'invalid-body', `${name} is required and may not be emptied`))
}

export function planFindings (plan: Facts, known: ActionPlanFacts | null, context: Context): Finding[] {
  const findings = [
    ...required(plan, ['member', 'number', 'title', 'cycleYear'], '/plan'),
    ...dateFindings(planRules, plan, '/plan', 'starts', 'ends'),
    ...heldRefs('action-plan', plan, context, '/plan')
  ]
  if (plan.member !== null && context.member === null) findings.push(finding('/plan/member', 'unknown-reference', `There is no member ${plan.member}.`))
  if (known === null && plan.member !== null && plan.number !== null && plan.id !== `${plan.member}-${plan.number}`) {
    findings.push(finding('/plan/id', 'invalid-body', `The id of a plan is its member and number: ${plan.member}-${plan.number}.`))
  }
  for (const name of ['member', 'number'] as const) {
    if (known !== null && plan[name] !== null && plan[name] !== known[name]) findings.push(finding(`/plan/${name}`, 'invalid-body', `A plan keeps its ${name}: ${known[name]}.`))
  }
  return findings
}

export function institutionFindings (facts: Facts, known: InstitutionFacts | null, changed: boolean, member: string, anyInstitution: boolean, pointer: string): Finding[] {
  const findings = required(facts, ['name', 'kind'], pointer)
  if (anyInstitution) return findings
  if (known === null && facts.member !== member) {
    findings.push(finding(`${pointer}/member`, 'unknown-reference', `There is no institution ${facts.id}; a plan document creates institutions of its own member (${member}) only.`))
  }
  if (known !== null && changed && (known.member !== member || facts.member !== member)) {
    findings.push(finding(pointer, 'foreign-institution', `${facts.id} does not belong to ${member}; leave it out of institutions, or send it as it is.`))
  }
  return findings
}

export function commitmentFindings (facts: Facts, known: CommitmentFacts | null, context: Context, pointer: string): Finding[] {
  const findings = [
    ...required(facts, ['title'], pointer),
    ...dateFindings(commitmentRules, facts, pointer, 'starts', 'ends'),
    ...unknownInstitutions(facts, context, pointer),
    ...heldRefs('commitment', facts, context, pointer),
    ...heldId(facts, known, context, pointer)
  ]
  for (const [index, area] of (facts.policyAreas as string[]).entries()) {
    if (!context.policyAreas.has(area)) findings.push(finding(`${pointer}/policyAreas/${index}`, 'unknown-reference', `There is no policy area ${area}.`))
  }
  if (known?.code != null && facts.code !== known.code) findings.push(finding(`${pointer}/code`, 'code-immutable', `The code is ${known.code} and stays.`))
  else if (facts.code !== null && !claim(context, `code ${facts.code}`, facts)) findings.push(finding(`${pointer}/code`, 'code-immutable', `${facts.code} is the code of another commitment.`))
  if (facts.lifecycle === 'inactive' && facts.lifecycleReason === null) findings.push(finding(`${pointer}/lifecycleReason`, 'lifecycle-reason-required', 'An inactive commitment says why: plan_ended or dropped.'))
  return findings
}

export function milestoneFindings (facts: Facts, commitment: Facts, known: MilestoneFacts | null, context: Context, pointer: string): Finding[] {
  const findings = [
    ...required(facts, ['title'], pointer),
    ...dateFindings(milestoneRules, facts, pointer, 'starts', 'due'),
    ...unknownInstitutions(facts, context, pointer),
    ...heldRefs('milestone', facts, context, pointer),
    ...heldId(facts, known, context, pointer)
  ]
  // A deadline given to the day lies within its commitment; a vaguer one may reach beyond (domain.md, milestones).
  if (facts.duePrecision === 'day' && commitment.endsPrecision === 'day' && (facts.dueOn as string) > (commitment.endsOn as string)) {
    findings.push(finding(`${pointer}/dueOn`, 'dates-out-of-order', `dueOn ${facts.dueOn} lies after the commitment's endsOn ${commitment.endsOn}`))
  }
  for (const [index, indicator] of (facts.indicators as Facts[]).entries()) {
    const at = `${pointer}/indicators/${index}`
    findings.push(...required(indicator, ['title'], at), ...dateFindings(indicatorRules, indicator, at, 'due', 'due'), ...heldRefs('indicator', indicator, context, at))
  }
  return findings
}

function unknownInstitutions (facts: Facts, context: Context, pointer: string): Finding[] {
  return (facts.stakeholders as { institution: string }[]).flatMap(({ institution }, index) => context.institutions.has(institution)
    ? []
    : [finding(`${pointer}/stakeholders/${index}/institution`, 'unknown-reference', `There is no institution ${institution}; list a new one in institutions.`)])
}

/** Whether the entity may hold it: nobody else does, here or earlier in the document. */
function claim (context: Context, key: string, facts: Facts): boolean {
  const holder = context.claims.get(key)
  if (holder === undefined) context.claims.set(key, facts.id as string)
  return holder === undefined || holder === facts.id
}

function heldRefs (type: string, facts: Facts, context: Context, pointer: string): Finding[] {
  return (facts.externalRefs as { source: string, id: string }[]).flatMap((ref, index) => claim(context, `${type} ${ref.source}:${ref.id}`, facts)
    ? []
    : [finding(`${pointer}/externalRefs/${index}`, 'ambiguous-identity', `${ref.source}:${ref.id} is the reference of another entity.`)])
}

/** An id that the document gives to something new must be free. */
function heldId (facts: Facts, known: object | null, context: Context, pointer: string): Finding[] {
  const key = `id ${facts.id}`
  if (known !== null || !context.claims.has(key)) {
    context.claims.set(key, 'here')
    return []
  }
  return [finding(`${pointer}/id`, 'ambiguous-identity', `${facts.id} is the id of something else.`)]
}

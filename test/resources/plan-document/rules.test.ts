import { readFileSync, readdirSync } from 'node:fs'
import t, { type Test } from 'tap'
import { workOut, type KnownCommitment, type KnownPlan, type Surroundings } from '../../../src/resources/plan-document/document.rules.ts'
import { commitmentRules, newCommitment, newMilestone } from '../../../src/resources/plan-document/entity.rules.ts'
import { type Item, type Known, matchItems } from '../../../src/resources/plan-document/match.rules.ts'
import { type Facts, type Finding, dateFindings, differences, mergeFacts } from '../../../src/resources/plan-document/merge.rules.ts'
import type { PlanDocument } from '../../../src/resources/plan-document/plan-document.schemas.ts'

/** The rules of plan documents by vectors; each file is named after the rule that it probes. */

type Vector = { findings?: string[] } & (
  { rule: 'match', known: Known[], items: Item[], matches?: (string | null)[] } |
  { rule: 'merge', known: Facts, said: Facts, merged: Facts, differences: [string, unknown, unknown][] } |
  { rule: 'dates', facts: Facts } |
  { rule: 'document', known: (Facts & { id: string, milestones?: (Facts & { id: string })[] })[], around: Partial<Surroundings>, document: PlanDocument, absent?: 'withdraw', ops: string[] })

const told = (findings: Finding[]): string[] => findings.map(({ code, pointer }) => `${code} ${pointer}`)

const CHECKS: { [R in Vector['rule']]: (t: Test, vector: Extract<Vector, { rule: R }>) => void } = {
  match: (t, { known, items, matches, findings = [] }) => {
    const result = matchItems(known, items, '/items')
    t.same(told(result.flatMap(({ finding }) => finding ?? [])), findings)
    if (matches !== undefined) t.same(result.map(match => match.known?.id ?? null), matches)
  },
  merge: (t, { known, said, merged, differences: expected }) => {
    const rules = { ...commitmentRules, dates: commitmentRules.dates.filter(name => `${name}On` in known) }
    const before = structuredClone(known)
    t.same(mergeFacts(rules, known, said), merged)
    t.same(known, before, 'what is known is left as it is')
    t.same(differences(rules, known, merged).map(({ field, from, to }) => [field, from, to]), expected)
    t.same(mergeFacts(rules, merged, said), merged, 'the same again changes nothing')
  },
  dates: (t, { facts, findings = [] }) => {
    t.same(told(dateFindings(commitmentRules, facts, '/x', 'starts', 'ends')), findings)
  },
  document: (t, { known, around, document, absent, ops, findings = [] }) => {
    let made = 0
    const plan: KnownPlan = {
      plan: null,
      commitments: known.map(({ milestones = [], ...facts }) => ({
        ...newCommitment(facts.id, 'm-1'), ...facts, milestones: milestones.map(one => ({ ...newMilestone(one.id, facts.id), ...one }))
      }) as unknown as KnownCommitment)
    }
    const work = workOut(plan, { member: 'm', institutions: [], policyAreas: [], eras: [], held: {}, ...around }, document, { newId: () => `new-${++made}`, absent: absent ?? 'keep', anyInstitution: false })
    t.same(told(work.findings), findings)
    t.same(work.changes.map(({ op, pointer }) => `${op} ${pointer ?? '-'}`), ops)
  }
}

for (const kind of ['valid', 'invalid']) {
  const folder = new URL(`../../vectors/${kind}/plan-document/`, import.meta.url)
  for (const file of readdirSync(folder).sort()) {
    const vector = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector
    t.test(`${kind}: ${file.replace('.json', '').replaceAll('-', ' ')}`, async t => {
      t.equal((vector.findings ?? []).length === 0, kind === 'valid')
      CHECKS[vector.rule](t, vector as never)
    })
  }
}

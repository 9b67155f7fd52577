import t from 'tap'
import { type Action, type Principal, type Role, type Target, decide } from '../../src/http/decide.ts'

/** Every principal, every action, and what is its own, another's, or missing. */

const SCOPES: Record<string, Principal> = Object.fromEntries(([
  ['editor of a member', 'editor', { members: ['mine'] }],
  ['editor of a plan', 'editor', { plans: ['mine-1'] }],
  ['reviewer', 'reviewer', { organisation: 'mine' }],
  ['reviewer by alias', 'reviewer', { alias: 'mine', plans: ['mine-1'] }],
  ['assessor', 'assessor', { plans: ['mine-1'] }],
  ['registrar', 'registrar', {}],
  ['moderator', 'moderator', {}],
  ['admin', 'admin', {}]
] as [string, Role, Partial<Principal>][]).map(([name, role, scope]) => [name, { key: 'k', role, members: [], plans: [], organisation: null, alias: null, publication: null, ...scope }]))

const TARGETS: Record<'own' | 'other' | 'missing', Target> = {
  own: { member: 'mine', plan: 'mine-1', organisation: 'mine', alias: 'mine' },
  other: { member: 'theirs', plan: 'theirs-1', organisation: 'theirs', alias: 'theirs' },
  missing: {}
}

/** Who may, and on what; whoever is not named may not at all. */
const MAY: Record<Action, Record<string, string>> = {
  'plan:write': { 'editor of a member': 'own', 'editor of a plan': 'own' },
  'institution:write': { 'editor of a member': 'own', registrar: 'own other missing' },
  'reference:write': { registrar: 'own other missing' },
  'review:write': { reviewer: 'own', 'reviewer by alias': 'own' },
  'assessment:write': { assessor: 'own' },
  'import:run': { registrar: 'own other missing' },
  'import:table': { 'editor of a member': 'own other missing', 'editor of a plan': 'own other missing' },
  'mapping:write': { 'editor of a member': 'own', registrar: 'own other missing' },
  'import:read': { registrar: 'own other missing', 'editor of a member': 'own other missing', 'editor of a plan': 'own other missing' },
  'redaction:write': { moderator: 'own other missing' },
  'key:manage': { admin: 'own other missing' },
  'webhook:oversee': { admin: 'own other missing' },
  'self:read': Object.fromEntries(Object.keys(SCOPES).map(name => [name, 'own other missing']))
}

for (const [action, may] of Object.entries(MAY) as [Action, Record<string, string>][]) {
  t.test(action, async t => {
    for (const [kind, target] of Object.entries(TARGETS)) {
      for (const [name, principal] of Object.entries(SCOPES)) {
        const verdict = decide(principal, action, target)
        const expected = may[name]?.split(' ').includes(kind) ?? false
        t.equal(verdict === 'allowed', expected, `${name}, ${kind}: ${verdict}`)
        if (!expected) t.match(verdict, may[name] === undefined ? /takes the role .*; the key has the role|its own members/ : /key is for other|key is for another|its own members/)
      }
      t.equal(decide(null, action, target), 'Nobody may do this without a key.')
    }
  })
}

t.test('a scope of members says nothing of what has none, nor a scope of plans', async t => {
  const [ofMember, ofPlan] = [SCOPES['editor of a member'], SCOPES['editor of a plan']] as [Principal, Principal]
  t.equal(decide(ofMember, 'plan:write', { member: 'mine', plan: 'new-1' }), 'allowed')
  t.equal(decide(ofPlan, 'plan:write', { member: 'theirs', plan: 'mine-1' }), 'allowed')
  t.not(decide(ofPlan, 'plan:write', { member: 'mine-1' }), 'allowed')
  t.not(decide(ofMember, 'plan:write', { plan: 'mine' }), 'allowed')
  const byAlias = SCOPES['reviewer by alias'] as Principal
  t.not(decide(byAlias, 'review:write', { alias: 'mine', plan: 'mine-2' }), 'allowed', 'an alias writes in its plan')
  t.not(decide(byAlias, 'review:write', { alias: 'mine' }), 'allowed')
  t.not(decide(byAlias, 'review:write', { organisation: null, alias: null, plan: 'mine-1' }), 'allowed', 'and is nobody without a name')
  t.not(decide({ ...ofMember, role: 'reviewer', organisation: 'mine' }, 'review:write', { organisation: null }), 'allowed')
})

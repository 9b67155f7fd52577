/** Who may do what (api.md, section 2), as one pure function. */

export type Role = 'editor' | 'reviewer' | 'assessor' | 'registrar' | 'moderator' | 'admin'

export interface Principal {
  /** The key's id: which credential, never which person. */
  key: string
  role: Role
  members: string[]
  plans: string[]
  organisation: string | null
  /** What a reviewer writes under instead of its organisation, in its one plan. */
  alias: string | null
  /** How a reviewer publishes; null for all others. */
  publication: 'immediate' | 'window' | null
}

export type Action = 'plan:write' | 'institution:write' | 'reference:write' | 'review:write' | 'assessment:write' | 'import:run' | 'import:table' | 'import:read' | 'mapping:write' | 'redaction:write' | 'key:manage' | 'webhook:oversee' | 'self:read'

/** What it is about; members and plans that do not exist yet are named all the same. */
export interface Target { member?: string | undefined, plan?: string, organisation?: string | null, alias?: string | null }

/** Which roles may act, and within which scope of their key. */
const RULES: Record<Action, { roles: Role[], scope?: 'plan' | 'organisation' | 'member of an editor' }> = {
  'plan:write': { roles: ['editor'], scope: 'plan' },
  'institution:write': { roles: ['registrar', 'editor'], scope: 'member of an editor' },
  'reference:write': { roles: ['registrar'] },
  'review:write': { roles: ['reviewer'], scope: 'organisation' },
  'assessment:write': { roles: ['assessor'], scope: 'plan' },
  'import:run': { roles: ['registrar'] },
  'import:table': { roles: ['editor'] },
  'mapping:write': { roles: ['registrar', 'editor'], scope: 'member of an editor' },
  'import:read': { roles: ['registrar', 'editor'] },
  'redaction:write': { roles: ['moderator'] },
  'key:manage': { roles: ['admin'] },
  'webhook:oversee': { roles: ['admin'] },
  'self:read': { roles: ['editor', 'reviewer', 'assessor', 'registrar', 'moderator', 'admin'] }
}

/** @returns 'allowed', or the reason why not, for the person who asks */
export function decide (principal: Principal | null, action: Action, target: Target): string {
  if (principal === null) return 'Nobody may do this without a key.'
  const { roles, scope } = RULES[action]
  if (!roles.includes(principal.role)) return `This takes the role ${roles.join(' or ')}; the key has the role ${principal.role}.`
  if (scope === 'plan') {
    const inScope = (target.member !== undefined && principal.members.includes(target.member)) ||
      (target.plan !== undefined && principal.plans.includes(target.plan))
    return inScope ? 'allowed' : 'The key is for other members or plans.'
  }
  if (scope === 'member of an editor' && principal.role === 'editor' && !principal.members.includes(target.member ?? '')) return 'An editor writes what belongs to its own members.'
  if (scope === 'organisation' && principal.alias === null && target.organisation !== principal.organisation) return 'The key is for another organisation.'
  if (scope === 'organisation' && principal.alias !== null && (target.alias !== principal.alias || !principal.plans.includes(target.plan ?? ''))) return 'The key is for another alias or plan.'
  return 'allowed'
}

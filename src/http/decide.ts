/** Who may do what (api.md, section 2), as one pure function. */

export type Role = 'editor' | 'reviewer' | 'assessor' | 'registrar' | 'moderator' | 'admin'

export interface Principal {
  /** The key's id: which credential, never which person. */
  key: string
  role: Role
  members: string[]
  plans: string[]
  organisation: string | null
}

export type Action = 'plan:write' | 'import:run' | 'import:read' | 'key:manage' | 'self:read'

/** What it is about; members and plans that do not exist yet are named all the same. */
export interface Target { member?: string, plan?: string }

/** @returns 'allowed', or the reason why not, for the person who asks */
export function decide (principal: Principal | null, action: Action, target: Target): string {
  if (principal === null) return 'Nobody may do this without a key.'
  const roles = ROLES[action]
  if (!roles.includes(principal.role)) return `This takes the role ${roles.join(' or ')}; the key has the role ${principal.role}.`
  if (principal.role !== 'editor' || action === 'import:read') return 'allowed'
  const inScope = (target.member !== undefined && principal.members.includes(target.member)) ||
    (target.plan !== undefined && principal.plans.includes(target.plan))
  return inScope ? 'allowed' : 'The key is for other members or plans.'
}

const ROLES: Record<Action, Role[]> = {
  'plan:write': ['editor'],
  'import:run': ['registrar'],
  'import:read': ['registrar', 'editor'],
  'key:manage': ['admin'],
  'self:read': ['editor', 'reviewer', 'assessor', 'registrar', 'moderator', 'admin']
}

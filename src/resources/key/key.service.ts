import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inTransaction } from '../../db/transaction.ts'
import { type Deps, today } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import type { Principal, Role } from '../../http/decide.ts'
import { type Speaker, mayReview } from '../institution/institution.rules.ts'
import { findSpeaker } from '../institution/institution.store.ts'
import { hashAliasOwner, hashKey, keyId, newKey, sameSecret } from './key.rules.ts'
import type { Key, NewKey } from './key.schemas.ts'
import { claimAlias, findLiveKey, missingScopes } from './key.store.ts'

/**
 * Returns whom a key speaks for; null if it is malformed, unknown, expired or revoked. Its use is noted by the day. A
 * valid key is remembered for a second, and forgotten once it is revoked on this instance.
 */
export async function authenticate (deps: Deps, key: string): Promise<Principal | null> {
  const { adminKey, hmac } = deps.secrets
  if (adminKey !== undefined && sameSecret(key, adminKey)) {
    return { key: 'environment', role: 'admin', members: [], plans: [], organisation: null, alias: null, publication: null }
  }
  const id = keyId(key)
  if (id === undefined) return null
  const [hash, day, at] = [hashKey(hmac, key), today(deps), deps.clock().getTime()]
  const known = deps.keys.find(hash.toString('base64'), day, at)
  if (known !== undefined) return known
  const { revocations } = deps.keys
  const row = await findLiveKey(deps.db, id, day)
  if (row === undefined || !sameSecret(row.hash, hash)) return null
  // In a dump the row that was changed last stands last, which would tell who was at work before whom.
  if (row.publication !== 'window' && row.last_used_on !== day) await deps.db.updateTable('api_key').set({ last_used_on: day }).where('id', '=', id).execute()
  const principal: Principal = {
    key: id,
    role: row.role as Role,
    members: row.members,
    plans: row.plans,
    organisation: row.organisation,
    alias: row.alias,
    publication: row.publication as Principal['publication']
  }
  deps.keys.remember(hash.toString('base64'), { principal, day, at }, revocations)
  return principal
}

const SCOPES: Record<Role, { needs: 'members or plans' | 'plans' | 'organisation' | 'nothing', allows: string[] }> = {
  editor: { needs: 'members or plans', allows: ['members', 'plans', 'organisation'] },
  reviewer: { needs: 'organisation', allows: ['organisation', 'publication'] },
  assessor: { needs: 'plans', allows: ['plans'] },
  registrar: { needs: 'nothing', allows: [] },
  moderator: { needs: 'nothing', allows: [] },
  admin: { needs: 'nothing', allows: [] }
}

/** @returns the key with its secret, which is not kept */
export async function createKey (deps: Deps, wanted: NewKey): Promise<Key & { key: string }> {
  const { role, members = [], plans = [], organisation = null, alias = null, publication: asked, name, days = 365 } = wanted
  const { needs, allows } = SCOPES[role]
  const given = { members: members.length > 0, plans: plans.length > 0, organisation: organisation !== null, alias: alias !== null, publication: asked !== undefined }
  const allowed = alias !== null && role === 'reviewer' ? [...allows, 'alias', 'plans'] : allows
  const refused = Object.entries(given).filter(([scope, is]) => is && !allowed.includes(scope)).map(([scope]) => scope)
  if (refused.length > 0) {
    throw new ProblemError('invalid-body', `A key of the role ${role} has no ${refused.join(' and no ')}.`, { errors: refused.map(scope => ({ pointer: `/${scope}`, detail: `does not go with the role ${role}` })) })
  }
  if (needs !== 'nothing' && !needs.split(' or ').some(scope => given[scope as keyof typeof given])) {
    throw new ProblemError('invalid-body', `A key of the role ${role} needs ${needs}.`, { errors: [{ pointer: `/${needs.split(' ')[0]}`, detail: 'is required for this role' }] })
  }
  if (alias !== null && plans.length !== 1) {
    throw new ProblemError('invalid-body', 'An alias is for one plan.', { errors: [{ pointer: '/plans', detail: 'is one plan for an alias' }] })
  }
  return inTransaction(deps.db, async (tx) => {
    const missing = await missingScopes(tx, { members, plans, organisation })
    if (missing.length > 0) throw new ProblemError('unknown-scope', `There is no ${missing.join(', no ')}.`)
    if (role === 'reviewer' && !mayReview(await findSpeaker(tx, organisation as string) as Speaker)) {
      throw new ProblemError('not-civil-society', `${organisation} is not known to stand outside government.`, { errors: [{ pointer: '/organisation', detail: 'is not an organisation outside government' }] })
    }
    if (alias !== null && !await claimAlias(tx, alias, plans[0] as string, hashAliasOwner(deps.secrets.hmac, alias, organisation as string))) {
      throw new ProblemError('alias-taken', `The alias ${alias} is not free for this organisation and plan.`)
    }
    // From here on an alias stands alone: the key that uses it does not say whose it is.
    const shown = { organisation: alias === null ? organisation : null, alias }
    // Whoever hides a name has a reason to hide the hour as well.
    const publication = role === 'reviewer' ? asked ?? (alias === null ? 'immediate' : 'window') : null
    const { id, key } = newKey()
    const createdOn = today(deps)
    const expiresOn = new Date(Date.parse(createdOn) + days * 86_400_000).toISOString().slice(0, 10)
    await tx.insertInto('api_key').values({ id, role, members, plans, ...shown, publication, name, hash: hashKey(deps.secrets.hmac, key), created_on: createdOn, expires_on: expiresOn }).execute()
    return { key, id, role, members, plans, ...shown, publication, name, createdOn, expiresOn, lastUsedOn: null, revokedOn: null }
  })
}

/** Ends a key at once; a key that is ended already stays so. */
export async function revokeKey (deps: Deps, id: string): Promise<void> {
  const { numUpdatedRows } = await deps.db.updateTable('api_key')
    .set(eb => ({ revoked_on: eb.fn.coalesce('revoked_on', eb.val(today(deps))), revision: eb('revision', '+', 1) }))
    .where('id', '=', id).executeTakeFirst()
  deps.keys.forget(id)
  if (numUpdatedRows === 0n) throw new ProblemError('not-found', `There is no key ${id}.`)
}

/**
 * The first administrator's key, written to `DATA_DIR/admin.key` (mode 0600) unless the environment gives one or the
 * database has a live one.
 * @returns the path of the file that was written
 */
export async function ensureAdminKey (deps: Deps): Promise<string | undefined> {
  if (deps.secrets.adminKey !== undefined) return undefined
  const live = await deps.db.selectFrom('api_key').select('id').where('role', '=', 'admin').where('revoked_on', 'is', null)
    .where('expires_on', '>=', today(deps)).limit(1).executeTakeFirst()
  const file = join(deps.config.dataDir, 'admin.key')
  if (live !== undefined && existsSync(file)) return undefined
  const { key } = await createKey(deps, { role: 'admin', name: 'first administrator' })
  mkdirSync(deps.config.dataDir, { recursive: true, mode: 0o700 })
  // A file that is there keeps its mode, which others may read.
  rmSync(file, { force: true })
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' })
  return file
}

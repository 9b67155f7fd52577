import { sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import type { Listing } from '../../db/keyset.ts'
import type { Key } from './key.schemas.ts'

const keyJson = sql`json_build_object('id', k.id, 'role', k.role, 'members', k.members, 'plans', k.plans, 'organisation', k.organisation, 'alias', k.alias,
  'publication', k.publication,
  'name', k.name, 'createdOn', k.created_on, 'expiresOn', k.expires_on, 'lastUsedOn', k.last_used_on, 'revokedOn', k.revoked_on)`

export function keyListing (): Listing<Key> {
  return {
    from: sql`api_key`,
    id: sql`id`,
    idType: 'text',
    sorts: {
      createdOn: { expression: sql`created_on`, cast: 'date' },
      '-createdOn': { expression: sql`created_on`, cast: 'date', descending: true }
    },
    filters: [],
    body: id => sql`(select ${keyJson} from api_key k where k.id = ${id})`
  }
}

/** A key that is neither revoked nor past its last day. */
export function findLiveKey (db: Db, id: string, today: string) {
  return db.selectFrom('api_key').selectAll().where('id', '=', id).where('revoked_on', 'is', null).where('expires_on', '>=', today).executeTakeFirst()
}

/** Which of the things that a scope names do not exist, as `kind id`. */
export async function missingScopes (db: Db, scope: { members: string[], plans: string[], organisation: string | null }): Promise<string[]> {
  const { rows } = await sql<{ missing: string }>`
    select 'member ' || id as missing from unnest(${scope.members}::text[]) as id where id not in (select id from member)
    union all select 'action plan ' || id from unnest(${scope.plans}::text[]) as id where id not in (select id from action_plan)
    union all select 'institution ' || id from unnest(${scope.organisation === null ? [] : [scope.organisation]}::text[]) as id
      where id not in (select id from institution)`.execute(db)
  return rows.map(({ missing }) => missing)
}

/** Takes an alias for its owner in a plan, once or again; false when it is another's, another plan's, or an institution's id. */
export async function claimAlias (tx: Tx, alias: string, plan: string, owner: Uint8Array): Promise<boolean> {
  await sql`insert into reviewer_alias (alias, plan, owner) select ${alias}, ${plan}, ${owner}
    where not exists (select from institution where id = ${alias}) on conflict do nothing`.execute(tx)
  const row = await tx.selectFrom('reviewer_alias').select('alias').where('alias', '=', alias).where('plan', '=', plan).where('owner', '=', owner).executeTakeFirst()
  return row !== undefined
}

import type { Generated } from 'kysely'

export interface ApiKeyTable {
  id: string
  role: string
  members: string[]
  plans: string[]
  /** Of a key with an alias it is not kept. */
  organisation: string | null
  alias: string | null
  publication: string | null
  name: string
  hash: Uint8Array
  created_on: string
  expires_on: string
  last_used_on: string | null
  revoked_on: string | null
  revision: Generated<number>
}

/** Which alias is taken, for which plan; the organisation only as a keyed hash. */
export interface ReviewerAliasTable {
  alias: string
  plan: string
  owner: Uint8Array
}

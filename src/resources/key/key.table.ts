import type { Generated } from 'kysely'

export interface ApiKeyTable {
  id: string
  role: string
  members: string[]
  plans: string[]
  organisation: string | null
  name: string
  hash: Uint8Array
  created_on: string
  expires_on: string
  last_used_on: string | null
  revoked_on: string | null
  revision: Generated<number>
}

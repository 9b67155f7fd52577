import { type RawBuilder, sql } from 'kysely'
import { instant, refsOf } from '../../db/json.ts'
import type { PolicyArea, PolicyAreaFacts } from './policy-area.schemas.ts'

const facts = sql`'id', a.id, 'name', a.name, 'description', a.description, 'kind', a.kind, 'taxonomy', a.taxonomy,
  'broader', a.broader, 'externalRefs', ${refsOf('policy-area', sql`a.id`)}`

export const policyAreaFacts = (id: RawBuilder<unknown>) =>
  sql<PolicyAreaFacts | null>`(select json_build_object(${facts}) from policy_area a where a.id = ${id})`

export const policyAreaJson = (id: RawBuilder<unknown>) =>
  sql<PolicyArea>`(select json_build_object(${facts}, 'revision', a.revision, 'updatedAt', ${instant(sql`a.updated_at`)}) from policy_area a where a.id = ${id})`

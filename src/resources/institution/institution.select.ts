import { type RawBuilder, sql } from 'kysely'
import { instant, refsOf } from '../../db/json.ts'
import type { Institution, InstitutionFacts } from './institution.schemas.ts'

const facts = sql`'id', i.id, 'kind', i.kind, 'member', i.member, 'url', i.url, 'name', i.name, 'shortName', i.short_name,
  'externalRefs', ${refsOf('institution', sql`i.id`)}`

export const institutionFacts = (id: RawBuilder<unknown>) =>
  sql<InstitutionFacts | null>`(select json_build_object(${facts}) from institution i where i.id = ${id})`

export const institutionJson = (id: RawBuilder<unknown>) =>
  sql<Institution>`(select json_build_object(${facts}, 'revision', i.revision, 'updatedAt', ${instant(sql`i.updated_at`)}) from institution i where i.id = ${id})`

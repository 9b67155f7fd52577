import { type RawBuilder, sql } from 'kysely'
import { instant, refsOf } from '../../db/json.ts'
import type { Member, MemberFacts } from './member.schemas.ts'

const facts = sql`'id', m.id, 'name', m.name, 'kind', m.kind, 'countryIso2', m.country_iso2, 'region', m.region, 'parent', m.parent,
  'memberSince', m.member_since, 'status', m.status, 'statusEvents', m.status_events, 'codePrefixes', m.code_prefixes,
  'externalRefs', ${refsOf('member', sql`m.id`)}`

export const memberFacts = (id: RawBuilder<unknown>) =>
  sql<MemberFacts | null>`(select json_build_object(${facts}) from member m where m.id = ${id})`

export const memberJson = (id: RawBuilder<unknown>) =>
  sql<Member>`(select json_build_object(${facts}, 'revision', m.revision, 'updatedAt', ${instant(sql`m.updated_at`)}) from member m where m.id = ${id})`

import { type RawBuilder, sql } from 'kysely'
import { instant } from '../../db/json.ts'
import type { CodeList, CodeListFacts } from './code-list.schemas.ts'

const facts = sql`'id', c.id, 'title', c.title, 'description', c.description, 'ordered', c.ordered, 'source', c.source, 'codes', c.codes`

export const codeListFacts = (id: RawBuilder<unknown>) =>
  sql<CodeListFacts | null>`(select json_build_object(${facts}) from code_list c where c.id = ${id})`

export const codeListJson = (id: RawBuilder<unknown>) =>
  sql<CodeList>`(select json_build_object(${facts}, 'revision', c.revision, 'updatedAt', ${instant(sql`c.updated_at`)}) from code_list c where c.id = ${id})`

import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { type Listing, listRows } from '../../db/keyset.ts'
import type { EntityType } from '../../log/revision.store.ts'

/** Entries on a page of a feed. */
export const PAGE = 50

type Texts = Record<string, string>

/** One change with what its entry tells. */
export interface FeedChange {
  index: number
  type: EntityType
  id: string
  revision: number
  op: 'create' | 'update' | 'redact'
  /** The day; nothing finer is public. */
  on: string
  /** null once a redaction erased it. */
  body: Record<string, unknown> | null
  role: string
  alias: string | null
  /** Name of the institution that wrote it. */
  institution: Texts | null
  /** The commitment that it is about, as it stands now. */
  about: { id: string, code: string | null, title: Texts } | null
}

export type ScopeType = 'member' | 'action-plan' | 'commitment' | 'institution' | 'policy-area'

const changeJson = (index: RawBuilder<unknown>) => sql<FeedChange>`(
  select json_build_object('index', c.log_index, 'type', c.entity_type, 'id', c.entity_id, 'revision', c.revision, 'op', case when c.body is null then 'redact' else c.op end,
    'on', c.on_date, 'body', c.body::json, 'role', c.actor_role, 'alias', c.actor_alias, 'institution', (select i.name from institution i where i.id = c.actor_institution),
    'about', (select json_build_object('id', k.id, 'code', k.code, 'title', k.title) from change_scope s join commitment k on k.id = s.scope_id::uuid
      where s.log_index = c.log_index and s.scope_type = 'commitment'))
  from revision c where c.log_index = ${index})`

const newestFirst = (from: RawBuilder<unknown>, filters: RawBuilder<SqlBool>[]): Listing<FeedChange> => {
  const expression = sql`log_index`
  return { from, id: expression, idType: 'integer', sorts: { '-index': { expression, cast: 'integer', descending: true } }, filters, body: changeJson }
}

/** Of everything. */
export const allChanges = (): Listing<FeedChange> => newestFirst(sql`revision`, [sql<SqlBool>`log_index is not null`])

/** Of one thing, and of all that belongs to it. */
export const changesOf = (type: ScopeType, id: string): Listing<FeedChange> =>
  newestFirst(sql`change_scope`, [sql<SqlBool>`scope_type = ${type} and scope_id = ${id}`])

/** Of the commitments that filters find now; an entry is about one commitment at most. */
export const changesOfCommitments = (filters: readonly RawBuilder<SqlBool>[]): Listing<FeedChange> =>
  newestFirst(sql`change_scope`, [sql<SqlBool>`scope_type = 'commitment' and scope_id in (select commitment::text from commitment_status where ${sql.join(filters, sql` and `)})`])

/** The newest changes before an index of the log, one more than a page has. */
export async function listChanges (db: Db, { filters, ...listing }: Listing<FeedChange>, before: number | undefined): Promise<FeedChange[]> {
  const older = before === undefined ? filters : [...filters, sql<SqlBool>`log_index < ${before}`]
  return (await listRows(db, { ...listing, filters: older }, { sort: '-index', limit: PAGE, after: null })).map(({ body }) => body)
}

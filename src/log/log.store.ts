import { sql } from 'kysely'
import type { Db, Tx } from '../db/database.ts'
import type { LoggedRevision } from './entry.ts'
import type { Hash, Subtree } from './merkle.ts'

export type Node = Subtree & { hash: Hash }

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Whether a revision waits for its place: one probe of an index. */
export async function hasPending (db: Db): Promise<boolean> {
  const { rows } = await sql`select from revision where log_index is null limit 1`.execute(db)
  return rows.length > 0
}

/** The revisions that wait, the one that was written first before the others. */
export async function listPending (tx: Tx, limit: number): Promise<LoggedRevision[]> {
  const { rows } = await sql<LoggedRevision>`
    select entity_type as type, entity_id as id, revision, on_date as on, encode(body_hash, 'base64') as hash, encode(previous, 'base64') as previous
    from revision where log_index is null order by recorded limit ${limit}`.execute(tx)
  return rows
}

export async function findNodes (db: Db, subtrees: readonly Subtree[]): Promise<Node[]> {
  const { rows } = await sql<Node>`
    select n.level, n.index, n.hash from log_node n
    join jsonb_to_recordset(${JSON.stringify(subtrees)}::jsonb) as wanted (level integer, index bigint) using (level, index)`.execute(db)
  return rows
}

export interface StoredCheckpoint { size: number, root: Hash, at: string }

/** The size and root of the log as it stands, and since when; undefined while it is empty. */
export async function newestCheckpoint (db: Db): Promise<StoredCheckpoint | undefined> {
  return db.selectFrom('log_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst()
}

/** Hashes of one level, from one index on. */
export async function listHashes (db: Db, level: number, first: number, count: number): Promise<Hash[]> {
  const rows = await db.selectFrom('log_node').select('hash').where('level', '=', level).where('index', '>=', first).where('index', '<', first + count).orderBy('index').execute()
  return rows.map(({ hash }) => hash)
}

export async function listEntries (db: Db, first: number, count: number): Promise<Buffer[]> {
  const rows = await db.selectFrom('log_entry').select('entry').where('index', '>=', first).where('index', '<', first + count).orderBy('index').execute()
  return rows.map(({ entry }) => Buffer.from(entry))
}

export interface Growth { revisions: (LoggedRevision & { index: number, entry: string })[], nodes: Node[], checkpoint: StoredCheckpoint }

/** Writes entries with what stands over them and what they are about, and gives their revisions their place. */
export async function appendToLog (tx: Tx, { revisions, nodes, checkpoint }: Growth): Promise<void> {
  const logged = sql`jsonb_to_recordset(${JSON.stringify(revisions)}::jsonb) as r (index bigint, entry text, type text, id text, revision integer)`
  await sql`insert into log_entry (index, entry) select r.index, r.entry from ${logged} order by r.index`.execute(tx)
  await sql`insert into log_node (level, index, hash) select r.level, r.index, decode(r.hash, 'base64')
    from jsonb_to_recordset(${JSON.stringify(nodes.map(node => ({ ...node, hash: base64(node.hash) })))}::jsonb) as r (level integer, index bigint, hash text)`.execute(tx)
  await sql`update revision set log_index = r.index from ${logged}
    where revision.entity_type = r.type and revision.entity_id = r.id and revision.revision = r.revision`.execute(tx)
  await sql`insert into change_scope (scope_type, scope_id, log_index) select s.scope_type, s.scope_id, r.index from ${logged}, lateral change_scopes(r.type, r.id) s`.execute(tx)
  await tx.insertInto('log_checkpoint').values(checkpoint).execute()
}

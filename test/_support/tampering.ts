import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../src/db/database.ts'
import { bodyHash } from '../../src/log/canonical.ts'
import { entryText } from '../../src/log/entry.ts'
import { append, hashesAt, leafHash, rootOf } from '../../src/log/merkle.ts'
import type { EntityType } from '../../src/log/revision.store.ts'

/** What a superuser of the database can do to the record, in all the ways we could think of, and how to undo it. */

const TABLES = ['revision', 'log_entry', 'log_node', 'log_checkpoint', 'policy_area'].map(name => ({ name: sql.table(name), kept: sql.table(`kept_${name}`) }))

/** Takes all guards away that the database has. */
export async function disarm (db: Db): Promise<void> {
  for (const { name } of TABLES) await sql`alter table ${name} disable trigger all`.execute(db)
  for (const constraint of ['hash_true', 'chain', 'salt_length']) await sql`alter table revision drop constraint ${sql.raw(`revision_${constraint}`)}`.execute(db)
}

export async function keep (db: Db): Promise<void> {
  for (const { name, kept } of TABLES) {
    await sql`drop table if exists ${kept}`.execute(db)
    await sql`create table ${kept} as table ${name}`.execute(db)
  }
}

export async function undo (db: Db): Promise<void> {
  for (const { name, kept } of TABLES) {
    await sql`delete from ${name}`.execute(db)
    await sql`insert into ${name} overriding system value table ${kept}`.execute(db)
  }
}

/** Makes the tree and the newest checkpoint anew from the entries, so that they fit again. */
export async function rebuild (db: Db): Promise<void> {
  const entries = await db.selectFrom('log_entry').select('entry').orderBy('index').execute()
  const nodes = append(() => { throw new Error('nothing was before') }, 0, entries.map(({ entry }) => leafHash(Buffer.from(entry))))
  await db.deleteFrom('log_node').execute()
  const { size } = await db.selectFrom('log_checkpoint').select('size').orderBy('size', 'desc').limit(1).executeTakeFirstOrThrow()
  await db.deleteFrom('log_checkpoint').where('size', entries.length === 0 ? '<=' : '<>', size).execute()
  if (entries.length === 0) return
  await db.insertInto('log_node').values(nodes.map(({ level, index, hash }) => ({ level, index, hash: Buffer.from(hash) }))).execute()
  await db.updateTable('log_checkpoint').set({ size: entries.length, root: Buffer.from(rootOf(hashesAt(nodes), entries.length)) }).execute()
}

/** Writes entries from `first` on as their revisions now are, and the hashes of those as their texts now are. */
async function rewrite (db: Db, first: number): Promise<void> {
  const revisions = await db.selectFrom('revision').selectAll().where('log_index', '>=', first).orderBy('log_index').execute()
  for (const { entity_type: type, entity_id: id, revision, on_date: on, salt, body, log_index: index } of revisions) {
    const before = await db.selectFrom('revision').select('body_hash').where('entity_type', '=', type).where('entity_id', '=', id).where('revision', '=', revision - 1).executeTakeFirst()
    const [hash, previous] = [bodyHash(salt as Uint8Array, body as string), before === undefined ? null : Buffer.from(before.body_hash)]
    await db.updateTable('revision').set({ body_hash: hash, previous }).where('log_index', '=', index).execute()
    const entry = entryText({ type: type as EntityType, id, revision, on, hash: hash.toString('base64'), previous: previous?.toString('base64') ?? null })
    await db.updateTable('log_entry').set({ entry }).where('index', '=', index as number).execute()
  }
  await rebuild(db)
}

async function swapEntries (db: Db, a: number, b: number): Promise<void> {
  for (const [from, to] of [[a, -1], [b, a], [-1, b]] as const) await db.updateTable('log_entry').set({ index: to }).where('index', '=', from).execute()
}

async function swapRevisions (db: Db, a: number, b: number): Promise<void> {
  for (const [from, to] of [[a, -1], [b, a], [-1, b]] as const) await db.updateTable('revision').set({ log_index: to }).where('log_index', '=', from).execute()
}

const edit = (db: Db, index: number) => sql`update revision set body = left(body, -1) || ',"added":true}' where log_index = ${index}`.execute(db)
const editAndHash = async (db: Db, index: number): Promise<void> => {
  await edit(db, index)
  await sql`update revision set body_hash = sha256(salt || convert_to(body, 'UTF8')) where log_index = ${index}`.execute(db)
}
const flipped = (column: string, at: number) => sql`set_byte(${sql.ref(column)}, ${at}::integer, get_byte(${sql.ref(column)}, ${at}::integer) # 4)`
const flippedText = (column: string, at: number) => sql`overlay(${sql.ref(column)} placing case substr(${sql.ref(column)}, ${at}::integer, 1) when 'x' then 'y' else 'x' end from ${at}::integer for 1)`

export interface Scene {
  db: Db
  size: number
  /** The size of the older checkpoint that is kept elsewhere. */
  older: number
  /** Some index below a number. */
  any: (below: number) => number
}

export interface Tampering {
  /** Whether it shows only to those who kept an older checkpoint: everything was made to fit again. */
  needsOlder?: true
  /** Whether another key signs afterwards. */
  otherKey?: true
  /** Does it, and gives how the difference that is found begins. */
  do: (scene: Scene) => Promise<string>
}

const rewritten = ({ older }: Scene): string => `entries 0 to ${older - 1} are not those that the older checkpoint signs`
const entry = (index: number): string => `entry ${index} `

/** A tampering of one place. */
const at = (change: (scene: Scene, index: number) => Promise<unknown>, found: (index: number) => string = entry): Tampering => ({
  do: async (scene) => {
    const index = scene.any(scene.size)
    await change(scene, index)
    return found(index)
  }
})
/** One of two places, found at the first. */
const atTwo = (change: (scene: Scene, a: number, b: number) => Promise<unknown>): Tampering => ({
  do: async (scene) => {
    const a = scene.any(scene.size - 1)
    const b = a + 1 + scene.any(scene.size - 1 - a)
    await change(scene, a, b)
    return entry(a)
  }
})
/** One of everything before the older checkpoint. */
const before = (change: (scene: Scene, index: number) => Promise<unknown>): Tampering => ({
  needsOlder: true,
  do: async (scene) => {
    await change(scene, scene.any(scene.older))
    return rewritten(scene)
  }
})

/** Of the entities themselves, beside their record. */
const standing = (change: (db: Db, id: string) => Promise<unknown>, found = (id: string): string => id): Tampering => ({
  do: async ({ db, size, any }) => {
    const { entity_id: id } = await db.selectFrom('revision').select('entity_id').where('log_index', '=', any(size)).executeTakeFirstOrThrow()
    await change(db, id)
    return `policy-area ${found(id)} `
  }
})
const logged = (text: string): Tampering => ({
  do: async ({ db, size }) => {
    await sql`insert into log_entry values (${size}::bigint, ${text})`.execute(db)
    await rebuild(db)
    return entry(size)
  }
})

export const TAMPERINGS: Record<string, Tampering> = {
  'flip a letter of an entry': at(({ db, any }, index) => sql`update log_entry set entry = ${flippedText('entry', 1 + any(100))} where index = ${index}`.execute(db)),
  'flip a letter of a text': at(({ db, any }, index) => sql`update revision set body = ${flippedText('body', 1 + any(20))} where log_index = ${index}`.execute(db)),
  'flip a bit of a salt': at(({ db, any }, index) => sql`update revision set salt = ${flipped('salt', any(32))} where log_index = ${index}`.execute(db)),
  'flip a bit of a hash': at(({ db, any }, index) => sql`update revision set body_hash = ${flipped('body_hash', any(32))} where log_index = ${index}`.execute(db)),
  'flip a bit of a leaf of the tree': at(({ db, any }, index) => sql`update log_node set hash = ${flipped('hash', any(32))} where level = 0 and index = ${index}`.execute(db)),
  'flip a bit of the root': at(({ db, size, any }) => sql`update log_checkpoint set root = ${flipped('root', any(32))} where size = ${size}`.execute(db), () => '/log/checkpoint signs another root'),
  'give a revision a previous hash': at(({ db }, index) => sql`update revision set previous = sha256(salt) where log_index = ${index}`.execute(db)),
  'edit a text': at(({ db }, index) => edit(db, index)),
  'edit a text and its hash': at(({ db }, index) => editAndHash(db, index)),
  'edit a text, its hash and its entry': at(async ({ db }, index) => {
    await editAndHash(db, index)
    await sql`update log_entry set entry = (select replace(entry, substr(entry, 10, 44), encode(body_hash, 'base64')) from revision where log_index = ${index}) where index = ${index}`.execute(db)
  }),
  'edit a text, its hash, its entry and its leaf': {
    do: async ({ db, size, any }) => {
      const index = any(size)
      await editAndHash(db, index)
      await sql`update log_entry set entry = (select replace(entry, substr(entry, 10, 44), encode(body_hash, 'base64')) from revision where log_index = ${index}) where index = ${index}`.execute(db)
      await sql`update log_node set hash = (select sha256('\\x00'::bytea || convert_to(entry, 'UTF8')) from log_entry where index = ${index}) where level = 0 and index = ${index}`.execute(db)
      // Later revisions of the entity name the hash that was there.
      const { rows: [later] } = await sql<{ index: number }>`select b.log_index as index from revision a join revision b using (entity_type, entity_id) where a.log_index = ${index} and b.revision = a.revision + 1`.execute(db)
      if (later !== undefined) return entry(later.index)
      return index < size - size % 256 ? 'level 8 of the tree ' : '/log/checkpoint signs another root'
    }
  },
  'edit a day': at(({ db }, index) => sql`update revision set on_date = on_date - 1 where log_index = ${index}`.execute(db)),
  'give a revision to something else': at(({ db }, index) => sql`update revision set entity_id = 'somebody-else' where log_index = ${index}`.execute(db)),
  'claim more than there is': { do: async ({ db, size, any }) => { await sql`update log_checkpoint set size = ${size + 1 + any(300)}::bigint where size = ${size}`.execute(db); return entry(size) } },
  'claim less than there is': { do: async ({ db, size }) => { await sql`delete from log_checkpoint where size = ${size}`.execute(db); return entry(size - 1) } },
  'delete a revision': at(({ db }, index) => sql`delete from revision where log_index = ${index}`.execute(db)),
  'delete an entry': at(({ db }, index) => sql`delete from log_entry where index = ${index}`.execute(db)),
  'delete a leaf of the tree': at(({ db }, index) => sql`delete from log_node where level = 0 and index = ${index}`.execute(db), index => `the hash of entry ${index} `),
  'insert a revision': {
    do: async ({ db, size, any }) => {
      const { recorded: _, beside: _beside, ...row } = await db.selectFrom('revision').selectAll().where('log_index', '=', any(size)).executeTakeFirstOrThrow()
      await db.insertInto('revision').values({ ...row, entity_id: 'inserted', log_index: size }).execute()
      return entry(size)
    }
  },
  'insert an entry at the end': { do: async ({ db, size, any }) => { await sql`insert into log_entry select ${size}::bigint, entry from log_entry where index = ${any(size)}`.execute(db); return entry(size) } },
  'insert a leaf at the end': { do: async ({ db, size, any }) => { await sql`insert into log_node select 0, ${size}::bigint, hash from log_node where level = 0 and index = ${any(size)}`.execute(db); return `the hash of entry ${size} ` } },
  'insert an entry between others': at(async ({ db }, a) => {
    await sql`update log_entry set index = -index - 2 where index >= ${a}`.execute(db)
    await sql`update log_entry set index = -index - 1 where index < 0`.execute(db)
    await sql`insert into log_entry values (${a}::bigint, '{}')`.execute(db)
  }),
  'log a second time what was logged': { do: async ({ db, size, any }) => { await sql`insert into log_entry select ${size}::bigint, entry from log_entry where index = ${any(size)}`.execute(db); await rebuild(db); return entry(size) } },
  'log what is no revision': logged('{}'),
  'log what is no JSON': logged('hello'),
  'write an entry otherwise': at(async ({ db }, index) => { await sql`update log_entry set entry = ' ' || entry where index = ${index}`.execute(db); await rebuild(db) }),
  'leave a revision out': { do: async ({ db, size }) => { await sql`update revision set revision = revision + 1 where log_index = ${size - 1}`.execute(db); await rewrite(db, size - 1); return entry(size - 1) } },
  'reorder entries': atTwo(({ db }, a, b) => swapEntries(db, a, b)),
  'reorder revisions': atTwo(({ db }, a, b) => swapRevisions(db, a, b)),
  'reorder everything before a checkpoint': { needsOlder: true, do: async (scene) => { await swapEntries(scene.db, 0, 1); await swapRevisions(scene.db, 0, 1); await rebuild(scene.db); return rewritten(scene) } },
  'swap salts': atTwo(({ db }, a, b) => sql`update revision r set salt = o.salt from revision o where (r.log_index, o.log_index) in ((${a}, ${b}), (${b}, ${a}))`.execute(db)),
  'truncate entries': at(({ db }, index) => sql`delete from log_entry where index >= ${index}`.execute(db)),
  'truncate revisions': at(({ db }, index) => sql`delete from revision where log_index >= ${index}`.execute(db)),
  'truncate the tree': at(({ db }, index) => sql`delete from log_node where (index + 1) << level > ${index}`.execute(db), index => `the hash of entry ${index} `),
  'empty the log': { needsOlder: true, do: async ({ db }) => { for (const { name } of TABLES) await sql`delete from ${name}`.execute(db); return '/log/checkpoint has 0 entries' } },
  'fork the log': before(async ({ db }, index) => { await edit(db, index); await rewrite(db, index) }),
  'roll the log back': {
    needsOlder: true,
    do: async ({ db, older, any }) => {
      const size = any(older)
      await sql`delete from revision where log_index >= ${size}`.execute(db)
      await sql`delete from log_entry where index >= ${size}`.execute(db)
      await rebuild(db)
      return `/log/checkpoint has ${size} entries, and the older checkpoint ${older}`
    }
  },
  'edit what stands': standing((db, id) => sql`update policy_area set taxonomy = 'other' where id = ${id}`.execute(db)),
  'delete what stands': standing((db, id) => sql`delete from policy_area where id = ${id}`.execute(db)),
  'log what is no text of anything': {
    do: async ({ db, size }) => {
      const { entity_id: id } = await db.selectFrom('revision').select('entity_id').where('log_index', '=', size - 1).executeTakeFirstOrThrow()
      await sql`update revision set body = 'hello' where log_index = ${size - 1}`.execute(db)
      await rewrite(db, size - 1)
      return `policy-area ${id} `
    }
  },
  'insert what stands': standing((db, id) => sql`update policy_area set id = 'area-inserted' where id = ${id}`.execute(db), () => 'area-inserted'),
  'rewrite everything': before(async ({ db }) => {
    const rows = await db.selectFrom('revision').select('log_index').where('log_index', 'is not', null).execute()
    for (const { log_index: index } of rows) await db.updateTable('revision').set({ salt: randomBytes(32) }).where('log_index', '=', index).execute()
    await rewrite(db, 0)
  }),
  'rewrite everything and sign it with another key': {
    needsOlder: true,
    otherKey: true,
    do: async ({ db }) => {
      await edit(db, 0)
      await rewrite(db, 0)
      return '/log/vkey is not the key that signed the older checkpoint'
    }
  }
}

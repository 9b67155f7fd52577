import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import t from 'tap'
import type { Db, Tables } from '../../src/db/database.ts'
import { dialectOn, embeddedDialect, openEngine } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { postgresDialect } from '../../src/db/postgres.ts'
import { CACHE, hashOf, writeWhole } from '../_loader/paths.js'
import { LIBRARIES, snapshot } from './snapshot.ts'

/**
 * A database of its own for every application that a test starts: a copy of one that was prepared once, in memory, or on
 * the server that TEST_DATABASE_URL names (a user who may create databases).
 */

export const serverUrl = process.env.TEST_DATABASE_URL
export const engine = serverUrl === undefined ? 'embedded' : 'postgres'

export interface TestDatabase {
  db: Db
  /** Address of the database on the server; undefined when it is in memory. */
  url: string | undefined
  close: () => Promise<void>
}

/** `migrated` has the tables, `starter` the starter data as well, and `reading` the world of the reading tests besides. */
export type Prepared = 'migrated' | 'starter' | 'reading'

/** Returns the name of the prepared database, with the hash of its sources. */
function nameOf (prepared: Prepared): string {
  return `${prepared}_${hashOf(prepared === 'migrated' ? ['migrations', 'src/db'] : ['migrations', 'src', 'test/_support'])}`
}

async function fill (db: Db, prepared: Prepared): Promise<void> {
  await migrate(db)
  if (prepared === 'migrated') return
  const { fillStarter, fillReading } = await import('./prepared.ts')
  await fillStarter(db)
  if (prepared === 'reading') await fillReading(db)
}

/** Opens a copy of a prepared database. */
export async function openDatabase (prepared: Prepared = 'migrated'): Promise<TestDatabase> {
  const database = serverUrl === undefined ? await openEmbedded(prepared) : await openOnServer(serverUrl, prepared)
  let closed: Promise<void> | undefined
  return { ...database, close: async () => { await (closed ??= database.close()) } }
}

/** Opens another connection to the database at `url`. */
export function connectTo (url: string): TestDatabase {
  const db = new Kysely<Tables>({ dialect: postgresDialect(url, 30_000) })
  return { db, url, close: () => db.destroy() }
}

/** Returns the database as one in which every attempt to write fails, so that tests may share it. */
export async function readOnly ({ db, url, close }: TestDatabase): Promise<TestDatabase> {
  if (url === undefined) {
    await sql`set default_transaction_read_only to on`.execute(db)
    return { db, url, close }
  }
  const reading = connectTo(`${url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`)
  return { ...reading, close: async () => { await reading.close(); await close() } }
}

/** A database without a table, for the migrations' own tests. */
export async function openEmptyDatabase (): Promise<TestDatabase> {
  if (serverUrl !== undefined) return createOnServer(serverUrl, 'template1')
  const db = new Kysely<Tables>({ dialect: await embeddedDialect() })
  return { db, url: undefined, close: () => db.destroy() }
}

/** The engines of this process that no test uses now, each as its prepared database was. */
const idle = new Map<Prepared, Rewindable[]>()

/** An engine whose database can be set back to what it was, which takes a fiftieth of starting another one. */
interface Rewindable { pglite: PGlite, rewind: () => void }

async function openEmbedded (prepared: Prepared): Promise<TestDatabase> {
  const engine = idle.get(prepared)?.pop() ?? await startEngine(prepared)
  const { pglite, rewind } = engine
  const db = new Kysely<Tables>({ dialect: dialectOn(pglite, async () => undefined) })
  return {
    db,
    url: undefined,
    close: async () => {
      await db.destroy()
      await pglite.transaction(async () => undefined) // waits for those before it
      if (ended) return await pglite.close()
      await pglite.runExclusive(async () => { rewind() })
      idle.set(prepared, [...idle.get(prepared) ?? [], engine])
    }
  }
}

let ended = false

// An engine keeps its process running.
t.teardown(async () => {
  ended = true
  for (const { pglite } of [...idle.values()].flat()) await pglite.close()
})

async function startEngine (prepared: Prepared): Promise<Rewindable> {
  const pglite = await openEngine(undefined, new Blob([new Uint8Array(await folderOf(prepared))]))
  for (const library of LIBRARIES) await pglite.exec(`load '${library}'`)
  return { pglite, rewind: snapshot(pglite) }
}

async function folderOf (prepared: Prepared): Promise<Buffer> {
  const file = join(CACHE, `${nameOf(prepared)}.tar`)
  if (existsSync(file)) return readFileSync(file)
  const pglite = await openEngine()
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
  await fill(db, prepared)
  const dump = await pglite.dumpDataDir('none')
  await db.destroy()
  const slim = withoutTemplates(Buffer.from(await dump.arrayBuffer()))
  mkdirSync(CACHE, { recursive: true })
  writeWhole(file, slim)
  return slim
}

/**
 * Removes PostgreSQL's own databases `template0` and `template1` (`base/4` and `base/1`) from a tar of a data folder. No
 * test can connect to them on the embedded engine, and unpacking them takes a quarter of opening a copy.
 */
function withoutTemplates (tar: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let at = 0; at < tar.length;) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*/s, '')
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8)
    const end = at + 512 + Math.ceil((Number.isNaN(size) ? 0 : size) / 512) * 512
    if (!/base\/[14]\/./.test(name)) kept.push(tar.subarray(at, end))
    at = end
  }
  return Buffer.concat(kept)
}

async function openOnServer (server: string, prepared: Prepared): Promise<TestDatabase> {
  const template = `oc_${nameOf(prepared)}`
  const admin = new Kysely<Tables>({ dialect: postgresDialect(server, 60_000) })
  await admin.connection().execute(async (one) => {
    await sql`select pg_advisory_lock(7241)`.execute(one)
    const { rows } = await sql`select 1 from pg_database where datname = ${template}`.execute(one)
    if (rows.length === 0) {
      // A run that failed halfway leaves one behind.
      await sql`drop database if exists ${sql.ref(`${template}_new`)} with (force)`.execute(one)
      await sql`create database ${sql.ref(`${template}_new`)}`.execute(one)
      const fresh = connectTo(onServer(server, `${template}_new`))
      await fill(fresh.db, prepared)
      await fresh.close()
      await sql`alter database ${sql.ref(`${template}_new`)} rename to ${sql.ref(template)}`.execute(one)
    }
    await sql`select pg_advisory_unlock(7241)`.execute(one)
  })
  await admin.destroy()
  return await createOnServer(server, template)
}

async function createOnServer (server: string, template: string): Promise<TestDatabase> {
  const name = `oc_test_${randomBytes(6).toString('hex')}`
  const admin = new Kysely<Tables>({ dialect: postgresDialect(server, 60_000) })
  await admin.connection().execute(async (one) => {
    // Two copies of one template cannot be made at once.
    await sql`select pg_advisory_lock(7241)`.execute(one)
    await sql`create database ${sql.ref(name)} template ${sql.ref(template)}`.execute(one)
    await sql`select pg_advisory_unlock(7241)`.execute(one)
  })
  const { db, url, close } = connectTo(onServer(server, name))
  return {
    db,
    url,
    close: async () => {
      await close()
      await sql`drop database ${sql.ref(name)} with (force)`.execute(admin)
      await admin.destroy()
    }
  }
}

function onServer (server: string, database: string): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  return url.href
}

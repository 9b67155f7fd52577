import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect, sql } from 'kysely'
import type { Db, Tables } from '../../src/db/database.ts'
import { EXTENSIONS, embeddedDialect } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { parsers, sessionSettings } from '../../src/db/parsers.ts'
import { postgresDialect } from '../../src/db/postgres.ts'

/**
 * A database of its own for every test file, migrated once and copied: in memory, or on the server that
 * TEST_DATABASE_URL names (a user who may create databases).
 */

export const serverUrl = process.env.TEST_DATABASE_URL
export const engine = serverUrl === undefined ? 'embedded' : 'postgres'

export interface TestDatabase {
  db: Db
  /** Address of the database on the server; undefined when it is in memory. */
  url: string | undefined
  close: () => Promise<void>
}

const root = join(import.meta.dirname, '../..')

/** Names the migrated template: another set of migrations needs another template. */
function fingerprint (): string {
  const hash = createHash('sha256')
  for (const folder of ['migrations']) {
    for (const file of readdirSync(join(root, folder)).sort()) hash.update(readFileSync(join(root, folder, file)))
  }
  return hash.digest('hex').slice(0, 12)
}

/** A migrated database of its own, or another connection to the one at `url`. */
export async function openDatabase (url?: string): Promise<TestDatabase> {
  if (url !== undefined) {
    const db = new Kysely<Tables>({ dialect: postgresDialect(url, 30_000) })
    return { db, url, close: () => db.destroy() }
  }
  return serverUrl === undefined ? openEmbedded() : openOnServer(serverUrl)
}

/** A database without a table, for the migrations' own tests. */
export async function openEmptyDatabase (): Promise<TestDatabase> {
  if (serverUrl !== undefined) return openOnServer(serverUrl, 'template1')
  const db = new Kysely<Tables>({ dialect: await embeddedDialect() })
  return { db, url: undefined, close: () => db.destroy() }
}

async function openEmbedded (): Promise<TestDatabase> {
  const folder = join(root, 'node_modules/.cache/open-commitments')
  const file = join(folder, `${fingerprint()}.tar`)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    const pglite = await PGlite.create({ extensions: EXTENSIONS, parsers })
    await pglite.exec(sessionSettings)
    const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) })
    await migrate(db)
    const dump = await pglite.dumpDataDir('none')
    await db.destroy()
    const mine = `${file}.${process.pid}`
    writeFileSync(mine, Buffer.from(await dump.arrayBuffer()))
    renameSync(mine, file)
  }
  const db = new Kysely<Tables>({ dialect: await embeddedDialect(undefined, new Blob([readFileSync(file)])) })
  return { db, url: undefined, close: () => db.destroy() }
}

async function openOnServer (server: string, template = `oc_template_${fingerprint()}`): Promise<TestDatabase> {
  const name = `oc_test_${randomBytes(6).toString('hex')}`
  const admin = new Kysely<Tables>({ dialect: postgresDialect(server, 60_000) })
  await admin.connection().execute(async (one) => {
    await sql`select pg_advisory_lock(7241)`.execute(one)
    const { rows } = await sql`select 1 from pg_database where datname = ${template}`.execute(one)
    if (rows.length === 0) {
      // What a run that failed halfway left.
      await sql`drop database if exists ${sql.ref(`${template}_new`)} with (force)`.execute(one)
      await sql`create database ${sql.ref(`${template}_new`)}`.execute(one)
      const fresh = new Kysely<Tables>({ dialect: postgresDialect(onServer(server, `${template}_new`), 60_000) })
      await migrate(fresh)
      await fresh.destroy()
      await sql`alter database ${sql.ref(`${template}_new`)} rename to ${sql.ref(template)}`.execute(one)
    }
    await sql`create database ${sql.ref(name)} template ${sql.ref(template)}`.execute(one)
    await sql`select pg_advisory_unlock(7241)`.execute(one)
  })
  const url = onServer(server, name)
  const db = new Kysely<Tables>({ dialect: postgresDialect(url, 30_000) })
  return {
    db,
    url,
    close: async () => {
      await db.destroy()
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

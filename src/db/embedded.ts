import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm as trigrams } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { tryLock, unlock } from 'fs-native-extensions'
import { PGliteDialect } from 'kysely'
import { withPreparedStatements } from './embedded-statements.ts'
import { parsers, sessionSettings } from './parsers.ts'
import { DataVersion, withVersion } from './version.ts'

export class FolderLockedError extends Error {
  constructor (folder: string) {
    super(`Another process uses the data folder ${folder}. Two processes on one embedded database destroy it, so this one stops here. Stop the other one first, or give this one a folder of its own with DATA_DIR.`)
    this.name = 'FolderLockedError'
  }
}

/**
 * Takes the lock that keeps a second process out of a data folder; the kernel gives it back however this process ends.
 * @returns a function that gives it back
 * @throws FolderLockedError when another process holds it
 */
export function lockFolder (folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = openSync(join(folder, 'lock'), 'a+', 0o600)
  if (!tryLock(file)) {
    closeSync(file)
    throw new FolderLockedError(folder)
  }
  ftruncateSync(file)
  writeSync(file, `${process.pid}\n`)
  return () => {
    unlock(file)
    closeSync(file)
  }
}

/**
 * The prepared data folder to start a new one from, where the build has made it (scripts/build.ts): making one anew takes
 * most of a first start. A folder that holds a database already is never touched.
 */
export function preparedFolder (folder: string, file: string | undefined): Blob | undefined {
  return file === undefined || !existsSync(file) || existsSync(join(folder, 'PG_VERSION')) ? undefined : new Blob([readFileSync(file)])
}

/** A buffer of PostgreSQL's default of 128 MB is zeroed at every start, and the files behind it are in the system's cache anyway. */
const START_PARAMETERS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB']

/** What migrations may create; the embedded engine loads them at its start. */
export const EXTENSIONS = { unaccent, pg_trgm: trigrams }

/** PostgreSQL in this process, in `folder`, or in memory when there is none; `dump` is a data folder to start from. */
export async function openEngine (folder?: string, dump?: Blob): Promise<PGlite> {
  const pglite = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(dump === undefined ? {} : { loadDataDir: dump }),
    startParams: START_PARAMETERS,
    extensions: EXTENSIONS,
    parsers
  })
  await pglite.exec(sessionSettings)
  return pglite
}

/** How Kysely speaks to the engine that `openEngine` starts. */
export async function embeddedDialect (folder?: string, dump?: Blob): Promise<PGliteDialect> {
  return dialectOn(await openEngine(folder, dump))
}

/** The same for an engine that was started; `close` ends it. */
export function dialectOn (pglite: PGlite, close = async () => { await pglite.close() }): PGliteDialect {
  const version = new DataVersion()
  return withVersion(new PGliteDialect({ pglite: withPreparedStatements(pglite, version, close) }), version)
}

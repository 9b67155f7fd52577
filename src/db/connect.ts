import { join } from 'node:path'
import { Kysely } from 'kysely'
import type { Tables, Db } from './database.ts'
import { embeddedDialect, lockFolder } from './embedded.ts'
import { postgresDialect } from './postgres.ts'

export type Engine = 'postgres' | 'embedded'

export interface Connection {
  engine: Engine
  db: Db
  /** Ends every connection and gives the data folder back. */
  close: () => Promise<void>
}

/** `DATABASE_URL` selects PostgreSQL; without it the database is embedded, in `dataDir`. */
export async function connect (settings: { databaseUrl?: string, dataDir: string, statementTimeout: number }): Promise<Connection> {
  if (settings.databaseUrl !== undefined) {
    const db = new Kysely<Tables>({ dialect: postgresDialect(settings.databaseUrl, settings.statementTimeout) })
    return { engine: 'postgres', db, close: () => db.destroy() }
  }
  const unlock = lockFolder(settings.dataDir)
  try {
    const db = new Kysely<Tables>({ dialect: await embeddedDialect(join(settings.dataDir, 'database')) })
    return { engine: 'embedded', db, close: async () => { await db.destroy(); unlock() } }
  } catch (error) {
    unlock()
    throw error
  }
}

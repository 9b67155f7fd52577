import { join } from 'node:path'
import { Kysely } from 'kysely'
import type { Tables, Db } from './database.ts'
import { embeddedDialect, lockFolder, preparedFolder } from './embedded.ts'
import { postgresDialect } from './postgres.ts'

export type Engine = 'postgres' | 'embedded'

export interface Connection {
  engine: Engine
  db: Db
  /** Ends every connection and gives the data folder back. */
  close: () => Promise<void>
}

/** `DATABASE_URL` selects PostgreSQL; without it the database is embedded, in `dataDir`, made from the folder in `prepared` if any. */
export async function connect (settings: {
  databaseUrl?: string
  dataDir: string
  statementTimeout: number
  preparedStatements?: boolean
  prepared?: string
}): Promise<Connection> {
  const { databaseUrl, statementTimeout, preparedStatements } = settings
  if (databaseUrl !== undefined) {
    const db = new Kysely<Tables>({ dialect: postgresDialect(databaseUrl, statementTimeout, preparedStatements) })
    return { engine: 'postgres', db, close: () => db.destroy() }
  }
  const unlock = lockFolder(settings.dataDir)
  try {
    const folder = join(settings.dataDir, 'database')
    const db = new Kysely<Tables>({ dialect: await embeddedDialect(folder, preparedFolder(folder, settings.prepared)) })
    return { engine: 'embedded', db, close: async () => { await db.destroy(); unlock() } }
  } catch (error) {
    unlock()
    throw error
  }
}

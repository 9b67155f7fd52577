import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { migrations } from '../../migrations/index.ts'
import type { Db } from './database.ts'

/**
 * Brings the database to the newest migration; several processes may call it at once (kysely locks).
 * @returns the names of the migrations that ran
 */
export async function migrate (db: Db, upTo: Record<string, Migration> = migrations): Promise<string[]> {
  // The migrator looks through the whole catalogue, which takes the embedded engine longer than all the rest of a restart.
  if (await isCurrent(db, Object.keys(upTo))) return []
  const migrator = new Migrator({ db, provider: { getMigrations: async () => upTo } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
  return results.map(result => result.migrationName)
}

async function isCurrent (db: Db, names: string[]): Promise<boolean> {
  const tables = await sql`select where to_regclass('kysely_migration') is not null`.execute(db)
  if (tables.rows.length === 0) return false
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name).join() === names.sort().join()
}

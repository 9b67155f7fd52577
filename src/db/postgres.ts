import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Db, Tables } from './database.ts'
import { migrate } from './migrate.ts'
import { parsers, sessionSettings } from './parsers.ts'
import { grantRights } from './rights.ts'
import { FORGET_PLANS, Place, PlanAge, Statements, isOutdated } from './statements.ts'
import { DataVersion, WriteWatch, withVersion } from './version.ts'

/**
 * A pool on a PostgreSQL server, 15 or newer.
 * `statementTimeout` in milliseconds bounds every statement, so that no request can hold a connection for ever. Nothing is compiled:
 * statistics and views upon views look dear to the planner, and compiling takes several times as long as they do.
 * `prepare` prepares the statements that recur, which a pooler may not be able to.
 */
export function postgresDialect (connectionString: string, statementTimeout: number, prepare = true): PostgresDialect {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    // By statement: `options` in the address of the database would replace options given here. The pool does it, not Kysely, which
    // would keep a connection for ever that is lost meanwhile.
    verify: (client, done) => {
      client.query(`${sessionSettings}; set jit to off; set statement_timeout to ${statementTimeout}`).then(() => { done() }, done)
    },
    types: { getTypeParser: (oid: number, format?: string) => parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text') }
  })
  // A connection that the server ends (a restart) is replaced by the next query, and a query that ran on it fails by itself.
  // Unheard, the error of the connection would end the process: the pool hears those that are idle, each one hears itself.
  pool.on('error', () => {})
  const statements = new Statements()
  const version = new DataVersion()
  pool.on('connect', (client) => {
    client.on('error', () => {})
    if (prepare) prepareOn(client, statements)
    watchOn(client, version)
  })
  return withVersion(new PostgresDialect({ pool }), version)
}

/** Lets a connection prepare what recurs: the driver does so for a statement that has a name. */
function prepareOn (client: pg.PoolClient, statements: Statements): void {
  const [place, age] = [new Place(), new PlanAge()]
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<pg.QueryResult>
  const prepared = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    place.follow(text)
    const name = statements.nameOf(text, place.past)
    try {
      if (name !== undefined && age.mustPlan()) await query(FORGET_PLANS)
      const result = await query({ text, values, ...(name === undefined ? {} : { name }) })
      if (result.command !== 'SELECT') age.wrote(result.rowCount ?? 0)
      return result
    } catch (error) {
      if (!isOutdated(error)) throw error
      statements.renew(text, place.past)
      if (place.inTransaction) throw error
      return await query(text, values)
    }
  }
  // Kysely gives a text and its values; a callback or a cursor is for the driver alone.
  Object.assign(client, {
    query: (text: unknown, values: unknown, ...more: unknown[]) =>
      typeof text === 'string' && Array.isArray(values) && more.length === 0
        ? prepared(text, values)
        : query(text, values, ...more)
  })
}

/** Moves the version with each commit of a connection. Everything that Kysely executes has a text and its values. */
function watchOn (client: pg.PoolClient, version: DataVersion): void {
  const watch = new WriteWatch(version)
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<pg.QueryResult>
  Object.assign(client, {
    query: (text: unknown, values: unknown, ...more: unknown[]) =>
      typeof text === 'string' && Array.isArray(values) && more.length === 0
        ? watch.run(text, () => query(text, values))
        : query(text, values, ...more)
  })
}

/** Milliseconds after which a look at the snapshot is given up. */
const MAX_LOOK = 2_000

/**
 * Looks at the database's snapshot on a connection of its own, so that it need not wait for the pool. Two equal texts
 * mean equal data: the snapshot moves whenever a transaction of anybody ends.
 */
export function watchSnapshot (connectionString: string): { look: () => Promise<string>, close: () => Promise<void> } {
  let client: pg.Client | undefined
  const close = async (): Promise<void> => {
    const ended = client
    client = undefined
    await ended?.end().catch(() => {})
  }
  const connect = async (): Promise<pg.Client> => {
    client = new pg.Client({ connectionString, connectionTimeoutMillis: MAX_LOOK, query_timeout: MAX_LOOK })
    client.on('error', () => {})
    await client.connect()
    return client
  }
  const look = async (): Promise<string> => {
    try {
      const { rows } = await (client ?? await connect())
        .query<{ text: string }>('select pg_current_snapshot()::text as text')
      return (rows[0] as { text: string }).text
    } catch (error) {
      await close()
      throw error
    }
  }
  return { look, close }
}

const userOf = async (db: Db): Promise<string> => (await sql<{ name: string }>`select current_user as name`.execute(db)).rows[0]?.name as string

/**
 * Migrates as the owner of the tables, whose address this is, and gives the user of the service its rights.
 * @returns the names of the migrations that ran
 */
export async function migrateAsOwner (connectionString: string, statementTimeout: number, service: Db): Promise<string[]> {
  const owner = new Kysely<Tables>({ dialect: postgresDialect(connectionString, statementTimeout, false) })
  try {
    const ran = await migrate(owner)
    const user = await userOf(service)
    // An owner needs no rights, and would lose those that it has.
    if (user !== await userOf(owner)) await grantRights(owner, user)
    return ran
  } finally {
    await owner.destroy()
  }
}

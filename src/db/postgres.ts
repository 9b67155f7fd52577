import { PostgresDialect } from 'kysely'
import pg from 'pg'
import { parsers } from './parsers.ts'

/**
 * A pool on a PostgreSQL server, 15 or newer.
 * `statementTimeout` in milliseconds bounds every statement, so that no request can hold a connection for ever.
 */
export function postgresDialect (connectionString: string, statementTimeout: number): PostgresDialect {
  return new PostgresDialect({
    pool: new pg.Pool({
      connectionString,
      max: 10,
      options: `-c timezone=UTC -c intervalstyle=iso_8601 -c datestyle=ISO -c statement_timeout=${statementTimeout}`,
      types: { getTypeParser: (oid: number, format?: string) => parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text') }
    })
  })
}

import { Kysely, sql } from 'kysely'
import t from 'tap'
import { serverUrl } from '../_support/db.ts'
import type { Tables } from '../../src/db/database.ts'
import { postgresDialect } from '../../src/db/postgres.ts'

t.test('a connection that fails while it is set up is given back', { skip: serverUrl === undefined && 'needs TEST_DATABASE_URL', timeout: 20_000 }, async (t) => {
  const db = new Kysely<Tables>({ dialect: postgresDialect(serverUrl as string, -1) })
  for (let n = 0; n < 12; n++) await t.rejects(sql`select 1`.execute(db), { code: '22023' }, 'more often than the pool has connections')
  await t.resolves(db.destroy())
})

import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import t from 'tap'
import type { Db, Tables } from '../../src/db/database.ts'
import { DataVersion, WriteWatch, isRead, versionOf, withVersion } from '../../src/db/version.ts'

t.test('a statement that only reads is told from one that may write', async (t) => {
  for (const text of [
    'select 1', ' SELECT updated_at from member', '(select 1) union (select 2)',
    'with a as (select progress_update from b) select * from a'
  ]) t.equal(isRead(text), true, text)
  for (const text of [
    'insert into member default values', 'with a as (insert into b default values returning 1) select * from a',
    'with a as (select 1) update b set c = 1', 'selection', 'truncate member', 'call f()', 'create table a (b int)', ''
  ]) t.equal(isRead(text), false, text)
})

t.test('the version moves with what a connection commits', async (t) => {
  const version = new DataVersion()
  const watch = new WriteWatch(version)
  const run = async (...texts: string[]): Promise<void> => {
    for (const text of texts) await watch.run(text, async () => undefined)
  }
  const movesBy = async (moves: number, ...texts: string[]): Promise<void> => {
    const before = version.value as number
    await run(...texts)
    t.equal(version.value, before + moves, texts.join('; '))
  }
  await movesBy(0, 'select 1')
  await movesBy(1, 'update member set kind = kind')
  await movesBy(1, 'begin', 'select refresh()', 'update member set kind = kind', 'commit')
  await movesBy(0, 'start transaction', 'update member set kind = kind', 'rollback')
  await movesBy(0, 'begin', "select set_config('search_path', 'as_of, ' || x)", 'commit')
  await movesBy(1, 'begin', 'commit')

  let [told, during] = [0, 0 as number | undefined]
  version.onMove(() => { told++ })
  await t.rejects(watch.run('delete from member', async () => {
    during = version.value
    throw new Error('the connection was lost')
  }))
  t.equal(during, undefined, 'there is no version while something is being committed')
  t.equal(told, 1, 'it moves too where nobody knows whether the write was carried out')
})

t.test('a database has the version of its dialect', async (t) => {
  const dialect = (): PostgresDialect => new PostgresDialect({ pool: {} as PostgresPool })
  const version = new DataVersion()
  const db: Db = new Kysely<Tables>({ dialect: withVersion(dialect(), version) })
  t.equal(versionOf(db), version)
  t.equal(versionOf(db.withSchema('as_of')), version)
  t.equal(versionOf(new Kysely<Tables>({ dialect: dialect() })), undefined)
})

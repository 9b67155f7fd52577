import { sql } from 'kysely'
import t from 'tap'
import { openDatabase, serverUrl } from '../_support/db.ts'
import { NOW, fillReading } from '../_support/prepared.ts'
import { asKnown } from '../../src/db/as-of.ts'
import { connect } from '../../src/db/connect.ts'
import type { Db } from '../../src/db/database.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { Place, PlanAge, SAME_PLAN, Statements, isOutdated } from '../../src/db/statements.ts'

/** Returns the statements that the connection has prepared, those of the service alone. */
async function preparedOn (db: Db): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements where name like 'oc\\_%' order by prepare_time`.execute(db)
  return rows.map(({ statement }) => statement)
}

t.test('a text is prepared when it recurs', async (t) => {
  const statements = new Statements()
  t.equal(statements.nameOf('select 1', false), undefined)
  const name = statements.nameOf('select 1', false)
  t.match(name, /^oc_[-\w]{43}$/)
  t.equal(statements.nameOf('select 1', false), name)
  t.equal(statements.nameOf('select 1', true), undefined, 'the past is another text')
  t.not(statements.nameOf('select 1', true), name, 'and has another name')

  statements.renew('select 1', false)
  const renewed = statements.nameOf('select 1', false)
  t.match(renewed, /^oc_/)
  t.not(renewed, name)
})

t.test('what is planned each time has no name', async (t) => {
  const statements = new Statements()
  for (const text of ['begin', 'create table a (b int)', 'set timezone to utc', 'select 1 where to_tsvector($1) @@ to_tsquery($2)']) {
    for (let i = 0; i < 3; i++) t.equal(statements.nameOf(text, false), undefined, text)
  }
  const search = `with ${SAME_PLAN} a as (select 1 where to_tsvector($1) @@ to_tsquery($2)) select * from a`
  t.match(
    [statements.nameOf(search, false), statements.nameOf(search, false)],
    [undefined, /^oc_/],
    'a search that says so has one plan for any word'
  )
})

t.test('the number of names is bounded, and so is what is remembered', async (t) => {
  const statements = new Statements()
  const twice = (text: string) => [statements.nameOf(text, false), statements.nameOf(text, false)][1]
  for (let i = 0; i < 6_000; i++) statements.nameOf(`select ${i}`, false)
  t.equal(statements.nameOf('select 0', false), undefined, 'too long ago')
  const names = Array.from({ length: 300 }, (_, i) => twice(`select 'x' || ${i}`))
  t.equal(new Set(names.filter(name => name !== undefined)).size, 200)
  t.equal(twice('select 2'), undefined, 'no further one')
  t.equal(twice("select 'x' || 1"), names[1], 'those that have one keep it')
})

t.test('a connection knows where it is', async (t) => {
  const place = new Place()
  const after = (text: string) => {
    place.follow(text)
    return [place.inTransaction, place.past]
  }
  t.strictSame(after('begin'), [true, false])
  t.strictSame(after('select 1'), [true, false])
  t.strictSame(after("select set_config('search_path', 'as_of, ' || current_setting('search_path'), true)"), [true, true])
  t.strictSame(after('rollback to savepoint'), [true, true])
  t.strictSame(after('commit'), [false, false])
  t.strictSame(after('start transaction isolation level serializable'), [true, false])
  t.strictSame(after('rollback'), [false, false])
})

t.test('plans are made anew after a minute, and after many rows', async (t) => {
  let now = 0
  const age = new PlanAge(() => now)
  const after = (rows: number, milliseconds: number) => {
    age.wrote(rows)
    now += milliseconds
    return age.mustPlan()
  }
  t.strictSame([after(0, 59_999), after(0, 1), after(0, 59_999), after(999, 0), after(1, 1)], [false, true, false, false, true])
  t.strictSame([after(999, 59_999), after(1, 0), after(0, 0)], [false, true, false], 'whichever is first')
  t.equal(new PlanAge().mustPlan(), false)
})

t.test('a plan for a small table is not kept when it has grown', async (t) => {
  const { db, close } = await openDatabase('migrated')
  await inTransaction(db, async (tx) => {
    await sql`create temp table grown (id int primary key)`.execute(tx)
    await sql`insert into grown values (0)`.execute(tx)
    await sql`analyze grown`.execute(tx)
    const find = async (id: number) => (await sql`select id from grown where id = ${id}`.execute(tx)).rows.length
    const scanned = async () => (await sql<{ n: number }>`select seq_tup_read as n from pg_stat_xact_user_tables where relname = 'grown'`.execute(tx)).rows[0]?.n as number
    for (let i = 0; i < 10; i++) t.equal(await find(1), 0)
    await sql`insert into grown select generate_series(1, 2000)`.execute(tx)
    const before = await scanned()
    for (let i = 1; i <= 10; i++) t.equal(await find(i), 1)
    t.equal(await scanned(), before, 'no row is read but by the index')
  })
  await close()
})

t.test('statements are prepared, with every type of parameter and result', async (t) => {
  const { db, close } = await openDatabase('migrated')
  const ask = async (text: string | null, day: string, n: number, yes: boolean, list: string[], bytes: Buffer) => (await sql`
    select ${text}::text as text, ${day}::date as day, ${n}::int8 as n, ${n}::numeric / 2 as half, ${yes}::bool as yes, ${list}::text[] as list,
      ${bytes}::bytea as bytes, ${JSON.stringify({ a: list })}::jsonb as json, ${day}::timestamptz as at, ${day}::date - date '2026-01-01' as days`.execute(db)).rows
  const first = await ask('é "q" \\ \'', '2026-11-22', 9_007_199_254_740_991, true, ['a,b', '{"c"}', 'NULL', ''], Buffer.from([0, 255, 92]))
  for (let i = 0; i < 7; i++) t.strictSame(await ask('é "q" \\ \'', '2026-11-22', 9_007_199_254_740_991, true, ['a,b', '{"c"}', 'NULL', ''], Buffer.from([0, 255, 92])), first)
  t.match(await ask(null, '1990-02-28', -1, false, [], Buffer.alloc(0)), [{ text: null, day: '1990-02-28', n: -1, half: -0.5, yes: false, list: [], json: { a: [] }, at: '1990-02-28T00:00:00.000Z' }])

  const insert = async (word: string) => await db.insertInto('search_word').values({ word }).executeTakeFirst()
  for (const word of ['one', 'two', 'three']) t.equal((await insert(word)).numInsertedOrUpdatedRows, 1n)
  for (const word of ['one', 'none', 'two']) t.equal((await db.deleteFrom('search_word').where('word', '=', word).executeTakeFirst()).numDeletedRows, word === 'none' ? 0n : 1n)
  t.strictSame(await db.selectFrom('search_word').selectAll().execute(), [{ word: 'three' }])
  const prepared = await preparedOn(db)
  for (const beginning of ['\n    select ', 'insert into "search_word"', 'delete from "search_word"']) t.ok(prepared.some(text => text.startsWith(beginning)), beginning)
  await close()
})

t.test('an error of a prepared statement has its code, and the connection goes on', async (t) => {
  const { db, close } = await openDatabase('migrated')
  const insert = async () => await db.insertInto('search_word').values({ word: 'same' }).execute()
  await insert()
  for (let i = 0; i < 4; i++) await t.rejects(insert(), { code: '23505', constraint: 'search_word_pk' })
  await t.rejects(inTransaction(db, async (tx) => {
    await sql`select 1 / (word = 'same')::int from search_word`.execute(tx)
    await tx.insertInto('search_word').values({ word: 'same' }).execute()
  }), { code: '23505' })
  t.strictSame(await db.selectFrom('search_word').selectAll().execute(), [{ word: 'same' }])
  await close()
})

t.test('the past and the present are prepared apart', async (t) => {
  const { db, close } = await openDatabase('starter')
  await fillReading(db)
  const read = async (one: Db) => (await one.selectFrom('commitment').select(({ fn }) => fn.countAll<number>().as('n')).execute())[0]?.n
  const [now, then] = [await read(db), await asKnown(db, NOW, read)]
  t.not(then, 0)
  t.not(then, now, 'the world of the tests is written past the log')
  for (let i = 0; i < 4; i++) {
    t.equal(await asKnown(db, '2000-01-01T00:00:00Z', read), 0)
    t.equal(await asKnown(db, NOW, read), then)
    t.equal(await read(db), now)
  }
  await close()
})

t.test('a migration changes what a prepared statement returns', async (t) => {
  const { db, close } = await openDatabase('migrated')
  const read = async (one: Db) => (await one.selectFrom('search_word').selectAll().execute())[0]
  await db.insertInto('search_word').values({ word: 'one' }).execute()
  for (let i = 0; i < 3; i++) t.strictSame(await read(db), { word: 'one' })
  await sql`alter table search_word add column more int not null default 1`.execute(db)
  for (let i = 0; i < 3; i++) t.strictSame(await read(db), { word: 'one', more: 1 })
  await sql`alter table search_word add column most int not null default 2`.execute(db)
  await t.rejects(inTransaction(db, read), { code: '0A000' }, 'a transaction cannot go on')
  for (let i = 0; i < 3; i++) t.strictSame(await inTransaction(db, read), { word: 'one', more: 1, most: 2 }, 'the next one does')
  t.notOk(isOutdated(new Error('cached plan must not change result type')))
  t.notOk(isOutdated(Object.assign(new Error('not supported'), { code: '0A000' })))
  await close()
})

t.test('a setting turns it off, for poolers that cannot', { skip: serverUrl === undefined && 'only a server stands behind a pooler' }, async (t) => {
  const { url, close } = await openDatabase('migrated')
  for (const preparedStatements of [true, false]) {
    const connection = await connect({ databaseUrl: url as string, dataDir: '', statementTimeout: 30_000, preparedStatements })
    // All on one connection of the pool.
    await connection.db.connection().execute(async (db) => {
      for (let i = 0; i < 3; i++) await db.selectFrom('search_word').selectAll().execute()
      t.strictSame(await preparedOn(db), preparedStatements ? ['select * from "search_word"'] : [])
    })
    await connection.close()
  }
  await close()
})

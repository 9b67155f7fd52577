import { sql } from 'kysely'
import t from 'tap'
import { connectTo, engine, openDatabase } from '../_support/db.ts'

t.test('reads every type that a column has as the same value on both engines', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  const read = async (expression: string): Promise<unknown> => (await sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(db)).rows[0]?.value
  const values: [string, unknown][] = [
    ["'2026-11-22'::date", '2026-11-22'],
    ["'0001-01-01'::date", '0001-01-01'],
    ["'infinity'::date", 'infinity'],
    ["'2026-11-22 01:02:03.004+00'::timestamptz(3)", '2026-11-22T01:02:03.004Z'],
    ["'2026-11-22 01:02:03+05:30'::timestamptz(3)", '2026-11-21T19:32:03.000Z'],
    ["'2026-11-22 01:02:03.1'::timestamptz(3)", '2026-11-22T01:02:03.100Z'],
    ['9007199254740991::int8', 9007199254740991],
    ['-1::int8', -1],
    ['count(*)', 1],
    ['33.33::numeric', 33.33],
    ['100.00::numeric', 100],
    ['7::int4', 7],
    ['true', true],
    ['null::int8', null],
    ["'{}'::text[]", []],
    ["array['a', 'b,c', 'd\"e', 'NULL', 'ñ']", ['a', 'b,c', 'd"e', 'NULL', 'ñ']],
    ['array[16, 5]', [16, 5]],
    ["'{\"b\": 1, \"a\": [null, 2.50, \"x\"]}'::jsonb", { a: [null, 2.5, 'x'], b: 1 }],
    ["'[1, \"two\"]'::jsonb", [1, 'two']],
    ["'\"text\"'::jsonb", 'text'],
    ["'{\"b\": 1, \"a\": 2.50}'::json", { b: 1, a: 2.5 }],
    ["'01968f00-0000-7000-8000-000000000081'::uuid", '01968f00-0000-7000-8000-000000000081'],
    ["interval '1 day 2 hours'", 'P1DT2H']
  ]
  for (const [expression, expected] of values) t.strictSame(await read(expression), expected, expression)
  const bytes = await read("'\\x00ff10'::bytea")
  t.ok(bytes instanceof Uint8Array)
  t.equal(Buffer.from(bytes as Uint8Array).toString('hex'), '00ff10')
  t.equal((await read("''::bytea") as Uint8Array).length, 0)
})

t.test('sets every session alike', async (t) => {
  const { db, url, close } = await openDatabase()
  t.teardown(close)
  const settings = async (one: typeof db) => (await sql<Record<string, string>>`select current_setting('timezone') as timezone, current_setting('intervalstyle') as intervals,
    current_setting('datestyle') as dates, current_setting('bytea_output') as bytes`.execute(one)).rows[0]
  const expected = { timezone: 'UTC', intervals: 'iso_8601', dates: /^ISO/, bytes: 'hex' }
  t.match(await settings(db), expected)
  if (url === undefined) return
  const strange = connectTo(`${url}?options=${encodeURIComponent('-c timezone=Asia/Kolkata -c datestyle=German')}`)
  t.match(await settings(strange.db), expected, 'whatever the address of the database says')
  t.equal((await sql<{ limit: string }>`select current_setting('statement_timeout') as limit`.execute(strange.db)).rows[0]?.limit, '30s')
  await strange.close()
})

t.test('goes on when the server ended an idle connection', { skip: engine === 'embedded' && 'the embedded engine has no connections' }, async (t) => {
  const { db, url, close } = await openDatabase()
  const other = connectTo(url as string)
  t.teardown(async () => { await other.close(); await close() })
  const { rows: [mine] } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  await sql`select pg_terminate_backend(${mine?.pid})`.execute(other.db)
  await new Promise(resolve => setTimeout(resolve, 200))
  const { rows: [next] } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  t.not(next?.pid, mine?.pid)
})

t.test('stores texts as they are', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  for (const text of ['', ' spaces ', 'ñ 😀 \u2028', "it's", '\\x41', 'a\nb\tc', 'e\u0301 \u00e9', '$1 :x ? %']) {
    const { rows } = await sql<{ text: string, json: string }>`select ${text}::text as text, ${JSON.stringify(text)}::jsonb as json`.execute(db)
    t.strictSame(rows, [{ text, json: text }])
  }
})

import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../../../src/db/database.ts'
import { inTransaction } from '../../../src/db/transaction.ts'
import { isKept, keptCompletionQuery } from '../../../src/resources/stats/completion-count.select.ts'
import { type CompletionQuery, OUTCOMES } from '../../../src/resources/stats/completion.schemas.ts'
import { completionQuery } from '../../../src/resources/stats/completion.select.ts'
import { DIMENSIONS } from '../../../src/resources/stats/stats.schemas.ts'
import { startReadOnly } from '../../_support/app.ts'
import { connectTo, engine, openDatabase } from '../../_support/db.ts'
import { commitmentRow, insertAll, memberRow, planRow, policyAreaRow, refreshAll, uuid } from '../../_support/seed.ts'

/** Kept counts give what counting the commitments gives. */

const DAY = '2026-11-22'

t.test('kept counts answer as the commitments do, whatever they are grouped by', async (t) => {
  const { deps: { db } } = await startReadOnly(t, 'reading')
  const pairsOf = (index: number) => DIMENSIONS.slice(index + 1).map(other => [DIMENSIONS[index], other])
  const groups = [[], ...DIMENSIONS.flatMap((one, index) => [[one], ...pairsOf(index)])]
  const filters: CompletionQuery[] = [
    {}, { member: ['mexico'] }, { plan: ['mexico-4', 'chile-1'] }, { region: ['Americas', 'Europe'] },
    { cycleYear: [2018, 2019] }, { member: ['nowhere'] }
  ]
  let kept = 0
  for (const filter of filters) {
    for (const groupBy of groups) {
      const query = { ...filter, groupBy } as CompletionQuery
      if (!isKept(query)) continue
      kept += 1
      const { rows } = await completionQuery(query, DAY).execute(db)
      t.strictSame((await keptCompletionQuery(query).execute(db)).rows, rows, JSON.stringify(query))
    }
  }
  t.ok(kept > 100, `${kept} questions were compared`)
})

t.test('kept counts answer no question that they do not know', (t) => {
  const known: CompletionQuery[] = [
    {}, { groupBy: ['era', 'region'], plan: ['mexico-4'] }, { groupBy: ['policyArea', 'voice'], region: ['Europe'] },
    { groupBy: ['member', 'policyArea'] }, { cycleYear: [2019], member: ['mexico'] }
  ]
  for (const query of known) t.ok(isKept(query), JSON.stringify(query))
  const unknown: CompletionQuery[] = [
    { knownAt: '2026-11-22T12:00:00Z' }, { groupBy: ['value'] }, { groupBy: ['policyArea', 'plan'] },
    { groupBy: ['policyArea', 'cycleYear'] }, { groupBy: ['policyArea'], plan: ['mexico-4'] },
    { groupBy: ['policyArea'], cycleYear: [2019] }, { policyArea: ['justice'] },
    { groupBy: ['policyArea'], policyArea: ['justice'] }, { lifecycle: ['active'] }, { q: 'word' }, { overdue: false }
  ]
  for (const query of unknown) t.notOk(isKept(query), JSON.stringify(query))
  t.end()
})

/** Inserts two commitments of one plan and one policy area that nobody has rated. */
async function seedTwo (db: Db): Promise<void> {
  await insertAll(db, {
    member: [memberRow({ id: 'mexico' })],
    policy_area: [policyAreaRow({ id: 'justice' })],
    action_plan: [planRow({ member: 'mexico', number: 4 })],
    commitment: [1, 2].map(n => commitmentRow({ id: uuid(n), plan: 'mexico-4', position: n })),
    commitment_policy_area: [1, 2].map(n => ({ commitment: uuid(n), policy_area: 'justice' }))
  })
  await refreshAll(db)
}

const complete = (db: Db, n: number) => sql`update commitment_status
  set government = '{}', government_completion = 'complete' where commitment = ${uuid(n)}`.execute(db)

/** Returns the number of the plan's rows for the government, and the sums of their `complete` and `not_spoken`. */
async function governmentCounts (db: Db): Promise<number[]> {
  const { rows: [row] } = await sql<{ counts: number[] }>`
    select array[count(*), sum(complete), sum(not_spoken)]::integer[] as counts from completion_count
    where plan = 'mexico-4' and voice = 'government'`.execute(db)
  return (row as { counts: number[] }).counts
}

t.test('kept counts keep the numbers when rows are changed and removed', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  await seedTwo(db)
  t.strictSame(await governmentCounts(db), [1, 0, 2])
  await complete(db, 1)
  t.strictSame(await governmentCounts(db), [1, 1, 1])
  await sql`delete from commitment_status where commitment = ${uuid(2)}`.execute(db)
  t.strictSame(await governmentCounts(db), [1, 1, 0])
  await sql`update commitment_status set title = 'Another'`.execute(db)
  t.strictSame(await governmentCounts(db), [1, 1, 0], 'a title is not counted')
  await sql`delete from commitment_status`.execute(db)
  t.strictSame((await sql`select * from completion_count`.execute(db)).rows, [], 'nothing is kept of nothing')
})

const skip = engine === 'embedded' && 'the embedded engine has one connection, so nothing can race'

t.test('two writers of one count do not wait for each other, and both are counted', { skip }, async (t) => {
  const { db, url, close } = await openDatabase()
  const other = connectTo(url as string)
  t.teardown(async () => { await other.close(); await close() })
  await seedTwo(db)
  await inTransaction(db, async (tx) => {
    await complete(tx, 1)
    await complete(other.db, 2)
    t.strictSame(await governmentCounts(other.db), [2, 1, 1], 'the row that the first writer holds stays')
  })
  const [rows, ...sums] = await governmentCounts(db)
  t.ok((rows as number) > 1)
  t.strictSame(sums, [2, 0])
  await sql`update commitment_status set government_completion = 'limited' where commitment = ${uuid(1)}`.execute(db)
  t.strictSame(await governmentCounts(db), [1, 1, 0], 'the next writer makes one row of them')
})

t.test('kept counts have a column for each outcome', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  const { rows } = await sql<{ name: string }>`select column_name as name from information_schema.columns
    where table_name = 'completion_count' and data_type = 'integer' order by ordinal_position`.execute(db)
  t.strictSame(rows.map(({ name }) => name), ['total', ...OUTCOMES])
})

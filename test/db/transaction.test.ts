import { sql } from 'kysely'
import t from 'tap'
import { engine, openDatabase } from '../_support/db.ts'
import { memberRow } from '../_support/seed.ts'
import { insertRows, saveRows } from '../../src/db/bulk.ts'
import { inTransaction, lockName } from '../../src/db/transaction.ts'

t.test('transactions', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  const ids = async (): Promise<string[]> => (await db.selectFrom('member').select('id').orderBy('id').execute()).map(({ id }) => id)

  await t.test('keeps all of a transaction, and gives what its work gives', async (t) => {
    t.equal(await inTransaction(db, async (tx) => {
      await insertRows(tx, 'member', [memberRow({ id: 'a' }), memberRow({ id: 'b' })])
      return 'done'
    }), 'done')
    t.strictSame(await ids(), ['a', 'b'])
  })

  await t.test('keeps nothing of one that fails, and goes on after it', async (t) => {
    await t.rejects(inTransaction(db, async (tx) => {
      await insertRows(tx, 'member', [memberRow({ id: 'c' })])
      throw new Error('the work failed')
    }), { message: 'the work failed' })
    await t.rejects(inTransaction(db, async (tx) => {
      await insertRows(tx, 'member', [memberRow({ id: 'd' })])
      await insertRows(tx, 'member', [memberRow({ id: 'a' })])
    }), { message: /member_pk/ })
    t.strictSame(await ids(), ['a', 'b'])
  })

  await t.test('a connection that the server drops keeps nothing, and the next transaction gets another', { skip: engine === 'embedded' && 'has no connection to drop' }, async (t) => {
    await t.rejects(inTransaction(db, async (tx) => {
      await insertRows(tx, 'member', [memberRow({ id: 'e' })])
      const { rows: [own] } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await sql`select pg_terminate_backend(${own?.pid})`.execute(db)
      await sql`select pg_sleep(1)`.execute(tx)
    }))
    t.strictSame(await ids(), ['a', 'b'])
  })

  await t.test('saves what is new at revision 1 and what exists at its next, but for the columns to keep', async (t) => {
    const unsaved = (id: string, region: string, kind: string) => {
      const { revision: _, ...row } = memberRow({ id, region, kind })
      return row
    }
    await inTransaction(db, tx => saveRows(tx, 'member', [unsaved('a', 'europe', 'local'), unsaved('z', 'asia', 'local')], ['kind']))
    t.strictSame(await db.selectFrom('member').select(['id', 'region', 'kind', 'revision']).where('id', 'in', ['a', 'b', 'z']).orderBy('id').execute(), [
      { id: 'a', region: 'europe', kind: 'national', revision: 2 },
      { id: 'b', region: null, kind: 'national', revision: 1 },
      { id: 'z', region: 'asia', kind: 'local', revision: 1 }
    ])
  })

  await t.test('serialises work under a name to the end of the transaction', { skip: engine === 'embedded' && 'the embedded engine runs one transaction at a time anyway' }, async (t) => {
    const order: string[] = []
    const locked = (name: string, who: string, ms: number) => inTransaction(db, async (tx) => {
      await lockName(tx, name)
      order.push(`${who} in`)
      await new Promise(resolve => setTimeout(resolve, ms))
      order.push(`${who} out`)
    })
    await Promise.all([locked('member mexico', 'first', 200), locked('member chile', 'other', 0), new Promise(resolve => setTimeout(resolve, 50)).then(() => locked('member mexico', 'second', 0))])
    t.ok(order.indexOf('second in') > order.indexOf('first out'), order.join(', '))
    t.ok(order.indexOf('other out') < order.indexOf('first out'), order.join(', '))
  })

  await t.test('queues transactions that are asked for at once', async (t) => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => inTransaction(db, async (tx) => {
      await insertRows(tx, 'member', [memberRow({ id: `m${index}` })])
      await sql`select 1`.execute(tx)
    })))
    t.equal((await ids()).filter(id => /^m\d/.test(id)).length, 20)
  })
})

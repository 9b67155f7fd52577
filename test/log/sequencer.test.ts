import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { engine, openDatabase } from '../_support/db.ts'
import type { Db, Tx } from '../../src/db/database.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { append, hashesAt, leafHash, rootOf } from '../../src/log/merkle.ts'
import { type EntityType, appendRevisions } from '../../src/log/revision.store.ts'
import { BATCH, sequenceBatch, startSequencer } from '../../src/log/sequencer.ts'

const SYSTEM = { role: 'system', institution: null, alias: null } as const

async function open (t: Test): Promise<Db> {
  const { db, close } = await openDatabase()
  t.teardown(close)
  return db
}

const clock = (): Date => new Date('2026-11-22T12:00:00.000Z')
const revise = (tx: Tx, type: EntityType, revision: number, ...ids: string[]) => appendRevisions(tx, SYSTEM, '2026-11-22', type, ids.map(id => ({ id, revision, facts: { id, revision } })))
const write = (db: Db, type: EntityType, revision: number, ...ids: string[]) => inTransaction(db, tx => revise(tx, type, revision, ...ids))

const logged = (db: Db) => db.selectFrom('revision').select(['entity_type', 'entity_id', 'revision', 'log_index', 'body_hash', 'previous']).where('log_index', 'is not', null).orderBy('log_index').execute()

/** Everything that must hold of a log, from its entries alone. */
async function holds (t: Test, db: Db): Promise<void> {
  const revisions = await logged(db)
  const entries = await db.selectFrom('log_entry').selectAll().orderBy('index').execute()
  t.strictSame(entries.map(({ index }) => index), entries.map((_, at) => at), 'no gap')
  t.strictSame(revisions.map(one => one.log_index), entries.map(({ index }) => index), 'a revision for every entry')
  const base64 = (hash: Uint8Array | null) => hash === null ? '' : Buffer.from(hash).toString('base64')
  t.strictSame(entries.map(({ entry }) => { const { id, rev, hash, prev } = JSON.parse(entry); return [id, rev, hash, prev] }),
    revisions.map(one => [one.entity_id, one.revision, base64(one.body_hash), base64(one.previous)]))
  const nodes = append(() => { throw new Error('nothing was before') }, 0, entries.map(({ entry }) => leafHash(Buffer.from(entry))))
  const key = ({ level, index }: { level: number, index: number }) => `${level}/${index}`
  const sorted = (some: typeof nodes) => some.map(one => `${key(one)} ${base64(one.hash)}`).sort()
  t.strictSame(sorted(await db.selectFrom('log_node').selectAll().execute()), sorted(nodes), 'every hash that the entries make')
  const checkpoints = await db.selectFrom('log_checkpoint').selectAll().orderBy('size').execute()
  for (const { size, root } of checkpoints) t.equal(base64(root), base64(rootOf(hashesAt(nodes), size)), `root of ${size}`)
  t.equal(checkpoints.at(-1)?.size ?? 0, entries.length)
}

t.test('gives every revision its place, as they were written', async (t) => {
  const db = await open(t)
  t.equal(await sequenceBatch(db, clock), 0)
  await write(db, 'member', 1, 'mexico')
  await write(db, 'institution', 1, 'r3d', 'article-19')
  await write(db, 'member', 2, 'mexico')
  t.equal(await sequenceBatch(db, clock), 4)
  await write(db, 'member', 3, 'mexico')
  t.equal(await sequenceBatch(db, clock), 1)
  t.equal(await sequenceBatch(db, clock), 0)
  t.strictSame((await logged(db)).map(one => [one.entity_type, one.revision, one.log_index]), [['member', 1, 0], ['institution', 1, 1], ['institution', 1, 2], ['member', 2, 3], ['member', 3, 4]])
  t.strictSame((await db.selectFrom('log_checkpoint').select('size').execute()).map(({ size }) => size), [4, 5])
  const { entry } = await db.selectFrom('log_entry').select('entry').where('index', '=', 0).executeTakeFirstOrThrow()
  t.match(entry, /^\{"hash":"[^"]{44}","id":"mexico","on":"2026-11-22","prev":"","rev":1,"type":"member\.revised","v":1\}$/)
  await holds(t, db)
})

t.test('takes what waits in batches', async (t) => {
  const db = await open(t)
  await write(db, 'member', 1, ...Array.from({ length: 2 * BATCH + 3 }, (_, n) => `member-${n}`))
  t.strictSame([await sequenceBatch(db, clock), await sequenceBatch(db, clock), await sequenceBatch(db, clock), await sequenceBatch(db, clock)], [BATCH, BATCH, 3, 0])
  await holds(t, db)
})

t.test('goes on where another sequencer stopped, and gives no place twice when several run at once', async (t) => {
  const db = await open(t)
  for (let round = 1; round <= 5; round++) {
    await Promise.all(['a', 'b', 'c', 'd', 'e'].flatMap(id => [write(db, 'member', round, id), sequenceBatch(db, clock), sequenceBatch(db, clock)]))
  }
  await sequenceBatch(db, clock)
  t.equal((await logged(db)).length, 25)
  await holds(t, db)
})

t.test('waits for no writer, and takes what it commits afterwards', { skip: engine === 'embedded' && 'the embedded engine has one connection' }, async (t) => {
  const db = await open(t)
  await inTransaction(db, async (slow) => {
    await revise(slow, 'member', 1, 'slow')
    await write(db, 'member', 1, 'quick')
    t.equal(await sequenceBatch(db, clock), 1, 'what is committed')
  })
  t.equal(await sequenceBatch(db, clock), 1)
  t.strictSame((await logged(db)).map(one => one.entity_id), ['quick', 'slow'])
  await holds(t, db)
})

t.test('refuses to change, delete or empty what stands in the log, a gap, an entry that is too long, and a second root for a size', async (t) => {
  const db = await open(t)
  await write(db, 'member', 1, 'mexico')
  await sequenceBatch(db, clock)
  const refusal = { code: '23001' }
  for (const table of ['log_entry', 'log_node', 'log_checkpoint'].map(name => sql.table(name))) {
    await t.rejects(sql`delete from ${table}`.execute(db), refusal)
    await t.rejects(sql`truncate ${table}`.execute(db), refusal)
    await t.rejects(db.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await sql`delete from ${table}`.execute(tx)
    }), refusal, 'nor where triggers are off for replication')
  }
  await t.rejects(sql`update log_entry set entry = '{}'`.execute(db), refusal)
  await t.rejects(sql`update log_node set hash = sha256('')`.execute(db), refusal)
  await t.rejects(sql`update log_checkpoint set root = sha256('')`.execute(db), refusal)
  for (const index of [0, 2, -1]) await t.rejects(db.insertInto('log_entry').values({ index, entry: '{}' }).execute(), { message: /the log has no gap/ })
  await t.rejects(db.insertInto('log_entry').values({ index: 1, entry: 'x'.repeat(65536) }).execute(), { message: /log_entry_length/ })
  await t.rejects(db.insertInto('log_checkpoint').values({ size: 1, root: Buffer.alloc(32), at: '2026-11-22T12:00:00.000Z' }).execute(), { message: /log_checkpoint_pk/ })
  await holds(t, db)
})

t.test('says when a log was made, and never that a larger one was made before', async (t) => {
  const db = await open(t)
  const at = (instant: string) => () => new Date(instant)
  for (const [index, instant] of ['2026-11-22T12:00:00.000Z', '2026-11-22T11:59:59.000Z', '2026-11-22T12:00:01.000Z'].entries()) {
    await write(db, 'member', 1, `m${index}`)
    t.equal(await sequenceBatch(db, at(instant)), 1)
  }
  const made = await db.selectFrom('log_checkpoint').select(['size', 'at']).orderBy('size').execute()
  t.strictSame(made, [{ size: 1, at: '2026-11-22T12:00:00.000Z' }, { size: 2, at: '2026-11-22T12:00:00.000Z' }, { size: 3, at: '2026-11-22T12:00:01.000Z' }])
})

t.test('by itself takes a write within a second, says what fails, and stops when told', async (t) => {
  const db = await open(t)
  const failures: unknown[] = []
  const stop = startSequencer(db, clock, error => failures.push(error))
  await setTimeout(50)
  await write(db, 'member', 1, 'mexico', ...Array.from({ length: BATCH }, (_, n) => `member-${n}`))
  for (let n = 0; n < 20 && (await logged(db)).length <= BATCH; n++) await setTimeout(50)
  t.equal((await logged(db)).length, BATCH + 1)
  await stop()
  t.strictSame(failures, [])
  await write(db, 'member', 2, 'mexico')
  await setTimeout(400)
  t.equal((await logged(db)).length, BATCH + 1, 'nothing is done once it is stopped')

  await sql`alter table log_entry rename to elsewhere`.execute(db)
  const stopFailing = startSequencer(db, clock, error => failures.push(error))
  await setTimeout(200)
  await stopFailing()
  t.match(failures, [{ message: /log_entry/ }])
  await sql`alter table elsewhere rename to log_entry`.execute(db)
  t.equal(await sequenceBatch(db, clock), 1)
  await holds(t, db)
})

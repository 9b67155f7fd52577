import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { openDatabase } from '../_support/db.ts'
import { disarm } from '../_support/tampering.ts'
import type { Db } from '../../src/db/database.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { checkpointText, parseCheckpoint } from '../../src/log/checkpoint.ts'
import { openNote, privateKeyOf, signNote, verifierKey } from '../../src/log/note.ts'
import { checkpointFile, strangeTo } from '../../src/log/outside.ts'
import { appendRevisions } from '../../src/log/revision.store.ts'
import { sequenceBatch, startSequencer } from '../../src/log/sequencer.ts'

const clock = (): Date => new Date('2026-11-22T12:00:00.000Z')
const [ORIGIN, KEY] = ['log.example/log', privateKeyOf(Buffer.alloc(32, 3))]

async function open (t: Test): Promise<Db> {
  const { db, close } = await openDatabase()
  t.teardown(close)
  return db
}

function fileFor (t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'oc-outside-'))
  t.teardown(() => { rmSync(folder, { recursive: true }) })
  const file = join(folder, 'log.checkpoint')
  return { file, outside: checkpointFile(file, head => signNote(checkpointText({ origin: ORIGIN, ...head }), ORIGIN, KEY)) }
}

const write = (db: Db, ...ids: string[]) => inTransaction(db, tx =>
  appendRevisions(tx, { role: 'system', institution: null, alias: null }, '2026-11-22', 'member', ids.map(id => ({ id, revision: 1, facts: { id } }))))

t.test('what is signed is kept outside the database, as a signed note, and the log goes on from it', async (t) => {
  const db = await open(t)
  const { file, outside } = fileFor(t)
  t.equal(await sequenceBatch(db, clock, outside), 0)
  t.notOk(existsSync(file), 'an empty log has none')
  for (const [ids, size] of [[['a', 'b', 'c'], 3], [['d'], 4], [['e'], 5]] as const) {
    await write(db, ...ids)
    t.equal(await sequenceBatch(db, clock, outside), ids.length)
    const text = openNote(readFileSync(file, 'utf8'), verifierKey(ORIGIN, KEY))
    const { root } = await db.selectFrom('log_checkpoint').select('root').where('size', '=', size).executeTakeFirstOrThrow()
    t.strictSame(parseCheckpoint(text as string), { origin: ORIGIN, size, root: Buffer.from(root) })
  }
  const first = { size: 3, root: (await db.selectFrom('log_checkpoint').select('root').where('size', '=', 3).executeTakeFirstOrThrow()).root }
  await outside.keep(first)
  await write(db, 'f')
  t.equal(await sequenceBatch(db, clock, outside), 1, 'one that was not the newest is continued too')
})

t.test('a name or key that readers of the log do not know is told to who starts it', async (t) => {
  const { file, outside } = fileFor(t)
  const known = verifierKey(ORIGIN, KEY)
  t.equal(await strangeTo(file, [known]), undefined, 'nobody has read anything yet')
  await outside.keep({ size: 1, root: Buffer.alloc(32) })
  const other = verifierKey(ORIGIN, privateKeyOf(Buffer.alloc(32, 4)))
  t.equal(await strangeTo(file, [known]), undefined)
  t.equal(await strangeTo(file, [other, known]), undefined, 'the key before vouches for the new one')
  t.match(await strangeTo(file, [other]), `The newest checkpoint (${file}) was signed as ${ORIGIN}, and not by the key ${other}`)
  t.match(await strangeTo(file, [verifierKey('other.example/log', KEY)]), /PUBLIC_URL changed/)
})

t.test('a log that is shorter than what was signed, or another one, is not continued, and the operator is told what to do', async (t) => {
  const { file, outside } = fileFor(t)
  const signed = await open(t)
  await write(signed, 'a', 'b', 'c')
  await sequenceBatch(signed, clock, outside)
  const kept = readFileSync(file, 'utf8')

  const empty = await open(t)
  await write(empty, 'a')
  const refused = `are signed (${file}): the database was restored from an older backup, or is another one.`
  await t.rejects(sequenceBatch(empty, clock, outside), { message: `The log in the database has 0 entries, and 3 ${refused}` })
  await t.rejects(sequenceBatch(empty, clock, outside), { message: /Restore a backup that has those entries\. If there is none, .* move it and the key of the log .* away/ })
  t.equal(await sequenceBatch(empty, clock), 1)
  await write(empty, 'b')
  await t.rejects(sequenceBatch(empty, clock, outside), { message: /has 1 entries, and 3 are signed/ })
  t.equal((await empty.selectFrom('revision').select('revision').where('log_index', 'is', null).execute()).length, 1, 'what was written waits')
  await write(empty, 'c', 'd')
  await sequenceBatch(empty, clock)
  await write(empty, 'e')
  await t.rejects(sequenceBatch(empty, clock, outside), { message: /does not begin with these 3 entries, and 3 are signed/ })
  t.equal(readFileSync(file, 'utf8'), kept)

  await t.test('and hears of it at the start, before anything is written', async (t) => {
    await disarm(signed)
    for (const table of ['revision', 'log_entry', 'log_node', 'log_checkpoint'] as const) await signed.deleteFrom(table).execute()
    const failures: unknown[] = []
    const stop = startSequencer(signed, clock, error => failures.push(error), outside)
    for (let n = 0; n < 100 && failures.length === 0; n++) await setTimeout(20)
    await stop()
    t.match(failures, [{ message: /has 0 entries, and 3 are signed/ }])
    rmSync(file)
    await write(signed, 'x')
    t.equal(await sequenceBatch(signed, clock, outside), 1, 'once the file is moved away it goes on')
  })
})

t.test('a checkpoint outside that cannot be read stops the log', async (t) => {
  const db = await open(t)
  await write(db, 'a')
  const { file, outside } = fileFor(t)
  for (const text of ['', 'hello', 'log.example/log\n3\n\n']) {
    writeFileSync(file, text)
    await t.rejects(sequenceBatch(db, clock, outside), { message: `${file} is damaged: it holds the newest checkpoint that was signed. Put back what /log/checkpoint gives.` })
  }
  const { outside: folder } = { outside: checkpointFile(tmpdir(), () => '') }
  await t.rejects(sequenceBatch(db, clock, folder), { code: 'EISDIR' })
})

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, sql } from 'kysely'
import t from 'tap'
import { ENV, LOADER } from '../_support/built.ts'
import { serverUrl } from '../_support/db.ts'
import { memberRow } from '../_support/seed.ts'
import { insertRows } from '../../src/db/bulk.ts'
import { connect } from '../../src/db/connect.ts'
import { FolderLockedError, embeddedDialect, lockFolder, preparedFolder } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { inTransaction } from '../../src/db/transaction.ts'

const helper = join(import.meta.dirname, '../_support/hold-folder.ts')

/** A process of its own that asks for the folder. @returns it and the first line it says */
async function another (folder: string): Promise<{ process: ChildProcess, says: string }> {
  const child = spawn(process.execPath, [...LOADER, helper, folder], { env: ENV, stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await once(child.stdout as NodeJS.ReadableStream, 'data') as [Buffer]
  return { process: child, says: said.toString().trim() }
}

t.test('gives a data folder to one holder at a time', async (t) => {
  const folder = join(t.testdir(), 'not', 'yet', 'there')
  const unlock = lockFolder(folder)
  t.equal(statSync(folder).mode & 0o777, 0o700, 'nobody else reads it')
  t.equal(readFileSync(join(folder, 'lock'), 'utf8'), `${process.pid}\n`)
  t.throws(() => lockFolder(folder), { name: 'FolderLockedError', message: new RegExp(`Another process uses the data folder ${folder}.*DATA_DIR`) })
  const refused = await another(folder)
  t.equal(refused.says, new FolderLockedError(folder).message)
  t.equal(readFileSync(join(folder, 'lock'), 'utf8'), `${process.pid}\n`, 'a refused process leaves no trace')
  unlock()
  lockFolder(folder)()
})

t.test('gives the folder back when its holder is killed', async (t) => {
  const folder = t.testdir()
  const { process: holder, says } = await another(folder)
  t.equal(says, 'held')
  t.throws(() => lockFolder(folder), FolderLockedError)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  t.ok(existsSync(join(folder, 'lock')), 'the file stays, its lock does not')
  lockFolder(folder)()
})

t.test('keeps what was written in the folder, and gives it back on closing', async (t) => {
  const settings = { dataDir: t.testdir(), statementTimeout: 30_000 }
  const first = await connect(settings)
  t.equal(first.engine, 'embedded')
  await t.rejects(connect(settings), FolderLockedError)
  await migrate(first.db)
  await inTransaction(first.db, tx => insertRows(tx, 'member', [memberRow({ id: 'mexico' })]))
  await first.close()

  const second = await connect(settings)
  t.strictSame(await migrate(second.db), [])
  t.strictSame(await second.db.selectFrom('member').select('id').execute(), [{ id: 'mexico' }])
  await second.close()
})

t.test('gives the folder back when the database in it cannot be opened', async (t) => {
  const settings = { dataDir: t.testdir({ database: 'not a folder' }), statementTimeout: 30_000 }
  await t.rejects(connect(settings))
  writeFileSync(join(settings.dataDir, 'note'), 'still ours')
  lockFolder(settings.dataDir)()
})

t.test('uses the server that is named, and leaves the folder alone', async (t) => {
  const dataDir = t.testdir()
  const connection = await connect({ databaseUrl: serverUrl ?? 'postgres://nobody@127.0.0.1:1/nowhere', dataDir, statementTimeout: 30_000 })
  t.equal(connection.engine, 'postgres')
  t.notOk(existsSync(join(dataDir, 'lock')))
  const answer = sql`select 1`.execute(connection.db)
  await (serverUrl === undefined ? t.rejects(answer, { code: 'ECONNREFUSED' }) : t.resolves(answer))
  await connection.close()
})

t.test('a new data folder starts from a prepared one, and an old one stays as it is', async (t) => {
  const folder = t.testdir()
  const prepared = join(folder, 'prepared.tar')
  const pglite = await PGlite.create()
  await pglite.exec('create table mark (word text)')
  writeFileSync(prepared, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  await pglite.close()
  const settings = { dataDir: join(folder, 'data'), statementTimeout: 30_000, prepared }
  for (const round of ['new', 'old']) {
    const { db, close } = await connect(settings)
    const { rows } = await sql<{ n: number }>`select count(*) as n from mark`.execute(db)
    t.equal(rows[0]?.n, round === 'new' ? 0 : 1, round)
    await sql`insert into mark values ('kept')`.execute(db)
    await close()
  }
  t.equal(preparedFolder(join(folder, 'other'), join(folder, 'missing.tar')), undefined)
})

t.test('keeps nothing without a folder', async (t) => {
  const db = new Kysely({ dialect: await embeddedDialect() })
  const { rows } = await sql<{ n: number }>`select 1 as n`.execute(db)
  t.same(rows, [{ n: 1 }])
  await db.destroy()
})

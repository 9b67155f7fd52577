import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { LOADER, ROOT } from '../_support/built.ts'
import { openDatabase, serverUrl } from '../_support/db.ts'
import { disarm } from '../_support/tampering.ts'
import { readConfig, readSecrets } from '../../src/config.ts'
import { type Connection, connect } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { systemDeps } from '../../src/deps.ts'
import { checkpointText, originOf } from '../../src/log/checkpoint.ts'
import { signNote } from '../../src/log/note.ts'
import { checkpointFile } from '../../src/log/outside.ts'
import { sequenceBatch } from '../../src/log/sequencer.ts'
import { loadCodeLists } from '../../src/starter/load.ts'

const ENV = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(_?TAP|NODE_OPTIONS|NODE_V8|DATABASE_URL|PGDATABASE)/.test(name))), NODE_V8_COVERAGE: '', _TAPJS_PROCESSINFO_COVERAGE_: '0' }
const hasTools = (): boolean => ['pg_dump', 'pg_restore', 'psql'].every((name) => {
  try {
    execFileSync(name, ['--version'])
    return true
  } catch {
    return false
  }
})
t.setTimeout(300_000)

/** A service at rest, on the engine that the tests run on. */
async function installation (t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'oc-drill-'))
  const database = serverUrl === undefined ? undefined : await openDatabase()
  t.teardown(async () => {
    await database?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const env = { DATA_DIR: join(folder, 'data'), PUBLIC_URL: 'http://tracker.example', ...(database?.url === undefined ? {} : { DATABASE_URL: database.url }) }
  const { config } = readConfig(env)
  const secrets = readSecrets(config.dataDir, {})
  const origin = originOf(config.publicUrl)
  const outside = checkpointFile(join(config.dataDir, 'log.checkpoint'), head => signNote(checkpointText({ origin, ...head }), origin, secrets.logKey))
  return {
    folder,
    outside,
    use: async (work: (connection: Connection) => Promise<unknown>): Promise<void> => {
      const connection = await connect(config)
      await work(connection)
      await connection.close()
    },
    start: async ({ db }: Connection): Promise<void> => {
      await migrate(db)
      await loadCodeLists({ config, secrets, db, ...systemDeps })
      await sequenceBatch(db, () => new Date(), outside)
    },
    drill: (...args: string[]): Promise<{ code: number, out: string, err: string }> => new Promise((resolve) => {
      execFile(process.execPath, [...LOADER, 'scripts/restore-drill.ts', ...args], { cwd: ROOT, env: { ...ENV, ...env } }, (error, out, err) => { resolve({ code: error === null ? 0 : Number(error.code), out, err }) })
    })
  }
}

t.test('a drill backs up, restores and verifies; it finds a record that is not whole', { skip: !hasTools() && 'needs the tools of PostgreSQL' }, async (t) => {
  const { folder, use, start, drill } = await installation(t)
  await use(start)
  const whole = await drill()
  t.match(whole, { code: 0, out: /^Backed up to .*\nRestored into a new (folder|database)\.\nVerified: tracker\.example\/log\n {2}entries {3}[1-9].*Nothing was changed or removed since /s }, whole.err)

  const backup = join(folder, 'backup')
  await use(async ({ db }) => {
    await disarm(db)
    await sql`update revision set body = body || ' ' where log_index = 3`.execute(db)
  })
  t.match(await drill(backup), { code: 1, err: /Difference: entry 3 \(/ })
  t.ok(existsSync(join(backup, 'log.key')) && existsSync(join(backup, 'log.checkpoint')))
})

t.test('a drill says what it cannot do', async (t) => {
  const { drill, folder } = await installation(t)
  rmSync(join(folder, 'data'), { recursive: true })
  const { code, err } = await drill('/dev/null/backup')
  t.equal(code, 2)
  t.match(err, /ENOTDIR/)
})

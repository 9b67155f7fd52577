import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readConfig } from '../src/config.ts'
import { lockFolder } from '../src/db/embedded.ts'
import { freePort } from './free-port.ts'

/**
 * Whether a backup can be restored: backs up the configured service (the same environment), restores that into a new database,
 * starts a service on it which nobody else reaches, and verifies its whole record against the newest checkpoint that was
 * signed. Then everything new is removed, unless a folder is given for the backup. An embedded database must be at rest; of
 * PostgreSQL it needs pg_dump, pg_restore and psql. Exits as `verify` does.
 */
const { config } = readConfig(process.env)
const work = mkdtempSync(join(tmpdir(), 'open-commitments-drill-'))
const backup = process.argv[2] ?? join(work, 'backup')
const restored = join(work, 'restored')
const said = (text: string): void => { process.stdout.write(`${text}\n`) }

/** What stands beside the database. */
const FILES = ['secret.key', 'admin.key', 'log.key', 'log.key.previous', 'log.checkpoint']

function copyFiles (from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const name of FILES) if (existsSync(join(from, name))) copyFileSync(join(from, name), join(to, name))
}

/** @returns the address of a new database on the same server, and a function that removes it */
function restoreOnServer (url: string): { databaseUrl: string, remove: () => void } {
  const name = `open_commitments_drill_${randomBytes(4).toString('hex')}`
  const databaseUrl = Object.assign(new URL(url), { pathname: `/${name}` }).href
  const ask = (statement: string): void => { execFileSync('psql', ['--quiet', '--no-psqlrc', '--dbname', url, '--command', statement], { stdio: 'inherit' }) }
  ask(`create database ${name}`)
  const remove = (): void => { ask(`drop database ${name} with (force)`) }
  try {
    // Comments on extensions are a superuser's.
    execFileSync('pg_restore', ['--exit-on-error', '--no-comments', '--dbname', databaseUrl, join(backup, 'database.dump')], { stdio: 'inherit' })
  } catch (error) {
    remove()
    throw error
  }
  return { databaseUrl, remove }
}

const node = (file: string): string[] => ['--import', 'tsx', join(import.meta.dirname, '..', file)]

/** Serves what was restored, and verifies it; the log is named as it was, since that is in what it signs. */
async function verifyRestored (databaseUrl: string | undefined): Promise<number> {
  const port = String(await freePort())
  const env = { ...process.env, DATA_DIR: restored, PORT: port, HOST: '127.0.0.1', PUBLIC_URL: config.publicUrl, STARTER_DATA: 'off', RATE_LIMIT_PER_MINUTE: '10000000', LOG_LEVEL: 'error', DATABASE_URL: databaseUrl ?? '' }
  const service = spawn(process.execPath, node('src/main.ts'), { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(service, 'close')
  const url = `http://127.0.0.1:${port}`
  while (!await fetch(`${url}/health/ready`).then(({ ok }) => ok, () => false)) {
    if (service.exitCode !== null) throw new Error('The restored service does not start.')
    await setTimeout(50)
  }
  const kept = join(restored, 'log.checkpoint')
  const { status } = spawnSync(process.execPath, [...node('src/cli/main.ts'), 'verify', url, ...(existsSync(kept) ? ['--since', kept] : [])], { stdio: ['ignore', 'inherit', 'inherit'] })
  service.kill('SIGTERM')
  await ended
  return status ?? 1
}

try {
  // Before the database: what is signed meanwhile is in the backup, and not the other way round.
  copyFiles(config.dataDir, backup)
  if (config.databaseUrl === undefined) {
    const unlock = lockFolder(config.dataDir)
    cpSync(join(config.dataDir, 'database'), join(backup, 'database'), { recursive: true })
    unlock()
  } else {
    execFileSync('pg_dump', ['--format=custom', '--file', join(backup, 'database.dump'), config.databaseUrl], { stdio: 'inherit' })
  }
  said(`Backed up to ${backup}.`)

  copyFiles(backup, restored)
  if (config.databaseUrl === undefined) {
    cpSync(join(backup, 'database'), join(restored, 'database'), { recursive: true })
    said('Restored into a new folder.')
    process.exitCode = await verifyRestored(undefined)
  } else {
    const { databaseUrl, remove } = restoreOnServer(config.databaseUrl)
    said('Restored into a new database.')
    process.exitCode = await verifyRestored(databaseUrl).finally(remove)
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
} finally {
  rmSync(work, { recursive: true, force: true })
}

import { execFile } from 'node:child_process'
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../scripts/free-port.ts'

/** A cluster of Debian's PostgreSQL 15 that ends with the bench. */

export const POSTGRES = '/usr/lib/postgresql/15/bin'
const run = promisify(execFile)

export interface Cluster { url: string, stop: () => Promise<void> }

/**
 * Nothing in it survives a crash of the machine, so that the disk is not measured. All that connect have the same
 * settings;
 * nothing is compiled (jit), which the service turns off too.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: '100',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  jit: 'off'
}

export async function startCluster (profile: boolean): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'open-commitments-bench-'))
  const port = await freePort()
  if (process.getuid?.() === 0) {
    const ids = readFileSync('/etc/passwd',
      'utf8').split('\n').find(line => line.startsWith('postgres:'))?.split(':').slice(2, 4).map(Number)
    chownSync(folder, ids?.[0] as number, ids?.[1] as number)
  }
  const data = join(folder, 'data')
  const settings = { ...SETTINGS, ...profile ? { shared_preload_libraries: 'pg_stat_statements' } : {} }
  const options = [`-p ${port} -k ${folder}`, ...Object.entries(settings).map(([name,
    value]) => `-c ${name}=${value}`)].join(' ')
  await asPostgres('initdb', '-D', data, '--username=postgres', '--auth=trust', '--encoding=UTF8',
    '--locale=C.UTF-8', '--no-sync')
  await asPostgres('pg_ctl', 'start', '--silent', '--wait', '-D', data, '-l', join(folder, 'log'), '-o', options)
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await asPostgres('pg_ctl', 'stop', '--silent', '--mode=immediate', '-D', data)
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** PostgreSQL refuses to run as root. */
async function asPostgres (program: string, ...args: string[]): Promise<void> {
  const command = [join(POSTGRES, program), ...args]
  const [file, ...rest] = userInfo().uid === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : command
  await run(file as string, rest, { cwd: '/' })
}

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from '../scripts/free-port.ts'

/** The built service as a child, and how much it uses. Linux only, since that is read from /proc. */

const main = join(import.meta.dirname, '../dist/main.js')

export interface Service {
  child: ChildProcess
  port: number
  url: string
  /** Its data folder, which goes with it unless it was given. */
  folder: string
  adminKey: string
  stop: () => Promise<void>
}

export interface Start { env?: NodeJS.ProcessEnv, folder?: string, nodeOptions?: string[] }

/** Starts the service without starter data and resolves once it is ready to answer. */
export async function startService ({ env = {}, folder, nodeOptions = [] }: Start = {}): Promise<Service> {
  if (!existsSync(main)) throw new Error('There is no dist/main.js: run `npm run build` first.')
  const data = folder ?? mkdtempSync(join(tmpdir(), 'open-commitments-bench-'))
  const port = await freePort()
  const adminKey = randomBytes(32).toString('hex')
  const child = spawn(process.execPath, [...nodeOptions, main], {
    env: {
      ...process.env,
      DATA_DIR: data,
      PORT: String(port),
      LOG_LEVEL: 'error',
      STARTER_DATA: 'off',
      RATE_LIMIT_PER_MINUTE: '10000000',
      DUMP_DAYS: '0',
      SECRET: randomBytes(32).toString('hex'),
      ADMIN_KEY: adminKey,
      ...env
    },
    stdio: ['ignore', 'ignore', 'inherit']
  })
  const kill = (): void => { child.kill('SIGKILL') }
  process.on('exit', kill)
  const url = `http://127.0.0.1:${port}`
  while (!await fetch(`${url}/health/ready`).then(({ ok }) => ok, () => false)) {
    if (child.exitCode !== null) throw new Error('The service ended before it was ready.')
    await setTimeout(10)
  }
  return {
    child,
    port,
    url,
    folder: data,
    adminKey: env.ADMIN_KEY ?? adminKey,
    stop: async () => {
      process.off('exit', kill)
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'close')
      }
      if (folder === undefined) rmSync(data, { recursive: true, force: true })
    }
  }
}

/** Returns what a process has in memory, in MiB. */
export const memoryOf = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** Returns the seconds of a processor that a process has used: on a busy machine the clock tells of others. */
export const processorOf = ({ pid }: ChildProcess): number =>
  readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').slice(11, 13).reduce((sum,
    ticks) => sum + Number(ticks), 0) / 100

/** Watches the memory of a process. Returns a function that ends it and returns the most that was seen, in MiB. */
export function watchMemory (child: ChildProcess): () => number {
  let most = memoryOf(child)
  const look = (): void => { most = Math.max(most, memoryOf(child)) }
  const timer = setInterval(look, 20)
  return () => {
    clearInterval(timer)
    look()
    return most
  }
}

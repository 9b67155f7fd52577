import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Test } from 'tap'
import { build, ENV, ROOT } from './built.ts'
import { freePort } from '../../scripts/free-port.ts'

/** The process as an operator runs it: built as by `npm start`. Children are this project's main and end with their test. */

export const PATIENCE = 60_000
export const BUILT = build()

export interface Service { child: ChildProcess, url: string, folder: string, output: () => string, ended: Promise<{ code: number | null, signal: string | null }> }

export function folderFor (t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'oc-main-'))
  t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
  return folder
}

/** A folder with a database that a first start has filled: making one takes longest of all. */
let filled: Promise<string> | undefined

async function fill (t: Test): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'oc-filled-'))
  process.once('exit', () => { rmSync(folder, { recursive: true, force: true }) })
  const service = await start(t, folder)
  while (!existsSync(join(folder, 'log.checkpoint'))) await setTimeout(20)
  await stop(service)
  return folder
}

/** Returns a copy of a folder in which the service was started and ended once. */
export async function preparedFolder (t: Test): Promise<string> {
  const folder = folderFor(t)
  cpSync(await (filled ??= fill(t)), folder, { recursive: true })
  return folder
}

export async function launch (t: Test, folder: string, env: NodeJS.ProcessEnv = {}): Promise<Service> {
  const port = env.PORT ?? String(await freePort())
  const child = spawn(process.execPath, [`${BUILT}/main.js`], { cwd: ROOT, env: { ...ENV, DATA_DIR: folder, PORT: port, LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '1000000', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { output += String(chunk) })
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code as number | null, signal: signal as string | null }))
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, url: `http://127.0.0.1:${port}`, folder, output: () => output, ended }
}

/** Starts the service and waits until it serves; throws if it ends before. */
export async function start (t: Test, folder = folderFor(t), env: NodeJS.ProcessEnv = {}): Promise<Service> {
  const service = await launch(t, folder, env)
  let over = false
  service.child.once('close', () => { over = true })
  const until = Date.now() + PATIENCE
  while (!service.output().includes('is ready')) {
    if (over || Date.now() > until) throw new Error(`did not start: ${service.output()}`)
    await setTimeout(20)
  }
  return service
}

export async function stop ({ child, ended }: Service, signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM') {
  child.kill(signal)
  return await ended
}

export const read = async (url: string, key?: string) => await (await fetch(url, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } })).json() as { [name: string]: any }
export const adminKey = (folder: string) => readFileSync(join(folder, 'admin.key'), 'utf8').trim()

export async function makeKey ({ url, folder }: Service, role: string): Promise<string> {
  const answer = await fetch(`${url}/v1/admin/keys`, { method: 'POST', headers: { authorization: `Bearer ${adminKey(folder)}`, 'content-type': 'application/json' }, body: JSON.stringify({ role, name: 'test' }) })
  return (await answer.json() as { key: string }).key
}

export const sendSheet = ({ url }: Service, key: string, body: Buffer) => fetch(`${url}/v1/imports?source=ogp`, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' }, body: new Uint8Array(body) })

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/**
 * How long the built service takes for a published spreadsheet on the embedded engine, and how much memory: the file, then the
 * same file again. Run `npm run build` first. Linux only, since it reads the memory of the process from /proc.
 */
const [file = '', port = '3977'] = process.argv.slice(2)
const main = join(import.meta.dirname, '../dist/main.js')
if (!existsSync(main) || !existsSync(file)) throw new Error('Run `npm run build` first, then `npx tsx scripts/bench-import.ts FILE [PORT]`.')

const folder = mkdtempSync(join(tmpdir(), 'open-commitments-bench-'))
const child = spawn(process.execPath, [main], { env: { ...process.env, DATA_DIR: folder, PORT: port, LOG_LEVEL: 'silent' }, stdio: ['ignore', 'ignore', 'inherit'] })
const url = `http://127.0.0.1:${port}`
const mebibytes = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024

async function ask (path: string, key: string, init: RequestInit = {}): Promise<{ id: string, state: string, key: string }> {
  const answer = await fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } })
  if (!answer.ok) throw new Error(await answer.text())
  return await answer.json() as { id: string, state: string, key: string }
}

while (!await fetch(`${url}/health/ready`).then(({ ok }) => ok, () => false)) await setTimeout(50)
const admin = readFileSync(join(folder, 'admin.key'), 'utf8').trim()
const { key } = await ask('/v1/admin/keys', admin, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ role: 'registrar', name: 'bench' }) })
process.stdout.write(`idle: ${mebibytes().toFixed(0)} MiB\n`)
for (const name of ['first', 'again']) {
  const started = performance.now()
  let peak = 0
  let { id, state } = await ask('/v1/imports?source=ogp', key, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: readFileSync(file) })
  while (state === 'running') {
    peak = Math.max(peak, mebibytes())
    await setTimeout(100)
    state = (await ask(`/v1/imports/${id}`, key)).state
  }
  process.stdout.write(`${name}: ${state} in ${((performance.now() - started) / 1000).toFixed(1)} s, at most ${peak.toFixed(0)} MiB\n`)
}
child.kill('SIGTERM')
await once(child, 'close')
rmSync(folder, { recursive: true, force: true })

import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { ENV, ROOT } from '../_support/built.ts'
import { BUILT, PATIENCE, launch, preparedFolder, read, start, stop, type Service } from '../_support/service.ts'

/** The process under a new key of the log, and under one that was replaced. */

t.setTimeout(400_000)

t.test('a new key of the log is recorded at the next start, and believed by who kept a checkpoint of the one before', async t => {
  const folder = await preparedFolder(t)
  const kept = join(folder, 'kept.txt')
  const env = { PUBLIC_URL: 'http://tracker.example' }
  const cli = (...args: string[]) => String(execFileSync(process.execPath, [`${BUILT}/cli/main.js`, ...args], { cwd: ROOT, env: { ...ENV, DATA_DIR: folder }, stdio: ['ignore', 'pipe', 'ignore'] }))
  const checkpointOf = async ({ url }: Service) => await (await fetch(`${url}/log/checkpoint`)).text()
  const before = await start(t, folder, env)
  writeFileSync(kept, await checkpointOf(before))
  t.match(cli('log-key', 'rotate'), /^Made a new key\. Restart the service/)
  await stop(before)

  const service = await start(t, folder, env)
  const sizeOf = (note: string) => Number(note.split('\n')[1])
  const until = Date.now() + PATIENCE
  while (sizeOf(await checkpointOf(service)) === sizeOf(readFileSync(kept, 'utf8')) && Date.now() < until) await setTimeout(20)
  t.match(cli('verify', service.url, '--since', kept), /^Verified: tracker\.example\/log\n.*Nothing was changed or removed since .*\n {2}new key {3}tracker\.example\/log\+/s)
  t.match(await read(`${service.url}/v1/changes?sort=-index&limit=1`), { items: [{ type: 'log-key' }] })
  await stop(service)
  t.match(readFileSync(join(folder, 'log.checkpoint'), 'utf8').split('\n— '), { length: 3 }, 'both sign what is kept outside the database')

  writeFileSync(join(folder, 'log.key'), readFileSync(join(folder, 'log.key.previous')))
  rmSync(join(folder, 'log.key.previous'))
  const old = await launch(t, folder, env)
  t.equal((await old.ended).code, 1)
  t.match(old.output(), /^The record says that the key of the log [0-9a-f]{8} was replaced by [0-9a-f]{8}, and now it would sign again\. Put back the newest log\.key/)
})

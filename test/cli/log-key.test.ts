import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Io } from '../../src/cli/io.ts'
import { type Ran, cli as run } from '../_support/cli.ts'

const cli = (argv: string[], env: Io['env']): Promise<Ran> => run(['log-key', ...argv], { env })

t.test('log-key rotate makes a new key and says what to do next, and never what the key is', async (t) => {
  const DATA_DIR = t.testdir({ 'log.key': 'a'.repeat(64) })
  const { code, out, err } = await cli(['rotate'], { DATA_DIR })
  t.strictSame({ code, err }, { code: 0, err: '' })
  t.match(out, `Made a new key. Restart the service: it records the new key in the log and signs with both, until you delete ${join(DATA_DIR, 'log.key.previous')}\n`)
  const made = readFileSync(join(DATA_DIR, 'log.key'), 'utf8')
  t.match(made, /^[0-9a-f]{64}$/)
  t.notOk(out.includes(made))
  t.equal(readFileSync(join(DATA_DIR, 'log.key.previous'), 'utf8'), 'a'.repeat(64))
  t.match(await cli(['rotate'], { DATA_DIR }), { code: 1, out: '', err: /log\.key\.previous is still there/ })
})

t.test('log-key rotate says what it cannot do', async (t) => {
  t.match(await cli(['rotate'], { DATA_DIR: t.testdir({}) }), { code: 1, err: /There is no .*log\.key: the service makes it at its first start\.\n/ })
  t.match(await cli(['rotate'], { LOG_KEY: 'a'.repeat(64) }), { code: 1, err: /The key comes from LOG_KEY: give that as LOG_KEY_PREVIOUS, a new one .* as LOG_KEY, and restart every instance\.\n$/ })
  t.match(await cli([], {}), { code: 2 })
  await t.rejects(cli(['rotate'], { DATA_DIR: t.testdir({ 'log.key': {} }) }), { code: 'EISDIR' }, 'what is no mistake of the settings is not hidden')
  const folder = t.testdir({})
  const before = process.cwd()
  process.chdir(folder)
  t.teardown(() => { process.chdir(before) })
  t.match(await cli(['rotate'], {}), { code: 1, err: /There is no data\/log\.key/ })
})

import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Io } from '../../src/cli/io.ts'
import { homedir } from 'node:os'
import { readSaved, savedFile } from '../../src/cli/saved.ts'
import { ensureAdminKey } from '../../src/resources/key/key.service.ts'
import { startApp } from '../_support/app.ts'
import { cli } from '../_support/cli.ts'

const app = await startApp(t, { starter: true })
await app.app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
const editor = await app.key({ role: 'editor', members: ['mexico'] })
const admin = await app.key({ role: 'admin' })
const fileIn = (folder: string): string => join(folder, 'open-commitments', 'keys.json')

t.test('login asks for the key without echo and saves it for its owner alone', async (t) => {
  const XDG_CONFIG_HOME = t.testdir({})
  const asked: unknown[] = []
  const prompt: Io['prompt'] = async (...question) => { asked.push(question); return ` ${editor}\n` }
  t.match(await cli(['login', `${url}/some/path`], { env: { XDG_CONFIG_HOME }, prompt }), { code: 0, out: `Logged in to ${url} as editor.\n`, err: '' })
  t.same(asked, [[`Key for ${url}/some/path: `, true]])
  t.same(JSON.parse(readFileSync(fileIn(XDG_CONFIG_HOME), 'utf8')), { current: url, services: { [url]: editor } })
  t.equal(statSync(fileIn(XDG_CONFIG_HOME)).mode & 0o777, 0o600)
  t.equal(statSync(join(XDG_CONFIG_HOME, 'open-commitments')).mode & 0o777, 0o700)
  t.same(readdirSync(join(XDG_CONFIG_HOME, 'open-commitments')), ['keys.json'], 'and nothing beside it')
})

t.test('login reads the key from standard input where there is no terminal; the commands after use it, logout forgets it', async (t) => {
  const env = { HOME: t.testdir({}) }
  const given = { env: { ...env, XDG_CONFIG_HOME: undefined } }
  const made = await cli(['login', url, '--json'], { ...given, input: async () => admin })
  t.match(JSON.parse(made.out), { url, role: 'admin' })
  t.notMatch(made.out, admin)
  t.match(await cli(['keys', 'list', '--json'], given), { code: 0, out: /"role":"editor"/ })
  t.match(await cli(['login'], { ...given, input: async () => editor }), { code: 0, out: `Logged in to ${url}` })
  t.match(await cli(['keys', 'list'], given), { code: 1, err: /may not do that \(403\)/ }, 'the key that was saved last')
  t.match(await cli(['keys', 'list'], { env: { ...given.env, OPEN_COMMITMENTS_KEY: admin } }), { code: 0 }, 'the environment comes first')
  t.match(await cli(['keys', 'list', '--key', admin, '--url', url], given), { code: 0 }, 'and options before it')
  t.match(await cli(['logout', '--json'], given), { code: 0, out: `{"url":"${url}","forgotten":true}\n` })
  t.same(JSON.parse(readFileSync(join(env.HOME, '.config', 'open-commitments', 'keys.json'), 'utf8')), { services: {} })
  t.match(await cli(['logout', url], given), { code: 1, err: `No key of ${url} is saved.` })
  t.match(await cli(['logout', 'nowhere'], given), { code: 1, err: 'No key of nowhere is saved.' })
})

t.test('keys are saved where the user\'s settings are, wherever the environment says nothing', (t) => {
  t.equal(savedFile({ env: {} } as Io), join(homedir(), '.config/open-commitments/keys.json'))
  t.equal(savedFile({ env: { HOME: '/home/x' } } as unknown as Io), '/home/x/.config/open-commitments/keys.json')
  t.end()
})

t.test('keys of several services stay apart', async (t) => {
  const XDG_CONFIG_HOME = t.testdir({})
  const env = { XDG_CONFIG_HOME }
  const other = 'https://tracker.example.org'
  await cli(['login', url], { env, input: async () => editor })
  t.match(await cli(['login', other], { env, input: async () => admin, fetch: async () => Response.json({ role: 'admin' }) }), { code: 0 })
  t.match(await cli(['logout', url], { env }), { code: 0, out: `The key of ${url} is forgotten here. It works until it is revoked or expires.\n` })
  t.same(JSON.parse(readFileSync(fileIn(XDG_CONFIG_HOME), 'utf8')), { current: other, services: { [other]: admin } })
  const sent: (string | null)[] = []
  const watch: typeof fetch = async (input) => { sent.push((input as Request).headers.get('authorization')); return Response.json({ items: [], page: { nextCursor: null } }) }
  await ensureAdminKey(app.deps)
  const DATA_DIR = app.deps.config.dataDir
  await cli(['keys', 'list'], { env: { ...env, DATA_DIR }, fetch: watch })
  t.same(sent, [`Bearer ${admin}`], 'the file of a service of this machine is for no other that login knows')
  await cli(['keys', 'list'], { env: { ...env, DATA_DIR, PUBLIC_URL: other }, fetch: watch })
  await cli(['keys', 'list'], { env: { DATA_DIR, PORT: '3999' }, fetch: watch })
  t.same(sent.slice(1), Array(2).fill(`Bearer ${readFileSync(join(DATA_DIR, 'admin.key'), 'utf8').trim()}`))
})

t.test('login saves nothing that does not work', async (t) => {
  const XDG_CONFIG_HOME = t.testdir({})
  const env = { XDG_CONFIG_HOME }
  t.match(await cli(['login', url], { env, input: async () => 'wrong' }), { code: 1, err: /needs a key \(401\)/ })
  t.match(await cli(['login', url], { env }), { code: 1, err: 'No key was given.' })
  for (const wrong of ['nowhere', 'ftp://tracker.example.org', 'http://']) t.match(await cli(['login', wrong], { env, input: async () => editor }), { code: 2, err: `${wrong} is no address of a service` })
  t.same(readdirSync(XDG_CONFIG_HOME), [])
})

t.test('a file that is not what login wrote is told, and nothing is written over it', async (t) => {
  const XDG_CONFIG_HOME = t.testdir({ 'open-commitments': { 'keys.json': '{"services": 1}' } })
  for (const text of ['{"services": 1}', 'no json']) {
    writeFileSync(fileIn(XDG_CONFIG_HOME), text)
    t.match(await cli(['login', url], { env: { XDG_CONFIG_HOME }, input: async () => editor }), { code: 1, err: /keys\.json is not what `open-commitments login` writes/ })
    t.equal(readFileSync(fileIn(XDG_CONFIG_HOME), 'utf8'), text)
  }
  const folder = t.testdir({ 'open-commitments': { 'keys.json': {} } })
  t.match(await cli(['logout'], { env: { XDG_CONFIG_HOME: folder } }), { code: 1, err: /keys\.json cannot be read: EISDIR/ })
  mkdirSync(join(folder, 'empty'))
  t.same(await readSaved({ env: { XDG_CONFIG_HOME: join(folder, 'empty') } } as unknown as Io), { services: {} })
})

import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import t from 'tap'
import { startApp } from '../_support/app.ts'

/** The package as somebody else has it: packed, unpacked into their node_modules, type-checked, run by Node.js and by a browser. */

t.setTimeout(600_000)
const CHROMIUM = '/usr/bin/chromium'
const root = join(import.meta.dirname, '../..')
const work = mkdtempSync(join(tmpdir(), 'oc-package-'))
t.teardown(() => { rmSync(work, { recursive: true }) })
const env = { ...process.env, NODE_V8_COVERAGE: '', _TAPJS_PROCESSINFO_COVERAGE_: '0', NODE_OPTIONS: '' }
const run = (cwd: string, command: string, ...args: string[]): string => String(execFileSync(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] }))

// In a copy, so that the dist/ of this folder stays as it is for the tests beside this one.
const source = join(work, 'source')
mkdirSync(source)
for (const name of ['src', 'scripts', 'migrations', 'openapi', 'package.json', 'tsconfig.json', 'tsconfig.client.json', 'LICENSE', 'LICENSE-DATA', 'README.md']) cpSync(join(root, name), join(source, name), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(source, 'node_modules'))
// The service's empty database is of no matter here, and takes half a minute to make and pack.
mkdirSync(join(source, 'dist'))
writeFileSync(join(source, 'dist/embedded.tar'), '')
run(source, 'npm', 'pack', '--silent')
const user = join(work, 'user')
const installed = join(user, 'node_modules', 'open-commitments')
mkdirSync(installed, { recursive: true })
run(installed, 'tar', '-xzf', join(source, 'open-commitments-0.1.0.tgz'), '--strip-components=1')
// The one dependency whose types the client's types name.
for (const name of ['openapi-fetch', 'openapi-typescript-helpers']) symlinkSync(join(root, 'node_modules', name), join(user, 'node_modules', name))

const app = await startApp(t, { starter: true })
await app.app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
const key = await app.key({ role: 'registrar' })
const count = (await app.get('/v1/commitments?limit=200')).json.items.length as number

const PROGRAM = `
import { ProblemError, createClient, paginate, unwrap } from 'open-commitments/client'

export async function visit (url: string, key: string, id: string): Promise<[number, string, string | undefined]> {
  const client = createClient({ url, key })
  let commitments = 0
  for await (const { code } of paginate(client, '/v1/commitments', { params: { query: { limit: 7 } } })) if (code !== undefined) commitments++
  const member = await unwrap(client.POST('/v1/members', { body: { id, kind: 'national', name: { en: 'An example' }, status: 'active' } }))
  const refused: unknown = await unwrap(client.GET('/v1/members/{member}', { params: { path: { member: 'atlantis' } } })).catch((error: unknown) => error)
  return [commitments, member.id, refused instanceof ProblemError ? refused.code : undefined]
}
`
const MISTAKES = `
import { createClient, paginate } from 'open-commitments/client'
const client = createClient({ url: 'http://tracker.example' })
// @ts-expect-error there is no such address
await client.GET('/v1/nonsense')
// @ts-expect-error it names a commitment
await client.GET('/v1/commitments/{commitment}')
// @ts-expect-error it is no list
paginate(client, '/v1/me')
// @ts-expect-error the list is of a commitment
paginate(client, '/v1/commitments/{commitment}/reviews')
for await (const { id } of paginate(client, '/v1/reviews')) {
  // @ts-expect-error an id is text
  const wrong: number | undefined = id
  void wrong
}
`
writeFileSync(join(user, 'package.json'), '{"type": "module"}')
writeFileSync(join(user, 'program.ts'), PROGRAM)
writeFileSync(join(user, 'mistakes.ts'), MISTAKES)

const bundled = await build({ absWorkingDir: user, entryPoints: ['program.ts'], bundle: true, format: 'esm', platform: 'browser', write: false, metafile: true, outdir: user })
const script = bundled.outputFiles[0]?.text as string

t.test('its types hold with the settings of Node.js and of bundlers, and find mistakes', (t) => {
  const check = (...settings: string[]): string => run(user, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2023,dom,dom.iterable,dom.asynciterable', ...settings, 'program.ts', 'mistakes.ts')
  t.equal(check('--module', 'nodenext'), '')
  t.equal(check('--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck'), '')
  t.end()
})

t.test('it asks nothing of Node.js', (t) => {
  const inputs = Object.keys(bundled.metafile.inputs)
  t.same(inputs.filter(name => name.includes('node_modules')), ['node_modules/open-commitments/dist/client/client.js'])
  t.notMatch(readFileSync(join(installed, 'dist/client/client.js'), 'utf8'), /from ['"]|\brequire\(|\bBuffer\b/)
  t.end()
})

t.test('it works in Node.js', async (t) => {
  writeFileSync(join(user, 'program.js'), script)
  writeFileSync(join(user, 'main.js'), `import { visit } from './program.js'\nconsole.log(JSON.stringify(await visit(${JSON.stringify(url)}, process.env.KEY, 'from-node')))\n`)
  const { stdout } = await promisify(execFile)(process.execPath, ['main.js'], { cwd: user, env: { ...env, KEY: key } })
  t.same(JSON.parse(stdout), [count, 'from-node', 'not-found'])
})

t.test('it works in a browser, from another origin', { skip: existsSync(CHROMIUM) ? false : 'no Chromium here' }, async (t) => {
  const reader = createServer((request, response) => {
    const isScript = request.url === '/program.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : '<title>An example</title>')
  }).listen(0, '127.0.0.1')
  t.teardown(() => { reader.close() })
  await once(reader, 'listening')
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'], timeout: 120_000 })
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(reader.address() as AddressInfo).port}/`)
    const visited = await page.evaluate(`import('/program.js').then(({ visit }) => visit(${JSON.stringify(url)}, ${JSON.stringify(key)}, 'from-a-browser'))`)
    t.same(visited, [count, 'from-a-browser', 'not-found'])
  } finally {
    await browser.close()
  }
})

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import t from 'tap'
import { ENGINE_FREE } from './_support/engine-free.ts'
import { CLIENTS, loadedBy, loading, withoutServer } from './_support/engines.ts'
import { ROOT } from './_loader/paths.js'

/** The run on PostgreSQL leaves out the test files whose results cannot depend on it, and no other. */

const SOURCES = /\.(tsx?|m?js)$/
const paths = ['src', 'migrations', 'scripts', 'bench', 'examples', 'test']
  .flatMap((folder) => {
    const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    return files.map(file => `${folder}/${file}`)
  })
  .filter(path => SOURCES.test(path))
const sources = new Map(paths.map(path => [path, readFileSync(join(ROOT, path), 'utf8')]))

t.test('the list names exactly the test files that do not reach the server, or only by HTTP', (t) => {
  t.strictSame(ENGINE_FREE, withoutServer(sources), 'the list is in test/_support/engine-free.ts')
  t.ok(ENGINE_FREE.includes('test/log/merkle.test.ts'), 'a test of pure rules is left out')
  t.ok(ENGINE_FREE.includes('test/process/killed.test.ts'), 'so is one of processes that always have the embedded engine')
  t.notOk(ENGINE_FREE.includes('test/db/transaction.test.ts'), 'a test of the database is not')
  t.notOk(ENGINE_FREE.includes('test/process/restore-drill.test.ts'), 'nor one of processes that are given the server')
  t.end()
})

t.test('the command line and the client reach no database but by HTTP', (t) => {
  const databases = [...sources.keys()].filter(path => path.startsWith('src/db/'))
  const reaching = loading(sources, [...databases, 'pg', '@electric-sql/pglite', 'kysely'])
  for (const [, folder] of CLIENTS) {
    const files = [...sources.keys()].filter(path => path.startsWith(`${folder}/`))
    t.not(files.length, 0, folder)
    t.strictSame(files.filter(path => reaching.has(path)), [])
  }
  t.end()
})

t.test('finds every import that esbuild finds', async (t) => {
  const contents = paths.map(path => `import './${path}'`).join('\n')
  const { metafile } = await build({
    stdin: { contents, resolveDir: ROOT },
    absWorkingDir: ROOT,
    bundle: true,
    treeShaking: false,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    write: false,
    outdir: 'none',
    metafile: true
  })
  const missed = [...sources].flatMap(([path, text]) => {
    const found = [...loadedBy(path, text), 'preact/jsx-runtime']
    const { imports } = metafile.inputs[path] as typeof metafile.inputs[string]
    return imports.filter(one => !found.includes(one.path)).map(one => `${path} -> ${one.path}`)
  })
  t.strictSame(missed, [])
})

/** Returns whether the test file `test/x/a.test.ts` with this text reaches the server, among some made-up files. */
function reaches (text: string): boolean {
  const made = new Map([
    ['src/db/connect.ts', 'export const connect = process.env.TEST_DATABASE_URL'],
    ['src/far.ts', "import { near } from './near.ts'"],
    ['src/near.ts', "import { connect } from './db/connect.ts'"],
    ['src/front.ts', "export { connect } from './db/connect.ts'"],
    ['src/all.ts', "export * from './db/connect.ts'"],
    ['src/typed.ts', "import type { Connection } from './db/connect.ts'"],
    ['src/pure.ts', "import { createHash } from 'node:crypto'"],
    ['src/circle.ts', "import './circle.ts'\nimport './far.ts'"],
    ['test/x/a.test.ts', text]
  ])
  return !withoutServer(made).includes('test/x/a.test.ts')
}

t.test('a test file reaches the server', (t) => {
  const reaching: [string, string][] = [
    ['directly', "import { connect } from '../../src/db/connect.ts'"],
    ['through other files', "import { far } from '../../src/far.ts'"],
    ['through files that import each other', "import { circle } from '../../src/circle.ts'"],
    ['through names that a file exports again', "import { connect } from '../../src/front.ts'"],
    ['through everything that a file exports again', "import { connect } from '../../src/all.ts'"],
    ['for the effect of the import only', "import '../../src/far.ts'"],
    ['by a dynamic import', "const { far } = await import('../../src/far.ts')"],
    ['by a dynamic import on its own line', 'const { far } = await import(\n  "../../src/far.ts"\n)'],
    ['by a computed import', 'const { far } = await import(name)'],
    ['by a namespace', "import * as far from '../../src/far.ts'"],
    ['by a default and names', "import far, { type Far } from '../../src/far.ts'"],
    ['by names on lines of their own', "import {\n  far, // it's far\n  farther\n} from '../../src/far.ts'"],
    ['by names that are types, which load the file all the same', "import { type Far } from '../../src/far.ts'"],
    ['after an import of types', "import type { A } from '../../src/pure.ts'\nimport { far } from '../../src/far.ts'"],
    ['by its address', 'const url = process.env.TEST_DATABASE_URL']
  ]
  for (const [how, text] of reaching) t.ok(reaches(text), how)
  t.end()
})

t.test('a test file does not reach the server', (t) => {
  const free: [string, string][] = [
    ['by an import of types', "import type { Connection } from '../../src/db/connect.ts'"],
    ['by types on lines of their own', "import type {\n  Connection\n} from '../../src/db/connect.ts'"],
    ['by types that it exports again', "export type { Connection } from '../../src/db/connect.ts'"],
    ['by all types of a file', "export type * from '../../src/db/connect.ts'"],
    ['through a file that imports types', "import { typed } from '../../src/typed.ts'"],
    ['through a file that computes', "import { pure } from '../../src/pure.ts'"],
    ['by a file of the same name elsewhere', "import { connect } from '../src/db/connect.ts'"],
    ['by a process that is not told its address', "import { spawn } from 'node:child_process'"],
    ['without imports', 'export const connect = 1']
  ]
  for (const [how, text] of free) t.notOk(reaches(text), how)
  t.strictSame(loadedBy('test/a.ts', "import type from './pure.ts'"), ['test/pure.ts'], 'a value may be called type')
  t.end()
})

import { execFile } from 'node:child_process'
import { statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ENV, LOADER, ROOT } from './_support/built.ts'

/**
 * Runs the loader of the tests in processes of its own. `t.testdir` makes its folder below the root of the project,
 * where the loader compiles files, but outside the folders that other tests read.
 */

/** Runs a file. Returns its output, and its errors if it failed. */
async function run (file: string): Promise<string> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [...LOADER, file], { cwd: ROOT, env: ENV }, (error, out, err) => {
      resolve(`${out}${error === null ? '' : err}`)
    })
  })
}

t.test('runs a file as it is now, not as it was compiled before', async (t) => {
  const folder = t.testdir({
    'main.ts': "import { value } from './value.ts'\n\nconsole.log(value)\n",
    'value.ts': 'export const value: number = 1\n'
  })
  const [main, value] = [join(folder, 'main.ts'), join(folder, 'value.ts')]
  t.equal(await run(main), '1\n')

  const { atime, mtime } = statSync(value)
  writeFileSync(value, 'export const value: number = 2\n')
  utimesSync(value, atime, mtime)
  t.equal(await run(main), '2\n', 'changed, with the same size and the same time')

  writeFileSync(value, 'export const value: number = 1\n')
  t.equal(await run(main), '1\n', 'changed back')
})

t.test('errors name the file and the line of the source', async (t) => {
  const place = {
    'thrown.ts': `/** The compiled file has no comments and no types. */
interface A {
  why: string
}

export function fail ({ why }: A): void {
  throw new Error(why)
}
`,
    'main.ts': "import { fail } from './thrown.ts'\n\n// A comment.\nfail({ why: 'for a reason' })\n"
  }
  const wrong = 'interface A { a: number }\n\nconst a: A = = 1\n'
  const folder = t.testdir({ one: place, other: { ...place }, 'wrong.ts': wrong })
  const files = ['wrong.ts', 'one/main.ts', 'other/main.ts'].map(file => join(folder, file))
  const [refused, ...thrown] = await Promise.all(files.map(run))
  t.match(refused, `${join(folder, 'wrong.ts')}:3:13: ERROR: Unexpected "="`, 'a file that cannot be compiled')
  for (const [at, name] of ['one', 'other'].entries()) {
    t.match(thrown[at], 'Error: for a reason')
    t.match(thrown[at], `${join(folder, name, 'thrown.ts')}:7:`, `the line that threw, in the folder ${name}`)
    t.match(thrown[at], `${join(folder, name, 'main.ts')}:4:`, `the line that called it, in the folder ${name}`)
  }
})

t.test('each test file of a suite has its own t', async (t) => {
  const test = `
    import t from 'tap'
    import { shared } from './shared.ts'

    t.called.push(t.name)
    export { t, shared }
  `
  const folder = t.testdir({
    'a.test.ts': test,
    'b.test.ts': test,
    'shared.ts': "import t from 'tap'\n\nexport const shared = t\n",
    'main.ts': `
      const FILE = Symbol.for('open-commitments.file')
      const start = async (name) => {
        const mine = { name, called: [] }
        globalThis[FILE] = mine
        const { t, shared } = await import(\`./\${name}.test.ts?suite\`)
        return { mine, t, shared }
      }
      const [a, b] = [await start('a'), await start('b')]
      console.log(a.t === a.mine, b.t === b.mine, a.mine.called.join(), b.mine.called.join())
      console.log('shared files have the t of the process:', a.shared === b.shared, typeof a.shared.test)
    `
  })
  t.match(await run(join(folder, 'main.ts')), /^true true a b\nshared files have the t of the process: true function\n/)
})

t.test('an error that nothing caught fails the test it comes from', async (t) => {
  const folder = t.testdir({
    'main.ts': `import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'

const later = (message: string, after: number): void => { setTimeout(() => { throw new Error(message) }, after) }

t.test('none', async t => { t.pass('before'); await wait(40) })
t.test('thrown', async () => { later('stray', 5); await wait(40) })
t.test('rejected', async () => { void Promise.reject(new Error('rejection')); await wait(40) })
t.test('around', async (t) => { await t.test('inner', async () => { later('late', 20) }); await wait(80) })
t.test('over', async () => { later('later', 20) })
`
  })
  const results = await run(join(folder, 'main.ts'))
  const told = [...results.matchAll(/^( *)(not ok|ok) \d+ - (\w+)/gm)].map(([, indent = '', ok, name]) => `${' '.repeat(indent.length / 4)}${ok} ${name}`)
  t.strictSame([...new Set(told)], [
    ' ok before', 'ok none', ' not ok stray', 'not ok thrown', ' not ok rejection', 'not ok rejected', ' ok inner', 'ok over', ' not ok late', 'not ok around', 'not ok later'
  ], 'also after its end, for the test around it')
})

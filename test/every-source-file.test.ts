import { readdir } from 'node:fs/promises'
import t from 'tap'

/**
 * Coverage knows only files that were loaded: one that no test loads would not count at all. Loading every source file
 * here makes what no test runs count as uncovered. The two entry points start a process when loaded (see .taprc).
 */
const ENTRY_POINTS = ['main.ts', 'cli/main.ts']
const source = new URL('../src/', import.meta.url)

t.test('loads every source file, so that all of them count towards coverage', async t => {
  const files = (await readdir(source, { recursive: true }))
    .filter(file => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !ENTRY_POINTS.includes(file))
  t.ok(files.includes('app.ts'))
  for (const file of files.sort()) await t.resolves(import(new URL(file, source).href), file)
})

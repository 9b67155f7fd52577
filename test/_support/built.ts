import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'

export const ROOT = join(import.meta.dirname, '../..')

/**
 * The environment of a child that is proof of its own behaviour, without tap's settings. Its coverage must not be collected,
 * since it runs other code than tap compiles and would spoil the merged report; Node hands the setting on unless it is empty.
 */
export const ENV = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(_?TAP|NODE_OPTIONS|NODE_V8|DATABASE_URL)/.test(name))), NODE_V8_COVERAGE: '', _TAPJS_PROCESSINFO_COVERAGE_: '0' }

/** Builds the service before the tests of a file, into a folder of its own below `ROOT` since others start what is in dist/; packages are found from there. */
export function build (t: Test): string {
  const folder = `node_modules/.cache/open-commitments/built-${process.pid}`
  t.before(() => { execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts', folder], { cwd: ROOT, env: ENV }) })
  t.teardown(() => { rmSync(join(ROOT, folder), { recursive: true, force: true }) })
  return folder
}

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { CACHE, ROOT, hashOf } from '../_loader/paths.js'

export { ROOT }

/** Arguments that let Node.js run a TypeScript file of the project in a child process. */
export const LOADER = ['--import', join(ROOT, 'test/_loader/register.js')]

/**
 * The environment of a child that is proof of its own behaviour, without tap's settings. Its coverage must not be collected,
 * since it runs other code than tap compiles and would spoil the merged report; Node hands the setting on unless it is empty.
 */
export const ENV = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(_?TAP|NODE_OPTIONS|NODE_V8|DATABASE_URL)/.test(name))), NODE_V8_COVERAGE: '', _TAPJS_PROCESSINFO_COVERAGE_: '0' }

/**
 * Builds the service as `npm start` does, once for the same sources, into a folder below the project, where it finds its packages.
 * Returns the folder, relative to the project.
 */
export function build (): string {
  const folder = join(CACHE, `built-${hashOf(['src', 'migrations', 'scripts'])}`)
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true })
    const mine = `${folder}.${process.pid}`
    execFileSync(process.execPath, [...LOADER, 'scripts/build.ts', relative(ROOT, mine)], { cwd: ROOT, env: ENV })
    try {
      renameSync(mine, folder)
    } catch (error) {
      // Another process has built it meanwhile.
      if (!existsSync(folder)) throw error
      rmSync(mine, { recursive: true })
    }
  }
  return relative(ROOT, folder)
}

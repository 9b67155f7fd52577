import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { ROOT } from '../_loader/paths.js'
import { ENGINE_FREE } from './engine-free.ts'
import { randomFrom } from './random.ts'
import { SUITES } from './suites.ts'

/**
 * A suite runs many test files in one process, one after the other: starting a process, loading the service and warming the
 * embedded engine takes longer than most files. Each file still is a program of its own: `npx tap test/config.test.ts`.
 */

/** A test file takes at most this long, in milliseconds, unless it sets another limit itself. */
const FILE_TIMEOUT = 300_000

const FILE = Symbol.for('open-commitments.file')

/** Runs the test files of a suite. */
export async function runSuite (name: string): Promise<void> {
  for (const file of filesToRun(name, process.env)) {
    await t.test(file, { timeout: FILE_TIMEOUT }, async (t) => {
      Object.assign(globalThis, { [FILE]: t })
      await import(`${pathToFileURL(join(ROOT, file)).href}?suite`)
    })
  }
}

/**
 * Returns the test files of a suite in the order in which they run: with TEST_SEED, a number, in the random order of
 * that seed; with TEST_DATABASE_URL, without the files that cannot depend on the engine.
 */
export function filesToRun (name: string, { TEST_SEED, TEST_DATABASE_URL }: NodeJS.ProcessEnv): string[] {
  const files = filesOf(name).filter(file => TEST_DATABASE_URL === undefined || !ENGINE_FREE.includes(file))
  return TEST_SEED === undefined ? files : shuffled(files, Number(TEST_SEED))
}

/** Returns the test files of a suite, in the order of their names. */
export function filesOf (name: string): string[] {
  const places = SUITES[name] ?? []
  return testFiles().filter(file => places.some(place => file === place || file.startsWith(`${place}/`)))
}

/** Returns every test file, from the root of the project. */
export function testFiles (): string[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.test.ts')).map(file => `test/${file}`).sort()
}

/** Shuffles, the same for the same seed. */
function shuffled<T> (all: T[], seed: number): T[] {
  if (!Number.isSafeInteger(seed)) throw new Error('TEST_SEED must be a whole number.')
  const random = randomFrom(seed)
  return all.map(one => [random(), one] as const).sort(([a], [b]) => a - b).map(([, one]) => one)
}

/** The things that the files of this process share. */
const shared = new Map<string, Promise<{ close: () => Promise<void> }>>()

/** Makes a thing once for all files of a suite, or once for a file that runs by itself, and closes it at the end. */
export async function onceASuite<T extends { close: () => Promise<void> }> (name: string, make: () => Promise<T>): Promise<T> {
  const known = shared.get(name) as Promise<T> | undefined
  if (known !== undefined) return await known
  const made = make()
  shared.set(name, made)
  t.teardown(async () => { await (await made).close() })
  return await made
}

import { posix } from 'node:path'

/**
 * Finds the test files that cannot depend on the database engine, from the text of all sources. The run on PostgreSQL
 * leaves them out, since they pass on the embedded engine. `engine-free.ts` lists them.
 */

/** The one way to the server: its address is in this setting and nowhere else. */
const SERVER = 'TEST_DATABASE_URL'

/** Tests of programs that speak HTTP alone, and the folders of these programs. They speak to the service. */
export const CLIENTS = [['test/cli', 'src/cli'], ['test/client', 'src/client']] as const

/** A module whose name is computed. It can be any module, so it counts as a way to the server. */
const UNKNOWN = 'unknown'

const NAMES = String.raw`(?:[\w$]+|\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})`
const CLAUSE = String.raw`(type\s+(?!from\b))?(?:${NAMES}(?:\s*,\s*${NAMES})?\s*from\s*)?`
const STATIC = new RegExp(String.raw`^[ \t]*(?:import|export)\s*${CLAUSE}(['"])([^'"\n]+)\2`, 'gm')
const DYNAMIC = /\bimport\(\s*(?:'([^'\n]+)'|"([^"\n]+)")?/g

/**
 * Returns the modules that a source loads: paths from the root of the project, names of packages, and `unknown` for a
 * computed name. `import type` loads nothing, but `import { type A }` loads the module (`verbatimModuleSyntax`). An
 * import inside a comment or a string may count too: then a file runs on both engines without need.
 */
export function loadedBy (path: string, text: string): string[] {
  const found = new Set<string>()
  const add = (specifier: string): void => {
    found.add(specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier)
  }
  for (const [, type, , specifier] of text.matchAll(STATIC)) if (type === undefined) add(specifier as string)
  for (const [, single, double] of text.matchAll(DYNAMIC)) add(single ?? double ?? UNKNOWN)
  return [...found]
}

/** Returns the files that load one of these, themselves or through other files. */
export function loading (sources: Map<string, string>, targets: string[]): Set<string> {
  const importers = new Map<string, string[]>()
  for (const [path, text] of sources) {
    for (const loaded of loadedBy(path, text)) importers.set(loaded, [...importers.get(loaded) ?? [], path])
  }
  const found = new Set(targets)
  for (const module of found) {
    for (const importer of importers.get(module) ?? []) found.add(importer)
  }
  return found
}

/** Returns the test files, sorted, that cannot learn where the server is or test a program that speaks HTTP alone. */
export function withoutServer (sources: Map<string, string>): string[] {
  const knowing = [...sources].filter(([, text]) => text.includes(SERVER)).map(([path]) => path)
  const reaching = loading(sources, [...knowing, UNKNOWN])
  const ofClient = (path: string): boolean => CLIENTS.some(([tests]) => path.startsWith(`${tests}/`))
  return [...sources.keys()].filter(path => path.endsWith('.test.ts') && (!reaching.has(path) || ofClient(path))).sort()
}

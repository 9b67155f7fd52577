import { posix } from 'node:path'

/**
 * Finds the test files that cannot depend on the database engine, from the imports of all sources. The run on
 * PostgreSQL leaves them out, since they pass on the embedded engine. `engine-free.ts` lists them.
 */

/** Files and packages that open a database, or start a process that may open one. */
const DATABASE = [
  'test/_support/db.ts',
  'test/_support/built.ts',
  'src/db/connect.ts',
  'src/db/embedded.ts',
  'src/db/postgres.ts',
  '@electric-sql/pglite',
  'pg',
  'node:child_process',
  'node:cluster'
]

/** A module whose name is computed. It can be any module, so it counts as a database. */
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

/** Returns the test files, sorted, that load no database, neither directly nor through other files. */
export function withoutDatabase (sources: Map<string, string>): string[] {
  const importers = new Map<string, string[]>()
  for (const [path, text] of sources) {
    for (const loaded of loadedBy(path, text)) importers.set(loaded, [...importers.get(loaded) ?? [], path])
  }
  const reaching = new Set([...DATABASE, UNKNOWN])
  for (const module of reaching) {
    for (const importer of importers.get(module) ?? []) reaching.add(importer)
  }
  return [...sources.keys()].filter(path => path.endsWith('.test.ts') && !reaching.has(path)).sort()
}

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CACHE, INSTALLED, ROOT, hashOf, writeWhole } from './paths.js'

/**
 * Makes the things that every test process needs, unless they are there. First, a bundle of the packages that the sources import: reading each file of each package takes two seconds of every process, and
 * reading the bundle 0.2. What is bundled is named by the hash of the packages installed and of the names
 * imported. Second, the thread that reads spreadsheets (src/sheet/worker.ts), which the service starts from `dist/`.
 */

/** Packages that find files of their own beside them, or that must be the runner's own. */
const APART = ['tap', '@electric-sql/pglite', '@fastify/swagger-ui', 'fs-native-extensions', 'pino', 'esbuild', 'typescript', 'playwright-core', '@duckdb/node-api', 'openapi-typescript', 'open-commitments']

/** Bundled CommonJS asks for Node's own modules by `require`. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** @returns {Promise<{ packages: Record<string, string>, salt: string }>} what the hooks need */
export async function prepare () {
  await buildThread()
  const specifiers = importedPackages()
  const hash = createHash('sha256').update(readFileSync(INSTALLED)).update(JSON.stringify(specifiers)).update(readFileSync(import.meta.filename)).digest('hex').slice(0, 20)
  const folder = join(CACHE, `packages-${hash}`)
  if (!existsSync(folder)) await bundle(specifiers, folder)
  const packages = Object.fromEntries(specifiers.map(specifier => [specifier, pathToFileURL(join(folder, `${fileName(specifier)}.js`)).href]))
  return { packages, salt: hash }
}

/** The first line of the built thread has the hash of its sources; the service's own build of it has none. */
async function buildThread () {
  const file = join(ROOT, 'dist/sheet/worker.js')
  const hash = createHash('sha256').update(hashOf(['src/sheet'])).update(readFileSync(import.meta.filename))
  const mark = `// ${hash.digest('hex')}`
  if (existsSync(file) && readFileSync(file, 'utf8').startsWith(mark)) return
  const { build } = await import('esbuild')
  const { outputFiles: [built] } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/sheet/worker.ts'],
    outfile: file, // the source map names the sources from there
    bundle: true,
    write: false,
    // Coverage tells by it that this is the code of other files.
    sourcemap: 'inline',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: `${mark}\n${REQUIRE}` }
  })
  mkdirSync(join(ROOT, 'dist/sheet'), { recursive: true })
  writeWhole(file, built.text)
}

const fileName = specifier => specifier.replace(/[^\w]+/g, '_')

/** The packages named by an import of a source file, but for Node's own and those apart. */
function importedPackages () {
  const found = new Set(['preact/jsx-runtime'])
  for (const top of ['src', 'migrations', 'scripts', 'bench', 'test']) {
    for (const file of readdirSync(join(ROOT, top), { recursive: true })) {
      if (!/\.tsx?$/.test(file)) continue
      for (const [, specifier] of readFileSync(join(ROOT, top, file), 'utf8').matchAll(/^(?:import|export|\}) (?!type )(?:.*?from )?'([^'.][^']*)'$/gm)) {
        const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
        if (!specifier.startsWith('node:') && !APART.includes(name)) found.add(specifier)
      }
    }
  }
  return [...found].sort()
}

async function bundle (specifiers, folder) {
  const { build } = await import('esbuild')
  const mine = `${folder}.${process.pid}`
  mkdirSync(join(mine, 'entries'), { recursive: true })
  // A bundler does not know all names that CommonJS exports, so the module is loaded to list them.
  for (const specifier of specifiers) {
    const names = Object.keys(await import(specifier)).filter(name => name !== 'default' && /^[\w$]+$/.test(name))
    writeFileSync(join(mine, 'entries', `${fileName(specifier)}.mjs`),
      `import * as all from '${specifier}'\nexport default all.default\nexport const { ${names.join(', ')} } = all\n`)
  }
  await build({
    absWorkingDir: ROOT,
    entryPoints: specifiers.map(specifier => join(mine, 'entries', `${fileName(specifier)}.mjs`)),
    outdir: mine,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: APART.flatMap(name => [name, `${name}/*`]),
    banner: { js: REQUIRE }
  })
  rmSync(join(mine, 'entries'), { recursive: true })
  try {
    renameSync(mine, folder)
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(folder)) throw error
    rmSync(mine, { recursive: true })
  }
}

import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CACHE, ROOT, writeWhole } from './paths.js'

/**
 * Module hooks of Node.js (https://nodejs.org/docs/latest-v20.x/api/module.html#customization-hooks): TypeScript is
 * compiled file by file and kept by the hash of its text, so that no changed file can run in its old form; packages come
 * from the bundle of `prepare.js`.
 */

const OURS = pathToFileURL(join(ROOT, '/')).href
const COMPILED = join(CACHE, 'compiled')
const OPTIONS = {
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  sourcesContent: false,
  tsconfigRaw: { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'preact', verbatimModuleSyntax: true } }
}

/** A test file that a suite runs has this behind its address, and gets its part of the suite where it imports `tap`. */
const IN_SUITE = '?suite'
const CURRENT = new URL('./current.js', import.meta.url).href
const DOMAIN = new URL('./domain.js', import.meta.url).href

/** Specifier of a package, as the sources write it, to the address of its bundle. */
let packages = {}
let salt = ''

export function initialize (data) {
  ({ packages, salt } = data)
  salt += ROOT + JSON.stringify(OPTIONS)
  mkdirSync(COMPILED, { recursive: true })
}

const isOurs = url => url?.startsWith(OURS) === true && !url.includes('/node_modules/')

export async function resolve (specifier, context, next) {
  if (isOurs(context.parentURL)) {
    if (specifier === 'tap' && new URL(context.parentURL).search === IN_SUITE) return { url: `${CURRENT}?${context.parentURL}`, format: 'module', shortCircuit: true }
    if (Object.hasOwn(packages, specifier)) return { url: packages[specifier], format: 'module', shortCircuit: true }
    if (/^\.{1,2}\/.*\.tsx?$/.test(specifier)) return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true }
  }
  if (specifier === 'async-hook-domain') return { url: DOMAIN, format: 'module', shortCircuit: true }
  return next(specifier, context)
}

export async function load (url, context, next) {
  const path = /\.tsx?(\?.*)?$/.test(url) && isOurs(url) ? fileURLToPath(url) : undefined
  return path === undefined ? next(url, context) : { format: 'module', source: await compiled(path), shortCircuit: true }
}

async function compiled (path) {
  const text = readFileSync(path, 'utf8')
  const name = relative(ROOT, path)
  const file = join(COMPILED, `${createHash('sha256').update(salt).update('\0').update(name).update('\0').update(text).digest('hex')}.js`)
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    const { transform } = await import('esbuild')
    const { code } = await transform(text, { ...OPTIONS, sourcefile: path, loader: path.endsWith('x') ? 'tsx' : 'ts' })
    writeWhole(file, code)
    return code
  }
}

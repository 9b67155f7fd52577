import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** Everything that is made of sources is kept here, under a name that contains the hash of what it was made of. */
export const CACHE = join(ROOT, 'node_modules/.cache/open-commitments')

/** The list that npm keeps of what it has installed. */
export const INSTALLED = join(ROOT, 'node_modules/.package-lock.json')

/** Writes a file whole or not at all: other processes may be reading it, or writing the same. */
export function writeWhole (file, content) {
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, content)
  renameSync(mine, file)
}

/** Returns a hash of the TypeScript files below some folders of the project, and of the packages that are installed. */
export function hashOf (folders) {
  const hash = createHash('sha256').update(readFileSync(INSTALLED))
  for (const folder of folders) {
    for (const file of readdirSync(join(ROOT, folder), { recursive: true }).sort()) {
      if (/\.tsx?$/.test(file)) hash.update(`${folder}/${file}\0`).update(readFileSync(join(ROOT, folder, file))).update('\0')
    }
  }
  return hash.digest('hex').slice(0, 20)
}

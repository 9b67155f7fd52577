import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../../scripts/bundle.ts'

/**
 * Runs once before any test: builds the thread that reads spreadsheets, since compiling its source anew would take a second
 * for each table. It is moved to its place whole, under threads that may be starting.
 */

const root = join(import.meta.dirname, '../..')
const made = `node_modules/.cache/open-commitments/thread-${process.pid}`

await bundle(['src/sheet/worker.ts'], made)
mkdirSync(join(root, 'dist/sheet'), { recursive: true })
renameSync(join(root, made, 'sheet/worker.js'), join(root, 'dist/sheet/worker.js'))
rmSync(join(root, made), { recursive: true })

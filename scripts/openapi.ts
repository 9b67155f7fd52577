import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Tables } from '../src/db/database.ts'
import { embeddedDialect } from '../src/db/embedded.ts'
import { systemDeps } from '../src/deps.ts'
import { privateKeyOf } from '../src/log/note.ts'

/**
 * Writes openapi/openapi.json from the routes; with --check compares instead, and fails where they differ.
 */
const file = join(import.meta.dirname, '../openapi/openapi.json')
const folder = await mkdtemp(join(tmpdir(), 'openapi-'))
const db = new Kysely<Tables>({ dialect: await embeddedDialect() })
const { config } = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' })
const app = await buildApp({ config, secrets: { hmac: Buffer.alloc(32), logKey: privateKeyOf(Buffer.alloc(32)) }, db, ...systemDeps })
await app.ready()
const generated = `${JSON.stringify(app.swagger(), null, 2)}\n`
await app.close()
await db.destroy()
await rm(folder, { recursive: true })

if (!process.argv.includes('--check')) {
  await writeFile(file, generated)
} else if (await readFile(file, 'utf8').catch(() => '') !== generated) {
  process.stderr.write('openapi/openapi.json differs from the routes. Run `npm run openapi` and commit it with the change that caused it.\n')
  process.exitCode = 1
}

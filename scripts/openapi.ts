import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import openapiTS, { COMMENT_HEADER, astToString } from 'openapi-typescript'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Tables } from '../src/db/database.ts'
import { embeddedDialect } from '../src/db/embedded.ts'
import { systemDeps } from '../src/deps.ts'
import { privateKeyOf } from '../src/log/note.ts'

/**
 * Writes openapi/openapi.json from the routes and openapi/schema.d.ts, the types of the client, from that; with --check compares
 * instead, and fails where they differ.
 */
const openapi = join(import.meta.dirname, '../openapi')
const folder = await mkdtemp(join(tmpdir(), 'openapi-'))
const db = new Kysely<Tables>({ dialect: await embeddedDialect() })
const { config } = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' })
const app = await buildApp({ config, secrets: { hmac: Buffer.alloc(32), logKey: privateKeyOf(Buffer.alloc(32)) }, db, ...systemDeps })
await app.ready()
const document = `${JSON.stringify(app.swagger(), null, 2)}\n`
await app.close()
await db.destroy()
await rm(folder, { recursive: true })

const generated = { 'openapi.json': document, 'schema.d.ts': `${COMMENT_HEADER}${astToString(await openapiTS(document))}` }
for (const [name, text] of Object.entries(generated)) {
  const file = join(openapi, name)
  if (!process.argv.includes('--check')) {
    await writeFile(file, text)
  } else if (await readFile(file, 'utf8').catch(() => '') !== text) {
    process.stderr.write(`openapi/${name} differs from the routes. Run \`npm run openapi\` and commit it with the change that caused it.\n`)
    process.exitCode = 1
  }
}

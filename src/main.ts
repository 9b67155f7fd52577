import { join } from 'node:path'
import { type Connection, connect } from './db/connect.ts'
import { migrate } from './db/migrate.ts'
import { migrateAsOwner } from './db/postgres.ts'
import { ConfigError, logKeys, readConfig, readSecrets } from './config.ts'
import { buildApp } from './app.ts'
import { FolderLockedError } from './db/embedded.ts'
import { type Deps, systemDeps } from './deps.ts'
import { checkpointText, originOf } from './log/checkpoint.ts'
import { signNote, verifierKey } from './log/note.ts'
import { checkpointFile, strangeTo } from './log/outside.ts'
import { startSequencer } from './log/sequencer.ts'
import { startAssembling } from './resources/commitment/commitment.document.ts'
import { startDumping } from './resources/export/dump.service.ts'
import { interruptImports } from './resources/import/import.service.ts'
import { ensureAdminKey } from './resources/key/key.service.ts'
import { recordRotation } from './resources/log/log.service.ts'
import { startReleasing } from './resources/review/submission.service.ts'
import { releaseAll } from './resources/webhook/queue.store.ts'
import { startDelivering } from './resources/webhook/webhook.dispatch.ts'
import { loadCodeLists, loadStarterData } from './starter/load.ts'

/** The process: configuration, database, migrations, application, and an end that finishes what is in flight. */

/** What is in flight at the end has so long (milliseconds). */
const PATIENCE = 10_000

async function start (): Promise<void> {
  const { config, ...given } = readConfig(process.env)
  const connection: Connection = await connect({ ...config, prepared: join(import.meta.dirname, 'embedded.tar') })
  await (config.migrationUrl === undefined ? migrate(connection.db) : migrateAsOwner(config.migrationUrl, config.statementTimeout, connection.db))
  const secrets = readSecrets(config.dataDir, given)
  const origin = originOf(config.publicUrl)
  const newest = join(config.dataDir, 'log.checkpoint')
  const outside = checkpointFile(newest, head => signNote(checkpointText({ origin, ...head }), origin, ...logKeys(secrets)))
  const deps: Deps = { config, secrets, db: connection.db, ...systemDeps, outside }
  await loadCodeLists(deps)
  if (connection.engine === 'embedded') {
    await interruptImports(deps)
    await releaseAll(connection.db)
  }
  const started = config.starterData && await loadStarterData(deps)
  await recordRotation(deps)
  const keyFile = await ensureAdminKey(deps)
  const strange = await strangeTo(newest, logKeys(secrets).map(key => verifierKey(origin, key)))
  const app = await buildApp(deps)
  if (strange !== undefined) app.log.warn(strange)
  await app.listen({ port: config.port, host: config.host })
  const stopReleasing = startReleasing(connection.db, deps.clock, config.window, (err) => { app.log.error({ err }, 'what was submitted could not be published') })
  const stopSequencing = startSequencer(connection.db, deps.clock, (err) => { app.log.error({ err }, 'the log could not be continued') }, outside)
  const stopAssembling = startAssembling(connection.db, (err) => {
    app.log.error({ err }, 'documents of commitments could not be assembled')
  })
  if (config.webhooksAllowPrivate) app.log.warn('WEBHOOKS_ALLOW_PRIVATE is on: whoever has a key can make this service send to private addresses. Never set it where the service is public.')
  const stopDelivering = startDelivering(deps, (err) => { app.log.error({ err }, 'webhooks could not be delivered to') })
  const stopDumping = startDumping(deps, (err) => { app.log.error({ err }, 'the dump of the day could not be made') })
  process.stdout.write(`Open Commitments is ready (${connection.engine} database${started ? ', starter data loaded' : ''}).
  API         ${config.publicUrl}/v1/commitments
  Contract    ${config.publicUrl}/docs
  Make a key  npm run --silent keys -- create --role editor --member mexico --name "plan sync"
${keyFile === undefined ? '' : `  Administrator's key written to ${keyFile}\n`}`)

  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    // A connection that says nothing, or is read by nobody, would keep it for ever.
    const patience = setTimeout(() => { app.server.closeAllConnections() }, PATIENCE)
    await app.close()
    clearTimeout(patience)
    await stopDumping()
    await stopDelivering()
    await stopReleasing()
    await stopAssembling()
    await stopSequencing()
    await connection.close()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

start().catch((error: unknown) => {
  process.stderr.write(`${explain(error as Error & { code?: string })}\n`)
  process.exit(1)
})

/** What an operator can mend is said in a sentence; anything else keeps its stack. */
function explain (error: Error & { code?: string, syscall?: string, hostname?: string }): string {
  if (error instanceof ConfigError || error instanceof FolderLockedError) return error.message
  if (error.code === 'EADDRINUSE') return `Something else listens there already: ${error.message}. Stop it, or choose another port with PORT.`
  if (error.syscall === 'listen' || (error.hostname !== undefined && error.hostname === process.env.HOST)) return `It cannot listen there: ${error.message}. Choose another HOST or PORT.`
  if (error.code === '42501') return `This user may not change the tables (${error.message}). Run \`npm run migrate\` with the address of their owner in MIGRATION_DATABASE_URL, or give it to the service.`
  if (error.code === 'ECONNREFUSED' || error.code === 'ENOTFOUND') return `The database that DATABASE_URL names does not answer (${error.code}).`
  if (['EEXIST', 'ENOTDIR', 'EACCES', 'EPERM', 'EROFS'].includes(String(error.code))) return `DATA_DIR cannot be used: ${error.message}. Name a folder that this user may write.`
  return String(error.stack)
}

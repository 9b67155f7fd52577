import { readConfig } from '../src/config.ts'
import { connect } from '../src/db/connect.ts'
import { migrate } from '../src/db/migrate.ts'
import { migrateAsOwner } from '../src/db/postgres.ts'

/** Brings the configured database to the newest migration without starting the service. */
const { config } = readConfig(process.env)
const { db, close } = await connect(config)
const ran = await (config.migrationUrl === undefined ? migrate(db) : migrateAsOwner(config.migrationUrl, config.statementTimeout, db))
await close()
process.stdout.write(ran.length === 0 ? 'Nothing to do.\n' : `Ran ${ran.join(', ')}.\n`)

import { readConfig } from '../src/config.ts'
import { connect } from '../src/db/connect.ts'
import { migrate } from '../src/db/migrate.ts'

/** Brings the configured database to the newest migration without starting the service. */
const connection = await connect(readConfig(process.env).config)
const ran = await migrate(connection.db)
await connection.close()
process.stdout.write(ran.length === 0 ? 'Nothing to do.\n' : `Ran ${ran.join(', ')}.\n`)

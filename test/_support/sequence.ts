import { Kysely } from 'kysely'
import type { Tables } from '../../src/db/database.ts'
import { postgresDialect } from '../../src/db/postgres.ts'
import { sequenceBatch } from '../../src/log/sequencer.ts'

/** A process that sequences without a pause until somebody kills it, which is then hardly ever between two batches. */
const clock = (): Date => new Date()
const db = new Kysely<Tables>({ dialect: postgresDialect(process.argv[2] as string, 30_000) })
await sequenceBatch(db, clock)
process.stdout.write('ready\n')
while (true) await sequenceBatch(db, clock)

import { connect } from '../src/db/connect.ts'
import { migrate } from '../src/db/migrate.ts'
import { generate } from './generate/generate.ts'

/** Migrates an empty database and fills it with generated commitments. */
export async function filledDatabase (databaseUrl: string, commitments: number): Promise<void> {
  const { db, close } = await connect({ databaseUrl, dataDir: '', statementTimeout: 3_600_000 })
  try {
    await migrate(db)
    await generate(db, commitments)
  } finally {
    await close()
  }
}

import { tmpdir } from 'node:os'
import { readConfig } from '../../src/config.ts'
import type { Db } from '../../src/db/database.ts'
import { type Deps, systemDeps } from '../../src/deps.ts'
import { sequenceBatch } from '../../src/log/sequencer.ts'
import { assembleBatch } from '../../src/resources/commitment/commitment.document.ts'
import { loadCodeLists, loadStarterData } from '../../src/starter/load.ts'
import { seedWorld } from './world.ts'

/** The time at which tests run unless they set another one. */
export const NOW = '2026-11-22T12:00:00.000Z'

const clock = (): Date => new Date(NOW)

/** Writes the starter data as a first start of the service does. */
export async function fillStarter (db: Db): Promise<void> {
  const deps: Deps = { ...systemDeps, config: readConfig({ DATA_DIR: tmpdir() }).config, secrets: {} as Deps['secrets'], db, clock }
  await loadCodeLists(deps)
  await loadStarterData(deps)
}

/** Adds the world of the reading tests, and brings everything into the log. */
export async function fillReading (db: Db): Promise<void> {
  await seedWorld(db)
  await sequenceAll(db, clock)
}

/** Brings everything into the log and assembles documents, as `main` does by itself; no timer runs in tests. */
export async function sequenceAll (db: Db, clock: () => Date): Promise<void> {
  for (let taken = 1; taken > 0;) taken = await sequenceBatch(db, clock)
  for (let removed = 1; removed > 0;) removed = await assembleBatch(db)
}

import { randomUUID } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { v7 } from 'uuid'
import type { Config, Secrets } from './config.ts'
import type { Db } from './db/database.ts'
import { RecentAnswers } from './http/recent-answers.ts'
import type { Written } from './http/write.ts'
import type { OutsideCheckpoint } from './log/outside.ts'
import { RememberedKeys } from './resources/key/remembered-keys.ts'

/** All that a handler may touch. Time, ids and randomness come through here, so that tests can decide them. */
export interface Deps {
  config: Config
  secrets: Secrets
  db: Db
  clock: () => Date
  /** Ordered by time: for what governments, the IRM and the desk write. */
  newId: () => string
  /** Random: for what reviewers write, so that an id never tells when. */
  newRandomId: () => string
  /** Answers to Idempotency-Keys that no table may hold. */
  answers: RecentAnswers<Written>
  /** Keys that were valid within the last second. */
  keys: RememberedKeys
  /** IP addresses of a name. The threads that look names up are never all that there are. */
  resolve: (hostname: string) => Promise<string[]>
  /** The newest checkpoint that was signed; without it the log is signed as it stands. */
  outside?: OutsideCheckpoint
}

export const systemDeps = {
  clock: () => new Date(),
  newId: () => v7(),
  newRandomId: () => randomUUID(),
  answers: new RecentAnswers<Written>(),
  keys: new RememberedKeys(),
  resolve: async (hostname: string) => (await lookup(hostname, { all: true })).map(({ address }) => address)
}

/** Today in UTC; the day of a deadline itself is not overdue. */
export function today (deps: Pick<Deps, 'clock'>): string {
  return deps.clock().toISOString().slice(0, 10)
}

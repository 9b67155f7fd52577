import { asKnown, findBeginning } from '../db/as-of.ts'
import type { Db } from '../db/database.ts'
import { type Deps, today } from '../deps.ts'
import { ProblemError } from '../errors.ts'

/** Time travel: what a request with `knownAt` reads. */

export interface KnownQuery { knownAt?: string }

/**
 * The instant that is asked for, to the millisecond; undefined is the present.
 * @throws ProblemError invalid-query for the future: the same question would be answered otherwise later
 */
export function instantKnown (deps: Pick<Deps, 'clock'>, { knownAt }: KnownQuery): string | undefined {
  if (knownAt === undefined) return undefined
  const instant = new Date(knownAt)
  if (instant > deps.clock()) throw new ProblemError('invalid-query', 'Nothing is known of the future.', { errors: [{ parameter: 'knownAt', detail: 'lies in the future' }] })
  return instant.toISOString()
}

/** The UTC day that deadlines are held against: of that instant, or today. */
export const dayKnown = (deps: Pick<Deps, 'clock'>, query: KnownQuery): string => instantKnown(deps, query)?.slice(0, 10) ?? today(deps)

/** Reads the present, or the past that is asked for; `day` is its UTC day. */
export function readKnown<T> (deps: Deps, query: KnownQuery, read: (db: Db, day: string) => Promise<T>): Promise<T> {
  return asKnown(deps.db, instantKnown(deps, query), db => read(db, dayKnown(deps, query)))
}

/** @throws ProblemError not-found when nothing is found, with `detail` and, of the past, when the record begins */
export async function findKnown<T> (deps: Deps, query: KnownQuery, find: (db: Db, day: string) => Promise<T | undefined>, detail: string): Promise<T> {
  const value = await readKnown(deps, query, find)
  if (value !== undefined) return value
  const instant = instantKnown(deps, query)
  if (instant === undefined) throw new ProblemError('not-found', detail)
  const begins = await findBeginning(deps.db) ?? 'a later instant'
  throw new ProblemError('not-found', `${detail.slice(0, -1)} as of ${instant}. The record begins at ${begins}. What was redacted since is in no answer of before either.`)
}

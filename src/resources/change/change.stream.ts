import { setTimeout } from 'node:timers/promises'
import type { Db } from '../../db/database.ts'
import { listRows } from '../../db/keyset.ts'
import type { Deps } from '../../deps.ts'
import { newestCheckpoint } from '../../log/log.store.ts'
import { changeListing } from './change.store.ts'

/** Changes that are read at once. */
const PAGE = 50
/** Milliseconds from a look at the log to the next one. */
const EVERY = 250
/** Looks that find nothing before a comment is sent, 15 seconds: proxies end what is silent for a minute. */
const QUIET = 60

export type Look = () => Promise<number>

/**
 * A function that gives the size of the log a moment later. Whoever asks meanwhile shares the answer, so that many who wait cost
 * one small statement, whichever instance sequences; while nobody waits there is none.
 */
export function logWatcher (deps: Pick<Deps, 'db'>): Look {
  const look = async (): Promise<number> => {
    await setTimeout(EVERY)
    next = undefined
    return (await newestCheckpoint(deps.db))?.size ?? 0
  }
  let next: Promise<number> | undefined
  return () => {
    next ??= look()
    return next
  }
}

/**
 * The changes after an index as server-sent events (HTML standard, section 9.2), then new ones as they come, each once and in order,
 * until `ended` says so. A comment follows whenever nothing more is there, and every `quiet` looks. What is not read yet is not
 * fetched: the consumer asks for one event after the other.
 */
export async function * changeEvents (db: Db, last: number, look: Look, ended: () => boolean, quiet = QUIET): AsyncGenerator<string> {
  while (!ended()) {
    const rows = await listRows(db, changeListing({ after: last }), { sort: 'index', limit: PAGE, after: null })
    for (const { body } of rows.slice(0, PAGE)) {
      yield `id: ${body.index}\ndata: ${JSON.stringify(body)}\n\n`
      last = body.index
    }
    if (rows.length > PAGE) continue
    yield ':\n\n'
    let looks = 0
    while (looks < quiet && !ended() && await look() <= last + 1) looks++
  }
}

import type { Dialect, DialectAdapter } from 'kysely'
import type { Db } from './database.ts'
import { Place } from './statements.ts'

/**
 * Counts what this process commits to one database, so that nothing that was read before a write passes for current
 * after it. It moves before the writer hears that its write is committed.
 */
export class DataVersion {
  private moves = 0
  private writing = 0
  private readonly listeners: (() => void)[] = []

  /** Undefined while a write is being committed: then nobody can tell whether a read sees it. */
  get value (): number | undefined {
    return this.writing === 0 ? this.moves : undefined
  }

  /** Begins to commit. Call the function that it returns once that has ended, also if it failed. */
  begin (): () => void {
    this.writing += 1
    return () => {
      this.writing -= 1
      this.moves += 1
      for (const listener of this.listeners) listener()
    }
  }

  /** Calls `listener` after each move. */
  onMove (listener: () => void): void {
    this.listeners.push(listener)
  }
}

/** Follows the statements of one connection and moves the version with each commit. */
export class WriteWatch {
  private readonly place = new Place()
  private readonly version: DataVersion

  constructor (version: DataVersion) {
    this.version = version
  }

  /** Executes a statement. */
  async run<T> (text: string, execute: () => Promise<T>): Promise<T> {
    const { inTransaction, past } = this.place
    this.place.follow(text)
    const commits = inTransaction ? isCommit(text) && !past : !this.place.inTransaction && !isRead(text)
    if (!commits) return await execute()
    const end = this.version.begin()
    try {
      return await execute()
    } finally {
      end()
    }
  }
}

const isCommit = (text: string): boolean => /^\s*commit\b/i.test(text)

/**
 * Tells whether a statement outside a transaction only reads. When in doubt it writes. Data can be changed below the
 * top of a statement only in a WITH (https://www.postgresql.org/docs/15/queries-with.html#QUERIES-WITH-MODIFYING).
 * Functions that write are called in transactions only.
 */
export function isRead (text: string): boolean {
  return /^[\s(]*select\b/i.test(text) ||
    (/^\s*with\b/i.test(text) && !/\b(?:insert|update|delete|merge)\b/i.test(text))
}

const versions = new WeakMap<DialectAdapter, DataVersion>()

/** Returns the dialect, which tells `versionOf` the version of its database. */
export function withVersion<D extends Dialect> (dialect: D, version: DataVersion): D {
  const adapter = dialect.createAdapter()
  versions.set(adapter, version)
  dialect.createAdapter = () => adapter
  return dialect
}

/** Returns the version of a database, or undefined where nobody counts its writes. */
export const versionOf = (db: Db): DataVersion | undefined => versions.get(db.getExecutor().adapter)

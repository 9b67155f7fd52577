import { createHash } from 'node:crypto'
import { movesToPast } from './as-of.ts'

/** Texts that are prepared at most: each connection keeps as many plans in the memory of the server, some of 300 kB. */
const MAX_NAMES = 200

/** Texts whose hash is remembered until they recur. */
const MAX_SEEN = 5_000

/** Marks a full-text search that is written so that one plan is good for any word. */
export const SAME_PLAN = '/* one plan for any word */'

/**
 * Tells whether a text is worth preparing. Any other full-text search is planned each time: a plan for any word is a
 * bad one for a word that is in half of the texts.
 */
const isPreparable = (text: string): boolean =>
  /^\s*(?:select|with|insert|update|delete)\b/i.test(text) && (!text.includes('@@') || text.includes(SAME_PLAN))

/**
 * Which statements are prepared and under which name: those whose text recurs, up to a number. One object serves all
 * connections to a database.
 */
export class Statements {
  private readonly names = new Map<string, string>()
  private readonly seen = new Set<string>()
  private renewals = 0

  /** Returns the name under which the text is prepared, or undefined. The past has other names than the present. */
  nameOf (text: string, past: boolean): string | undefined {
    const key = keyOf(text, past)
    const name = this.names.get(key)
    if (name !== undefined || this.names.size >= MAX_NAMES || !isPreparable(text)) return name
    const hash = this.hashOf(key)
    if (this.seen.delete(hash)) {
      this.names.set(key, hash)
      return hash
    }
    if (this.seen.size >= MAX_SEEN) this.seen.clear()
    this.seen.add(hash)
    return undefined
  }

  /** Gives another name to a text that was prepared before a migration. */
  renew (text: string, past: boolean): void {
    this.renewals += 1
    const key = keyOf(text, past)
    this.names.set(key, this.hashOf(key))
  }

  private hashOf (key: string): string {
    return `oc_${createHash('sha256').update(`${this.renewals} ${key}`).digest('base64url')}`
  }
}

const keyOf = (text: string, past: boolean): string => `${past ? 'past' : 'present'} ${text}`

/** Plans are made anew after this many rows were written on their connection, */
const MAX_ROWS = 1_000

/** and after this many milliseconds, since others write as well. */
const MAX_AGE = 60_000

/** Tells whether a connection is in a transaction, and whether that reads the past. */
export class Place {
  inTransaction = false
  past = false

  /** Follows what the connection executes. */
  follow (text: string): void {
    if (/^\s*(?:begin|start transaction)\b/i.test(text)) this.inTransaction = true
    else if (movesToPast(text)) this.past = true
    else if (/^\s*(?:commit|rollback(?! to))\b/i.test(text)) this.inTransaction = this.past = false
  }
}

/** Tells when the plans of a connection are too old. */
export class PlanAge {
  private rows = 0
  private planned: number
  private readonly now: () => number

  constructor (now: () => number = () => performance.now()) {
    this.now = now
    this.planned = now()
  }

  /** Counts the rows that a statement wrote. */
  wrote (rows: number): void {
    this.rows += rows
  }

  /**
   * Tells whether plans are to be made anew, which counts as done. PostgreSQL keeps the plan that it made when a table was
   * small until the table is analysed: during an import that is too late, and nothing analyses on the embedded engine.
   */
  mustPlan (): boolean {
    if (this.rows < MAX_ROWS && this.now() - this.planned < MAX_AGE) return false
    this.rows = 0
    this.planned = this.now()
    return true
  }
}

/** Forgets the plans of prepared statements and of the database's functions; they are made again when needed. */
export const FORGET_PLANS = 'discard plans'

/** A statement was prepared before a migration changed what it returns (PostgreSQL's `RevalidateCachedQuery`). */
export const isOutdated = (error: unknown): boolean => {
  const { code, message } = error as { code?: string, message: string }
  return code === '0A000' && message.includes('cached plan must not change result type')
}

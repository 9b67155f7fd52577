import { randomInt } from 'node:crypto'

/** When what is submitted in windows becomes public (log.md, section 5). Pure, but for the shuffle. */

export interface PublicationWindow {
  /** Length of a window in hours; windows begin at midnight UTC of 1 January 1970. */
  hours: number
  /** How many are released together at least, unless one of them has waited for `LONGEST` hours. */
  least: number
}

export interface Waiting { opensAt: Date, dueAt: Date }

const HOUR = 3_600_000
/** Hours that a submission waits at most. */
const LONGEST = 72

/** A submission of this instant may be released when its window ends, and is released at `dueAt` whatever else waits. */
export function waitOf (now: Date, { hours }: PublicationWindow): Waiting {
  const length = hours * HOUR
  const opensAt = (Math.floor(now.getTime() / length) + 1) * length
  // From the end of its window on: an end that counted from the submission would tell when that was.
  return { opensAt: new Date(opensAt), dueAt: new Date(opensAt + Math.floor((LONGEST - hours) / hours) * length) }
}

/** Whether these, whose windows have ended, are released now. */
export function isReleased (waiting: readonly Pick<Waiting, 'dueAt'>[], now: Date, { least }: PublicationWindow): boolean {
  return waiting.length >= least || waiting.some(({ dueAt }) => dueAt <= now)
}

/** Fisher and Yates, with numbers that nobody can foretell: the order of the release tells nothing of that of the submissions. */
export function shuffled<T> (items: readonly T[]): T[] {
  const left = [...items]
  return items.map(() => left.splice(randomInt(left.length), 1)[0] as T)
}

/** When a delivery is tried again, and when a webhook is given up. */

/** Seconds from each attempt to the next one, before jitter. */
const DELAYS = [5, 30, 120, 600, 3600, 10_800, 21_600, 43_200, 86_400, 86_400, 86_400, 86_400]
const DAY = 86_400_000
/** How long nothing arrives until a webhook is disabled. */
const PATIENCE = 5 * DAY

export type SendError = 'address_refused' | 'unresolved' | 'connection' | 'timeout'
/** What came of an attempt. */
export type Outcome = { status: number, retryAfter: string | undefined } | { error: SendError }

export interface Verdict {
  state: 'waiting' | 'delivered' | 'failed'
  /** When it is tried again, if it is. */
  runAt: Date
  failingSince: Date | null
  /** Why the webhook is disabled by it. */
  reason: 'gone' | 'failing' | null
}

/** Milliseconds that a receiver asks for (RFC 9110, section 10.2.3), a day at most; 0 where it asks for nothing. */
function asked (retryAfter: string | undefined, now: Date): number {
  if (retryAfter === undefined) return 0
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now.getTime()
  return Number.isNaN(wait) ? 0 : Math.min(Math.max(wait, 0), DAY)
}

/**
 * What follows from the outcome of an attempt. `attempts` have been made with it; `random` (0 to 1) spreads the next ones, so that
 * a receiver that comes back does not get all at once.
 */
export function verdictOf (outcome: Outcome, { attempts, failingSince, now, random }: { attempts: number, failingSince: Date | null, now: Date, random: number }): Verdict {
  if ('status' in outcome && outcome.status >= 200 && outcome.status < 300) return { state: 'delivered', runAt: now, failingSince: null, reason: null }
  const since = failingSince ?? now
  const delay = DELAYS[attempts - 1]
  const wait = delay === undefined ? 0 : Math.max(delay * 1000 * (0.8 + 0.4 * random), asked('status' in outcome ? outcome.retryAfter : undefined, now))
  const gone = 'status' in outcome && outcome.status === 410
  return {
    state: delay === undefined ? 'failed' : 'waiting',
    runAt: new Date(now.getTime() + Math.round(wait)),
    failingSince: since,
    reason: gone ? 'gone' : now.getTime() - since.getTime() >= PATIENCE ? 'failing' : null
  }
}

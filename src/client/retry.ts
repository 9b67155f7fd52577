/** How long a client goes on: tries in all, and the longest wait between two, in seconds, before it gives up instead. */
export interface Patience { attempts?: number, longestWait?: number, sleep?: Sleep }
/** Waits some milliseconds, or rejects with the reason of the signal. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>

const SAFE = ['GET', 'HEAD', 'OPTIONS']
/** Refused before anything was done, so that any request may come again. */
const QUOTA_USED_UP = 429
/** What may be over in a moment. */
const PASSING = [502, 503, 504]
/** Milliseconds before the second try where the service names no time; doubled for each further one. */
const FIRST_PAUSE = 500

/**
 * A `fetch` that tries again where that is safe: what is refused with 429; and after 502, 503, 504 or no answer at all what only
 * reads and what has an Idempotency-Key (a write that came twice would be answered as once). It waits as long as Retry-After says
 * (RFC 9110, section 10.2.3). The last answer is given as it is; an abort ends it at once.
 */
export function retrying (fetch: typeof globalThis.fetch, { attempts = 5, longestWait = 60, sleep = pause }: Patience = {}): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const repeatable = SAFE.includes(request.method) || request.headers.has('idempotency-key')
    for (let attempt = 1; attempt < attempts; attempt++) {
      const answer = await fetch(request.clone()).catch((error: unknown) => {
        if (!repeatable || request.signal.aborted) throw error
      })
      if (answer !== undefined && answer.status !== QUOTA_USED_UP && !(repeatable && PASSING.includes(answer.status))) return answer
      const wait = retryAfter(answer?.headers.get('retry-after') ?? null) ?? FIRST_PAUSE * 2 ** (attempt - 1) * (1 + Math.random()) / 2
      if (answer !== undefined && wait > longestWait * 1000) return answer
      await answer?.body?.cancel()
      await sleep(wait, request.signal)
    }
    return await fetch(request)
  }
}

/** Milliseconds that a Retry-After of seconds or of a date means; undefined where it means nothing. */
export function retryAfter (value: string | null, now = Date.now()): number | undefined {
  if (value === null) return undefined
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0)
}

async function pause (ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
  signal.throwIfAborted()
}

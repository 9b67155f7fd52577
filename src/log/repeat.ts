import { setTimeout } from 'node:timers/promises'

/**
 * Does `work` again and again until it is stopped; it gives the milliseconds until the next time.
 * @returns a function that stops it once the work at hand is done
 */
export function repeat (work: () => Promise<number>): () => Promise<void> {
  const stopping = new AbortController()
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) await setTimeout(await work(), undefined, { signal: stopping.signal }).catch(() => {})
  }
  const running = run()
  return async () => {
    stopping.abort()
    await running
  }
}

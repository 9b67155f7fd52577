import { setImmediate } from 'node:timers/promises'

/** Called for each item of a long loop, it gives others their turn where the work has gone on for long (milliseconds). */
export function pauses (longest = 20): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < longest) return
    await setImmediate()
    since = performance.now()
  }
}

import type { Principal } from '../../http/decide.ts'

/** Milliseconds that a key is remembered. */
const MAX_AGE = 1000

/** Keys remembered at once; the oldest give way. */
const MAX_KEYS = 1000

interface Remembered { principal: Principal, day: string, at: number }

/**
 * The keys that were found valid within the last second, in this process only, by the keyed hash of each. Every entry
 * leaves by a timer as well: a process that kept them longer would tell when a reviewer was at work.
 */
export class RememberedKeys {
  readonly #kept = new Map<string, Remembered>()
  readonly #maxAge: number
  #revocations = 0

  constructor (maxAge = MAX_AGE) {
    this.#maxAge = maxAge
  }

  /** Counts the keys that are remembered. */
  get size (): number { return this.#kept.size }

  /** Counts revocations, for `remember`. */
  get revocations (): number { return this.#revocations }

  /**
   * Returns whom a key speaks for, if it was found valid on the same UTC day and less than a second ago. Its expiry and
   * its last use are days, so that both are looked up again when the day changes.
   */
  find (hash: string, day: string, now: number): Principal | undefined {
    const known = this.#kept.get(hash)
    return known !== undefined && known.day === day && now >= known.at && now - known.at < this.#maxAge
      ? known.principal
      : undefined
  }

  /**
   * Remembers a valid key, unless any was revoked since `revocations` was counted, which was before the key was
   * looked up.
   */
  remember (hash: string, known: Remembered, revocations: number): void {
    if (revocations !== this.#revocations) return
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined && this.#kept.size >= MAX_KEYS) this.#kept.delete(oldest)
    this.#kept.delete(hash)
    this.#kept.set(hash, known)
    setTimeout(() => { if (this.#kept.get(hash) === known) this.#kept.delete(hash) }, this.#maxAge).unref()
  }

  /** Forgets a key that was revoked. A look-up that is on its way meanwhile is not remembered. */
  forget (id: string): void {
    this.#revocations += 1
    for (const [hash, { principal }] of this.#kept) if (principal.key === id) this.#kept.delete(hash)
  }
}

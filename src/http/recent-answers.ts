import { ProblemError } from '../errors.ts'

interface Kept<T> { fingerprint: string, day: string, answer: Promise<T> }

/** More than reviewers send in two days; the oldest give way. */
const MOST = 10_000

/**
 * What answered an Idempotency-Key, in this process only: for those who publish in windows, of whom no table may tell when they
 * were at work (log.md, section 5). Kept until the end of the day after, or until the process ends.
 */
export class RecentAnswers<T extends { body: object }> {
  readonly #kept = new Map<string, Kept<T>>()

  /** Does `work` once for a key; a second request with it waits for the first and gets its answer. */
  async once (key: string, fingerprint: string, day: string, work: () => Promise<T>): Promise<{ written: T, replayed: boolean }> {
    const earlier = this.#kept.get(key)
    if (earlier !== undefined) {
      if (earlier.fingerprint !== fingerprint) throw new ProblemError('idempotency-key-reused', 'Another request was sent with this Idempotency-Key.')
      return { written: await earlier.answer, replayed: true }
    }
    this.#makeRoom(day)
    const answer = work()
    this.#kept.set(key, { fingerprint, day, answer })
    // What failed may be tried again with the same key.
    answer.catch(() => { this.#kept.delete(key) })
    return { written: await answer, replayed: false }
  }

  /** Forgets the answer that shows an entity which is gone. */
  async forget (id: string): Promise<void> {
    for (const [key, { answer }] of [...this.#kept]) {
      const kept = await answer.catch(() => undefined)
      if ((kept?.body as { id?: string } | undefined)?.id === id) this.#kept.delete(key)
    }
  }

  #makeRoom (day: string): void {
    const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)
    // In the order in which they came: what is first is oldest.
    for (const [key, kept] of this.#kept) {
      if (kept.day >= before && this.#kept.size < MOST) return
      this.#kept.delete(key)
    }
  }
}

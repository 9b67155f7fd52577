import type { DataVersion } from '../db/version.ts'

/** Other instances give nothing that was read longer ago than this (milliseconds) if the data changed since. */
export const LEASE = 250

/** Milliseconds from one look at the snapshot to the next. */
const EVERY = 100

/** Nobody looks when nothing was asked for this long (milliseconds). */
const IDLE = 2_000

/** Tells the snapshot of a database that others write to as well. Equal texts mean equal data. */
export interface SnapshotWatch { look: () => Promise<string>, close: () => Promise<void> }

/** State of the data, as far as it is known when a read begins. */
export interface Reading { version: number, snapshot: string | undefined, began: number }

/**
 * Tells whether an answer that was read before is still what the database would answer. This process knows its own
 * commits (`DataVersion`). Those of others are found by looking at the snapshot: an answer is current if the last look
 * began after it was read and less than LEASE ago, and found the snapshot from before it was read. If no look succeeds,
 * nothing is current.
 */
export class Freshness {
  private snapshot: string | undefined
  /** When the last successful look began. */
  private looked = -Infinity
  private asked = -Infinity
  private timer: NodeJS.Timeout | undefined
  private looking = false
  private closed = false
  private readonly version: DataVersion
  private readonly watch: SnapshotWatch | undefined
  private readonly moved: () => void
  private readonly now: () => number

  /** `moved` is called whenever the data may have changed. Without `watch` this process must be the only writer. */
  constructor (version: DataVersion, moved: () => void, watch?: SnapshotWatch, now = () => performance.now()) {
    this.version = version
    this.watch = watch
    this.moved = moved
    this.now = now
    version.onMove(moved)
  }

  /** Begins a read. Undefined means that nothing may be kept of it nor shared: a write is under way. */
  begin (): Reading | undefined {
    const { value } = this.version
    return value === undefined ? undefined : { version: value, snapshot: this.snapshot, began: this.now() }
  }

  /** Tells whether a read that ends now saw one state of the data throughout, as far as the last look can tell. */
  isWhole ({ version, snapshot }: Reading): boolean {
    return version === this.version.value &&
      (this.watch === undefined || (snapshot !== undefined && snapshot === this.snapshot))
  }

  /** Tells whether what was read whole, until `ended`, is what the database would answer now. */
  isCurrent ({ version, snapshot }: Reading, ended: number): boolean {
    if (version !== this.version.value) return false
    return this.watch === undefined ||
      (snapshot === this.snapshot && this.looked >= ended && this.now() - this.looked < LEASE)
  }

  /** Tells whether a request that comes now may have the answer of a read that is still going on. */
  isShared ({ version, began }: Reading): boolean {
    return version === this.version.value && (this.watch === undefined || this.now() - began < LEASE)
  }

  /** The time, for `ended`. */
  time (): number {
    return this.now()
  }

  /** Keeps looking at the snapshot for a while. */
  ask (): void {
    this.asked = this.now()
    if (this.watch === undefined || this.looking || this.timer !== undefined || this.closed) return
    this.look(this.watch).catch(this.moved)
  }

  async close (): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    await this.watch?.close()
  }

  private async look (watch: SnapshotWatch): Promise<void> {
    this.looking = true
    const began = this.now()
    const snapshot = await watch.look().catch(() => undefined)
    this.looking = false
    if (snapshot !== undefined) this.looked = began
    if (snapshot !== this.snapshot) {
      this.snapshot = snapshot
      this.moved()
    }
    if (this.closed || began - this.asked > IDLE) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.look(watch).catch(this.moved)
    }, Math.max(0, EVERY - (this.now() - began))).unref()
  }
}

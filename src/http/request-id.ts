import { randomFillSync } from 'node:crypto'

/** Random bytes of an id. */
const SIZE = 9

/** Random bytes that are asked for at once: asking costs more than the bytes. */
const pool = Buffer.alloc(SIZE * 512)
let used = pool.length

/** Returns a new id for a request, which tells nothing of other requests. */
export function newRequestId (): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += SIZE
  return `req-${pool.toString('base64url', used - SIZE, used)}`
}

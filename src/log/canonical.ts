import { createHash } from 'node:crypto'
import canonicalizeModule from 'canonicalize'

// The package is CommonJS in its types and ESM at run time; both give the same function.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string

/** RFC 8785 text of a JSON value: what is hashed is stored and served byte for byte. */
export function canonicalText (value: unknown): string {
  return canonicalize(value)
}

/** SHA-256(salt || text), the commitment of the log to a body (log.md, section 1). */
export function bodyHash (salt: Uint8Array, text: string): Buffer {
  return createHash('sha256').update(salt).update(text, 'utf8').digest()
}

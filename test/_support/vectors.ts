import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One file of rule vectors: `log/roots` of the valid ones. */
export function vectors<T> (kind: 'valid' | 'invalid', name: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../vectors', kind, `${name}.json`), 'utf8')) as T
}

export const hex = (text: string): Buffer => Buffer.from(text, 'hex')

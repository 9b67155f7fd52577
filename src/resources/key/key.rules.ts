import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Keys: `oct_<id>_<secret><checksum>`. The checksum tells a typing error from a wrong key without asking the database. */

const FORM = /^oct_([a-z0-9]{12})_([a-f0-9]{64})([a-f0-9]{6})$/

const checksum = (id: string, secret: string): string => createHash('sha256').update(`${id}_${secret}`).digest('hex').slice(0, 6)

export function newKey (): { id: string, key: string } {
  const id = Array.from(randomBytes(12), byte => 'abcdefghijklmnopqrstuvwxyz012345'[byte % 32]).join('')
  const secret = randomBytes(32).toString('hex')
  return { id, key: `oct_${id}_${secret}${checksum(id, secret)}` }
}

/** The id of a well-formed key. */
export function keyId (key: string): string | undefined {
  const [, id = '', secret = '', check] = FORM.exec(key) ?? []
  return check === undefined || check !== checksum(id, secret) ? undefined : id
}

/** HMAC-SHA-256: what is kept of a key; useless without the installation's secret. */
export function hashKey (hmac: Buffer, key: string): Buffer {
  return createHmac('sha256', hmac).update(`key:${key}`).digest()
}

/** Who holds an alias, told only to those who know the organisation and the installation's secret. */
export function hashAliasOwner (hmac: Buffer, alias: string, organisation: string): Buffer {
  return createHmac('sha256', hmac).update(`alias:${alias}:${organisation}`).digest()
}

/** Compares in constant time, whatever the lengths. */
export function sameSecret (a: Uint8Array | string, b: Uint8Array | string): boolean {
  const digest = (value: Uint8Array | string): Buffer => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(a), digest(b))
}

import { createCipheriv, createDecipheriv, createHmac, createPublicKey, hkdfSync, randomBytes, sign } from 'node:crypto'
import { privateKeyOf } from '../../log/note.ts'

/** Standard Webhooks: signatures of messages; and how what signs is kept. */

export type Signature = 'hmac-sha256' | 'ed25519'

/** What only its owner may know of a webhook. */
export interface Sealed { url: string, secret: string }

/** AES-256-GCM: a nonce of 12 bytes, a tag of 16, then the text. */
const CIPHER = 'aes-256-gcm'

const keyFor = (hmac: Buffer): Buffer => Buffer.from(hkdfSync('sha256', hmac, '', 'webhook', 32))

/** Encrypts for the database, under the installation's secret and bound to the webhook. */
export function seal (hmac: Buffer, webhook: string, content: Sealed): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv(CIPHER, keyFor(hmac), nonce).setAAD(Buffer.from(webhook))
  const text = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text])
}

/** @throws Error where it was sealed under another secret or for another webhook */
export function unseal (hmac: Buffer, webhook: string, sealed: Uint8Array): Sealed {
  const decipher = createDecipheriv(CIPHER, keyFor(hmac), sealed.subarray(0, 12)).setAAD(Buffer.from(webhook)).setAuthTag(sealed.subarray(12, 28))
  return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString()) as Sealed
}

export const newSecret = (): string => randomBytes(32).toString('base64')

/** What the receiver gets of the secret, once: the secret itself, or the public key that belongs to it at any time. */
export const hmacSecret = (secret: string): string => `whsec_${secret}`

export function publicKey (secret: string): string {
  const { x } = createPublicKey(privateKeyOf(Buffer.from(secret, 'base64'))).export({ format: 'jwk' })
  return `whpk_${Buffer.from(x as string, 'base64url').toString('base64')}`
}

/** The headers of one attempt; `timestamp` in seconds, of the attempt. */
export function signatureHeaders (signature: Signature, secret: string, id: string, timestamp: number, body: string): Record<string, string> {
  const text = `${id}.${timestamp}.${body}`
  const key = Buffer.from(secret, 'base64')
  const signed = signature === 'ed25519'
    ? `v1a,${sign(null, Buffer.from(text), privateKeyOf(key)).toString('base64')}`
    : `v1,${createHmac('sha256', key).update(text).digest('base64')}`
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signed }
}

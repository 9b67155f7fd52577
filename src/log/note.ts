import { type KeyObject, createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'

/** C2SP signed note with Ed25519: a text, an empty line, and lines of signatures. Pure. */

const ED25519 = Uint8Array.of(1)
// What stands before the 32 bytes in DER: RFC 8410, sections 4 and 7.
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The private key of a seed of 32 bytes (RFC 8032, section 5.1.5). */
export const privateKeyOf = (seed: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })

const publicBytes = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length)

/** The first four bytes of SHA-256(name, newline, algorithm, public key): they tell keys of one name apart. */
const keyId = (name: string, key: Uint8Array): Buffer =>
  createHash('sha256').update(`${name}\n`).update(ED25519).update(key).digest().subarray(0, 4)

/** `<name>+<hex key id>+<base64 of algorithm and key>`: what a reader needs to check signatures. */
export function verifierKey (name: string, privateKey: KeyObject): string {
  const key = publicBytes(privateKey)
  return `${name}+${keyId(name, key).toString('hex')}+${Buffer.concat([ED25519, key]).toString('base64')}`
}

/** A line for each key, in their order. */
export function signNote (text: string, name: string, ...keys: readonly KeyObject[]): string {
  const lines = keys.map((key) => {
    const signature = Buffer.concat([keyId(name, publicBytes(key)), sign(null, Buffer.from(text), key)])
    return `— ${name} ${signature.toString('base64')}\n`
  })
  return `${text}\n${lines.join('')}`
}

/** The text of a note that the key of `vkey` has signed; undefined where it has not, or where either is malformed. */
export function openNote (note: string, vkey: string): string | undefined {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? []
  const key = Buffer.from(encoded, 'base64')
  if (key.length !== 33 || key[0] !== ED25519[0] || keyId(name, key.subarray(1)).toString('hex') !== id) return undefined
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, end + 1)
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, key.subarray(1)]), format: 'der', type: 'spki' })
  // Other lines are other keys' (the one before, cosignatures of witnesses), and none of this reader's business.
  const signed = note.slice(end + 2).split('\n').some((line) => {
    const [, signer, signature = ''] = /^— (\S+) (\S+)$/.exec(line) ?? []
    const bytes = Buffer.from(signature, 'base64')
    return signer === name && bytes.subarray(0, 4).toString('hex') === id && verify(null, Buffer.from(text), publicKey, bytes.subarray(4))
  })
  return signed ? text : undefined
}

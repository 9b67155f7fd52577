import Type from 'typebox'
import { Id, Slug, record } from './scalars.ts'

/** Path parameters. What cannot be an id of its kind is refused as such (400). */

export const slugParams = <const N extends string> (name: N) =>
  record({ [name]: Slug } as Record<N, typeof Slug>)

export const idParams = <const N extends string> (name: N) =>
  record({ [name]: Id } as Record<N, typeof Id>)

/** A key of the log by the id that its verifier key and signatures have. */
const KeyId = Type.String({ pattern: '^[0-9a-f]{8}$', minLength: 8, maxLength: 8, description: 'Hexadecimal id of the key' })
export const keyIdParams = <const N extends string> (name: N) =>
  record({ [name]: KeyId } as Record<N, typeof KeyId>)

/** A commitment by id or by OGP code, in any case. */
const COMMITMENT = '^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[A-Za-z]{2,6}\\d{4})$'
export const commitmentParams = record({
  commitment: Type.String({ pattern: COMMITMENT, minLength: 6, maxLength: 36, description: 'Id, or OGP code in any case' })
})

/** Whether a path segment can be an id at all: permissions are decided before parameters are checked. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** The same of a commitment's id or code. */
export const isCommitmentReference = (text: string): boolean => new RegExp(COMMITMENT).test(text)

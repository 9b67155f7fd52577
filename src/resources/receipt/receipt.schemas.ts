import Type, { type Static } from 'typebox'
import { DateOnly, Id, Revision, codes, integer, nullable, record, text } from '../../schema/scalars.ts'

/** base64url of a hash, as it stands in an address. */
export const receiptParams = record({ bodyHash: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', minLength: 43, maxLength: 43 }) })

export type ReceiptState = Static<typeof ReceiptState>
export const ReceiptState = record({
  bodyHash: text(44, { description: 'The hash that was promised, in base64' }),
  state: codes(['waiting', 'logged', 'redacted']),
  by: nullable(DateOnly),
  review: nullable(Id),
  revision: nullable(Revision),
  logIndex: nullable(integer(0, 2147483647)),
  redaction: nullable({ ...Id, description: 'The public redaction that took it away before it was published' })
}, {
  $id: 'ReceiptState',
  description: 'Where a submission is. While it waits, by is the last day on which it may be missing, and nothing tells which review it is; in the log it has its place there; what waited of a review that was redacted is not published, and redaction says why',
  examples: [{ bodyHash: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=', state: 'logged', by: null, review: '5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b', revision: 1, logIndex: 4711, redaction: null }]
})

import Type, { type Static } from 'typebox'
import { pageQuery } from '../../schema/page.ts'
import { DateOnly, Id, Revision as RevisionNumber, Slug, codes, integer, nullable, record, text } from '../../schema/scalars.ts'
import { ACTOR_ROLES } from '../../schema/vocabulary.ts'

const base64 = (length: number) => Type.String({ pattern: '^[A-Za-z0-9+/]+=*$', minLength: length, maxLength: length, contentEncoding: 'base64' })

export type Revision = Static<typeof Revision>
export const Revision = record({
  id: text(120, { description: 'Id of the entity' }),
  type: text(40),
  revision: RevisionNumber,
  op: codes(['create', 'update', 'redact']),
  on: DateOnly,
  by: record({ role: codes(ACTOR_ROLES), institution: nullable(Slug), alias: nullable(text(80)) }),
  body: nullable(Type.String({ maxLength: 20000000, description: 'The entity\'s facts as the RFC 8785 text that was hashed, byte for byte; null once a redaction erased it' })),
  salt: nullable(base64(44)),
  bodyHash: base64(44),
  previous: nullable(base64(44)),
  logIndex: nullable(integer(0, 2147483647)),
  redaction: nullable({ ...Id, description: 'The redaction that erased body and salt' })
}, {
  $id: 'Revision',
  description: 'What an entity said at one revision. bodyHash = SHA-256(salt, body), both as bytes, and stands for ever; previous is the bodyHash of the revision before',
  examples: [{
    id: 'mexico', type: 'member', revision: 1, op: 'create', on: '2026-11-22', by: { role: 'system', institution: null, alias: null }, body: '{"id":"mexico"}', salt: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', bodyHash: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=', previous: null, logIndex: null, redaction: null
  }]
})

export type RevisionQuery = Static<typeof RevisionQuery>
export const RevisionQuery = record({
  ...pageQuery,
  sort: Type.Optional(codes(['revision', '-revision'], { default: 'revision' }))
})

export type LoggedRevisionQuery = Static<typeof LoggedRevisionQuery>
export const LoggedRevisionQuery = record({
  ...pageQuery,
  after: Type.Optional(integer(0, 2147483647, { description: 'Only revisions after this index of the log' })),
  sort: Type.Optional(codes(['index', '-index'], { default: 'index' }))
})

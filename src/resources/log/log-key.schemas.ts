import Type, { type Static } from 'typebox'
import { fieldsQuery, pageQuery } from '../../schema/page.ts'
import { DateOnly, Revision, codes, record, text } from '../../schema/scalars.ts'

export type LogKey = Static<typeof LogKey>
export const LogKey = record({
  id: text(8, { description: 'Hexadecimal id of the new key, as in its verifier key' }),
  vkey: text(1000, { description: 'The new key, as a verifier key of C2SP signed notes' }),
  previous: text(1000, { description: 'The key before it' }),
  on: DateOnly,
  note: text(5000, { description: 'The same, signed by both keys' }),
  revision: Revision
}, {
  $id: 'LogKey',
  description: 'A new key of the public log, vouched for by the one before. The first key has no such entry: it came from nowhere',
  examples: [{ id: '2d45465a', vkey: 'tracker.example/log+2d45465a+AQ...', previous: 'tracker.example/log+7e3a90c1+AQ...', on: '2026-11-22', note: 'tracker.example/log/key\n...', revision: 1 }]
})

export type LogKeyQuery = Static<typeof LogKeyQuery>
export const LogKeyQuery = record({ ...pageQuery, fields: fieldsQuery(LogKey), sort: Type.Optional(codes(['id', '-id'], { default: 'id' })) })

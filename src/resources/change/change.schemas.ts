import Type, { type Static } from 'typebox'
import { ENTITY_TYPES } from '../../log/revision.store.ts'
import { pageQuery } from '../../schema/page.ts'
import { DateOnly, Revision, codes, integer, record, text } from '../../schema/scalars.ts'

export type Change = Static<typeof Change>
export const Change = record({
  index: integer(0, 2147483647, { description: 'Place in the public log, without a gap' }),
  type: codes(ENTITY_TYPES),
  id: text(120, { description: 'Id of the entity' }),
  revision: Revision,
  op: codes(['create', 'update', 'redact']),
  on: DateOnly,
  body: Type.Unsafe<object | null>({ type: ['object', 'null'], additionalProperties: true, description: 'The entity\'s own facts at this revision; the text that was hashed is at its revision. null once a redaction erased it' })
}, {
  $id: 'LoggedChange',
  description: 'One revision in its place in the public log. What is withdrawn, retracted or entered in error comes as a change that says so; what was redacted has op redact from then on, as has the revision that took its place',
  examples: [{ index: 4711, type: 'member', id: 'mexico', revision: 3, op: 'update', on: '2026-11-22', body: { id: 'mexico', status: 'active' } }]
})

const filters = {
  after: Type.Optional(integer(0, 2147483647, { description: 'Only changes after this index: that of the last change you have' }))
}

export type ChangeQuery = Static<typeof ChangeQuery>
export const ChangeQuery = record({
  ...pageQuery,
  ...filters,
  sort: Type.Optional(codes(['index', '-index'], { default: 'index' }))
})

export const ChangeStreamQuery = record(filters)

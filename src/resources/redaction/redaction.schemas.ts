import Type, { type Static } from 'typebox'
import { ENTITY_TYPES } from '../../log/revision.store.ts'
import { langText, langTextOrNull } from '../../schema/common.ts'
import { anyOf, fieldsQuery, pageQuery } from '../../schema/page.ts'
import { DateOnly, Id, Revision, codes, list, nullable, partialRecord, record, refOrNull, set, text } from '../../schema/scalars.ts'
import { APPEAL_STATES, REDACTION_GROUNDS } from '../../schema/vocabulary.ts'

/** What redactions are about: everything recorded but redactions and keys of the log. */
export const TARGET_TYPES = ENTITY_TYPES.filter(type => type !== 'redaction' && type !== 'log-key')

const fields = set(text(40), 20, { description: 'Members whose text goes, in every revision that holds one' })
const target = record({
  type: codes(TARGET_TYPES),
  id: text(120),
  atRevision: nullable({ ...Revision, description: 'The one earlier revision that goes' }),
  fields: nullable(fields)
}, { description: 'What was redacted: one revision, these fields, or as a whole where both are null' })

export const RedactionAppeal = record({
  state: codes(APPEAL_STATES, { description: 'Whether it waits, and then whether the redaction was upheld or overturned' }),
  filedOn: DateOnly,
  decidedOn: nullable(DateOnly),
  statement: langTextOrNull(),
  reasons: langTextOrNull()
}, {
  $id: 'RedactionAppeal',
  description: 'The appeal of whoever wrote what was redacted, and the public statement of the moderator who decided it. reasons are shown to moderators alone, by id, and are forgotten once it is decided. What was erased stays erased where the redaction is overturned',
  examples: [{ state: 'overturned', filedOn: '2026-11-23', decidedOn: '2026-11-24', statement: { en: 'Nobody was named.' }, reasons: null }]
})

const example = {
  target: { type: 'review', id: '5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b', fields: ['narrative'] },
  ground: 'personal_data',
  statement: { en: 'It named somebody who holds no office.' }
}

export type Redaction = Static<typeof Redaction>
export const Redaction = record({
  id: Id,
  state: codes(['proposed', 'in_effect'], { description: 'What is proposed is seen by moderators alone' }),
  target,
  ground: codes(REDACTION_GROUNDS),
  statement: langText(),
  on: { ...DateOnly, description: 'The day on which it was proposed, then that on which it took effect' },
  erased: list(Revision, 100000, { description: 'Revisions of the target whose text and salt are gone; their hashes stay in the log' }),
  appeal: refOrNull(RedactionAppeal),
  revision: Revision
}, {
  $id: 'Redaction',
  description: 'What moderators took out of the record, on which ground, and why in their words',
  examples: [{ id: '01968f00-0000-7000-8000-0000000000a1', state: 'in_effect', ...example, target: { ...example.target, atRevision: null }, on: '2026-11-22', erased: [1, 2], appeal: null, revision: 1 }]
})

const { type, id, atRevision } = target.properties
export type NewRedaction = Pick<Redaction, 'ground' | 'statement'> & { target: Pick<Redaction['target'], 'type' | 'id'> & Partial<Redaction['target']> }
export const NewRedaction = Type.Unsafe<NewRedaction>({
  ...record({
    target: { ...partialRecord({ type, id, atRevision, fields: nullable({ ...fields, minItems: 1 }) }), required: ['type', 'id'] },
    ground: codes(REDACTION_GROUNDS),
    statement: langText()
  }),
  $id: 'NewRedaction',
  description: 'What shall go: an earlier revision, fields, or without either a review as a whole. The statement is public: it must not repeat what it takes away',
  examples: [example]
})

export const NewApproval = record({ state: codes(['in_effect']) }, { $id: 'NewApproval', description: 'What the proposal shall become', examples: [{ state: 'in_effect' }] })

export type NewAppeal = Static<typeof NewAppeal>
export const NewAppeal = record({ reasons: langText() }, {
  $id: 'NewAppeal', description: 'Why the redaction should not stand; moderators alone read it', examples: [{ reasons: { en: 'The person named is a minister.' } }]
})

export type RedactionPatch = Static<typeof RedactionPatch>
export const RedactionPatch = record({ appeal: record({ state: codes(['upheld', 'overturned']), statement: langText() }) }, {
  $id: 'RedactionPatch',
  description: 'The decision of an appeal: the redaction is upheld or overturned, with a public statement',
  examples: [{ appeal: { state: 'upheld', statement: { en: 'The person named holds no office.' } } }]
})

export type RedactionQuery = Static<typeof RedactionQuery>
export const RedactionQuery = record({
  ...pageQuery,
  fields: fieldsQuery(Redaction),
  sort: Type.Optional(codes(['on', '-on'], { default: '-on' })),
  type: anyOf(codes(TARGET_TYPES), 'Type of what was redacted'),
  target: anyOf(text(120), 'Id of what was redacted'),
  ground: anyOf(codes(REDACTION_GROUNDS), 'Ground'),
  appeal: anyOf(codes(APPEAL_STATES), 'State of the appeal'),
  proposed: Type.Optional(Type.Boolean({ description: 'What waits for a second moderator instead; moderators only' }))
})

import Type, { type Static } from 'typebox'
import { externalRefs, langText, langTextOrNull, langTextPatch } from '../../schema/common.ts'
import { Evidence } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { DateOnly, Revision, Slug, Timestamp, codes, list, nullable, nullableCodes, partialRecord, record, refOrNull, refTo, set, text, type LangTextPatch } from '../../schema/scalars.ts'
import { MEMBER_KINDS, MEMBER_STATUSES, STATUS_REASONS } from '../../schema/vocabulary.ts'

export type StatusEvent = Static<typeof StatusEvent>
export const StatusEvent = record({
  on: DateOnly,
  status: codes(MEMBER_STATUSES),
  reason: nullableCodes(STATUS_REASONS),
  note: langTextOrNull(),
  document: refOrNull(Evidence)
}, { $id: 'StatusEvent', description: 'A dated change of a member\'s standing in the Partnership' })

/** What a member states of itself; `Member` adds what the service owns. */
export const memberFacts = {
  id: Slug,
  name: langText(),
  kind: codes(MEMBER_KINDS),
  countryIso2: nullable(Type.String({ pattern: '^[A-Z]{2}$', maxLength: 2 })),
  region: nullable(Slug),
  parent: nullable(Slug),
  memberSince: nullable(DateOnly),
  status: codes(MEMBER_STATUSES),
  statusEvents: list(refTo(StatusEvent), 100),
  codePrefixes: set(Type.String({ pattern: '^[A-Z]{2,6}$', maxLength: 6 }), 10),
  externalRefs: externalRefs()
}

export type MemberFacts = Static<typeof MemberFacts>
export const MemberFacts = record(memberFacts)

export type Member = Static<typeof Member>
export const Member = record({ ...memberFacts, revision: Revision, updatedAt: Timestamp }, {
  $id: 'Member',
  description: 'A country or a local government that takes part in the Open Government Partnership',
  examples: [{
    id: 'mexico',
    name: { es: 'México', en: 'Mexico' },
    kind: 'national',
    countryIso2: 'MX',
    region: 'americas',
    parent: null,
    memberSince: '2011-09-20',
    status: 'under_review',
    statusEvents: [],
    codePrefixes: ['MX'],
    externalRefs: [],
    revision: 1,
    updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

const { id: _id, name: _name, ...changeable } = memberFacts

export type NewMember = Pick<MemberFacts, 'id' | 'name' | 'kind' | 'status'> & Partial<MemberFacts>
export const NewMember = Type.Unsafe<NewMember>({
  ...partialRecord(memberFacts),
  $id: 'NewMember',
  required: ['id', 'name', 'kind', 'status'],
  description: 'A member to add; a local one names its parent',
  examples: [{ id: 'mexico', name: { es: 'México', en: 'Mexico' }, kind: 'national', countryIso2: 'MX', status: 'active' }]
})

export type MemberPatch = Partial<Omit<MemberFacts, 'id' | 'name'>> & { name?: LangTextPatch }
export const MemberPatch = Type.Unsafe<MemberPatch>({
  ...partialRecord({ ...changeable, name: langTextPatch() }),
  $id: 'MemberPatch',
  minProperties: 1,
  description: 'JSON Merge Patch of a member',
  examples: [{ status: 'under_review' }]
})

export type MemberQuery = Static<typeof MemberQuery>
export const MemberQuery = record({
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(Member),
  sort: Type.Optional(codes(['id', 'updatedAt', '-updatedAt'], { default: 'id' })),
  kind: anyOf(codes(MEMBER_KINDS), 'Kind of member'),
  region: anyOf(text(120), 'Region'),
  parent: anyOf(Slug, 'National member that a local one belongs to'),
  status: anyOf(codes(MEMBER_STATUSES), 'Standing in the Partnership'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
})

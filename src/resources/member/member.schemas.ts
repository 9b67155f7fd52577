import Type, { type Static } from 'typebox'
import { externalRefs, langText, langTextOrNull } from '../../schema/common.ts'
import { Evidence } from '../../schema/common.ts'
import { anyOf, fieldsQuery, pageQuery } from '../../schema/page.ts'
import { DateOnly, Revision, Slug, Timestamp, codes, list, nullable, nullableCodes, record, refOrNull, refTo, set, text } from '../../schema/scalars.ts'
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

export type MemberQuery = Static<typeof MemberQuery>
export const MemberQuery = record({
  ...pageQuery,
  fields: fieldsQuery(Member),
  sort: Type.Optional(codes(['id', 'updatedAt', '-updatedAt'], { default: 'id' })),
  kind: anyOf(codes(MEMBER_KINDS), 'Kind of member'),
  region: anyOf(text(120), 'Region'),
  parent: anyOf(Slug, 'National member that a local one belongs to'),
  status: anyOf(codes(MEMBER_STATUSES), 'Standing in the Partnership'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
})

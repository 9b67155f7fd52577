import Type, { type Static } from 'typebox'
import { externalRefs, langText, langTextOrNull, langTextPatch, langTextPatchOrNull } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { Revision, Slug, Timestamp, Url, codes, nullable, nullableCodes, partialRecord, record, text } from '../../schema/scalars.ts'
import { INSTITUTION_KINDS } from '../../schema/vocabulary.ts'

const facts = {
  id: Slug,
  kind: nullableCodes(INSTITUTION_KINDS, { description: 'null where no source tells it; such an institution neither reports nor reviews' }),
  member: nullable(Slug),
  url: nullable(Url),
  externalRefs: externalRefs()
}

export type InstitutionFacts = Static<typeof InstitutionFacts>
export const InstitutionFacts = record({ ...facts, name: langText(), shortName: langTextOrNull() })

/** An institution as a plan document names it: new ones of the plan's member are created. */
const documentMembers = record({ ...facts, name: langTextPatch(), shortName: langTextPatchOrNull() })
export type InstitutionDocument = Static<typeof InstitutionDocument>
export const InstitutionDocument = Type.Unsafe<{ id: string } & Partial<Static<typeof documentMembers>>>({
  ...partialRecord(documentMembers.properties),
  $id: 'InstitutionDocument',
  required: ['id'],
  description: 'An institution that a plan names. A new one needs a name',
  examples: [{ id: 'mexico-inai', name: { es: 'INAI' }, kind: 'autonomous_body' }]
})

export type Institution = Static<typeof Institution>
export const Institution = record({ ...facts, name: langText(), shortName: langTextOrNull(), revision: Revision, updatedAt: Timestamp }, {
  $id: 'Institution',
  description: 'A body with a part in a commitment: a ministry, an autonomous body, a civil-society organisation',
  examples: [{
    id: 'article-19', kind: 'civil_society', member: null, url: null, externalRefs: [], name: { en: 'Article 19' }, shortName: null, revision: 1, updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

export type NewInstitution = Pick<InstitutionFacts, 'id' | 'name' | 'kind'> & Partial<InstitutionFacts>
export const NewInstitution = Type.Unsafe<NewInstitution>({
  ...partialRecord(InstitutionFacts.properties),
  $id: 'NewInstitution',
  required: ['id', 'name', 'kind'],
  description: 'An institution to add; an editor adds those of its own member',
  examples: [{ id: 'mexico-inai', name: { es: 'INAI' }, kind: 'autonomous_body', member: 'mexico' }]
})

const { id: _id, member: _member, ...changeable } = documentMembers.properties
export type InstitutionPatch = Partial<Omit<Static<typeof documentMembers>, 'id' | 'member'>>
export const InstitutionPatch = Type.Unsafe<InstitutionPatch>({
  ...partialRecord(changeable),
  $id: 'InstitutionPatch',
  minProperties: 1,
  description: 'JSON Merge Patch of an institution. Whose it is stays',
  examples: [{ url: 'https://example.org/' }]
})

export type InstitutionQuery = Static<typeof InstitutionQuery>
export const InstitutionQuery = record({
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(Institution),
  sort: Type.Optional(codes(['id', 'updatedAt', '-updatedAt'], { default: 'id' })),
  member: anyOf(Slug, 'Member that the institution belongs to'),
  kind: anyOf(codes(INSTITUTION_KINDS), 'Kind of institution'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
})

import Type, { type Static } from 'typebox'
import { externalRefs, langText, langTextOrNull, langTextPatch, langTextPatchOrNull } from '../../schema/common.ts'
import { anyOf, fieldsQuery, knownQuery, pageQuery } from '../../schema/page.ts'
import { Revision, Slug, Timestamp, codes, nullable, partialRecord, record, text, type LangTextPatch } from '../../schema/scalars.ts'
import { POLICY_AREA_KINDS } from '../../schema/vocabulary.ts'

export const policyAreaFacts = {
  id: Slug,
  name: langText(),
  description: langTextOrNull(),
  kind: codes(POLICY_AREA_KINDS),
  taxonomy: Slug,
  broader: nullable(Slug),
  externalRefs: externalRefs()
}

export type PolicyAreaFacts = Static<typeof PolicyAreaFacts>
export const PolicyAreaFacts = record(policyAreaFacts)

export type PolicyArea = Static<typeof PolicyArea>
export const PolicyArea = record({ ...policyAreaFacts, revision: Revision, updatedAt: Timestamp }, {
  $id: 'PolicyArea',
  description: 'A subject that commitments are about; `taxonomy` names the edition of the list it comes from',
  examples: [{
    id: 'civic-space', name: { en: 'Civic Space' }, description: null, kind: 'policy_area', taxonomy: 'ogp', broader: null, externalRefs: [], revision: 1, updatedAt: '2026-11-22T01:00:00.000Z'
  }]
})

const { id: _id, name: _name, description: _description, ...changeable } = policyAreaFacts

export type NewPolicyArea = Pick<PolicyAreaFacts, 'id' | 'name' | 'kind' | 'taxonomy'> & Partial<PolicyAreaFacts>
export const NewPolicyArea = Type.Unsafe<NewPolicyArea>({
  ...partialRecord(policyAreaFacts),
  $id: 'NewPolicyArea',
  required: ['id', 'name', 'kind', 'taxonomy'],
  description: 'A policy area or sector to add',
  examples: [{ id: 'civic-space', name: { en: 'Civic Space' }, kind: 'policy_area', taxonomy: 'ogp' }]
})

export type PolicyAreaPatch = Partial<Omit<PolicyAreaFacts, 'id' | 'name' | 'description'>> & { name?: LangTextPatch, description?: LangTextPatch | null }
export const PolicyAreaPatch = Type.Unsafe<PolicyAreaPatch>({
  ...partialRecord({ ...changeable, name: langTextPatch(), description: langTextPatchOrNull() }),
  $id: 'PolicyAreaPatch',
  minProperties: 1,
  description: 'JSON Merge Patch of a policy area',
  examples: [{ broader: 'justice' }]
})

export type PolicyAreaQuery = Static<typeof PolicyAreaQuery>
export const PolicyAreaQuery = record({
  ...pageQuery,
  ...knownQuery,
  fields: fieldsQuery(PolicyArea),
  sort: Type.Optional(codes(['id', 'updatedAt', '-updatedAt'], { default: 'id' })),
  kind: anyOf(codes(POLICY_AREA_KINDS), 'Policy area or sector'),
  taxonomy: anyOf(Slug, 'Edition of the list'),
  broader: anyOf(Slug, 'The wider policy area'),
  externalRef: anyOf(text(421), 'source:id that another source uses')
})
